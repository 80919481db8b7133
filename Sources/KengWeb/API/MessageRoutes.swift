import Hummingbird
import KengDomain
import KengStore

extension Machines {
    func addMessages<Context: RequestContext>(to routes: inout MachineRoutes<Context>) {
        routes.on(.get, "/v1/messages/:id", keyed { try await message($0) })
    }

    /// Everything that happened to one text, when its resident lives where the account may look.
    private func message(_ keyed: KeyedAsk) async throws -> Response {
        let id = try keyed.id("id", Message.self)
        let scope = keyed.account.area
        let answer = try await database.read { transaction in
            guard let line = try transaction.messageLine(id),
                let resident = try line.resident ?? transaction.holder(of: line.phone)?.resident,
                let area = try transaction.residentLine(resident)?.area,
                try transaction.isArea(area, under: scope)
            else { throw MachineProblem.notFound }
            return MessageAnswer(
                line, parts: try transaction.partLines(of: id),
                events: try transaction.eventLines(of: id))
        }
        return Answers.json(answer)
    }
}

/// One text to one phone; the phone is masked.
struct MessageAnswer: Encodable, Sendable {
    let id: String
    let campaign: String?
    let phone: String
    let channel: String
    let state: String
    /// Why it was suppressed.
    let reason: String?
    let text: String
    let language: String
    let encoding: String
    let segments: Int
    let dueAt: String
    let expiresAt: String
    let attempts: Int
    let handoffAt: String?
    let settledAt: String?
    let parts: [Part]
    let events: [Event]

    struct Part: Encodable, Sendable {
        let number: Int
        let gateway: String
        let status: String?
        let code: String
        let at: String
    }

    struct Event: Encodable, Sendable {
        let at: String
        let gateway: String
        let what: String
        let code: String
    }

    init(_ line: MessageLine, parts: [PartLine], events: [MessageEventLine]) {
        id = "\(line.id)"
        campaign = line.campaign.map { "\($0)" }
        phone = line.phone.description
        channel =
            switch line.channel {
            case .sms: "sms"
            case .zalo: "zalo"
            }
        state = line.state.word
        reason = line.state == .suppressed ? Suppression(rawValue: line.reason)?.word : nil
        text = line.text
        language = line.language.rawValue
        encoding = line.encoding
        segments = line.segments
        dueAt = Timestamp.text(line.due)
        expiresAt = Timestamp.text(line.expires)
        attempts = line.attempts
        handoffAt = line.handoffAt.map(Timestamp.text)
        settledAt = line.settledAt.map(Timestamp.text)
        self.parts = parts.map {
            Part(
                number: $0.number, gateway: $0.gateway, status: $0.status?.word, code: $0.code,
                at: Timestamp.text($0.at))
        }
        self.events = events.map {
            Event(
                at: Timestamp.text($0.at), gateway: $0.gateway, what: $0.what, code: $0.code)
        }
    }
}

extension ReceiptStatus {
    /// The word of the interface.
    fileprivate var word: String {
        switch self {
        case .enroute: "enroute"
        case .unknown: "unknown"
        case .expired: "expired"
        case .failed: "failed"
        case .delivered: "delivered"
        }
    }
}
