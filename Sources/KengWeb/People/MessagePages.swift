import Hummingbird
import KengDomain
import KengStore
import KengText

/// Everything that happened to one text, and the replies that need a person.
struct MessagePages: Sendable {
    func add(to routes: inout Routes) {
        routes.get("/messages/:id") { try await message($0, $1) }
        routes.get("/inbox") { try await inbox($0, $1) }
    }

    private struct View: Sendable {
        let heading: String
        let help: String
        let kind: String
        let preview: TextPreview
        let campaign: Link?
        let household: Link?
        let steps: [Step]
        let parts: [Part]
        let hasParts: Bool
    }

    struct Link: Sendable {
        let words: String
        let address: String
    }

    private struct Step: Sendable {
        let at: Instant
        let when: String
        let what: String
        let detail: String?
    }

    private struct Part: Sendable {
        let number: String
        let gateway: String
        let status: String
        let code: String
        let when: String
    }

    private func message(_ ask: Ask, _ member: Member) async throws -> Response {
        let id = try ask.id("id", Message.self)
        let found = try await ask.site.database.read { transaction in
            guard let line = try transaction.messageLine(id),
                let resident = try line.resident.flatMap({ try transaction.residentLine($0) })
                    ?? transaction.holder(of: line.phone).flatMap({
                        try transaction.residentLine($0.resident)
                    }), try transaction.isArea(resident.area, under: member.area.id)
            else { throw PageProblem.notFound }
            return (
                line, resident, parts: try transaction.partLines(of: id),
                events: try transaction.eventLines(of: id)
            )
        }
        let (line, resident, parts, events) = found
        let words = ask.words
        let code = DeliveryWord.code(line.state, line.reason)
        let view = View(
            heading: words.pair(words.text("delivery.\(code)"), line.phone.description),
            help: words.text("delivery.\(code).help"), kind: code,
            preview: TextPreview(line.text, line.language, ask.site, words),
            campaign: line.campaign.map {
                Link(words: line.campaignName ?? "", address: "/campaigns/\($0)")
            },
            household: Link(
                words: resident.areaName, address: "/households/\(resident.household)"),
            steps: Self.steps(line, events, words),
            parts: parts.map { part in
                Part(
                    number: part.number == 0
                        ? "1–\(words.number(line.segments))" : words.number(part.number),
                    gateway: part.gateway,
                    status: words.text("receipt.\(Self.word(part.status))"), code: part.code,
                    when: words.moment(part.at, line.offset))
            }, hasParts: !parts.isEmpty)
        return ask.page("message", title: words.text("message.title"), view)
    }

    private static func word(_ status: ReceiptStatus?) -> String {
        switch status {
        case .enroute, nil: "enroute"
        case .unknown: "unknown"
        case .expired: "expired"
        case .failed: "failed"
        case .delivered: "delivered"
        }
    }

    private static func steps(
        _ line: MessageLine, _ events: [MessageEventLine], _ words: Words
    ) -> [Step] {
        func step(_ at: Instant, _ key: String, _ detail: String? = nil) -> Step {
            Step(
                at: at, when: words.moment(at, line.offset), what: words.text(key),
                detail: detail)
        }
        var steps = [step(line.due, "step.due")]
        if let at = line.handoffAt { steps.append(step(at, "step.handoff")) }
        steps += events.map { event in
            Step(
                at: event.at, when: words.moment(event.at, line.offset),
                what: words.text("step.event", ["gateway": .text(event.gateway)]),
                detail: event.code.isEmpty ? event.what : words.aside(event.what, event.code))
        }
        if let at = line.settledAt {
            let word = DeliveryWord.word(line.state, line.reason, words)
            steps.append(step(at, "step.settled", word))
        }
        return steps.sorted { $0.at < $1.at }
    }
}

extension MessagePages {
    private struct InboxView: Sendable {
        let rows: [InboxRow]
        let hasRows: Bool
        let counts: String
        let next: String?
        let first: String?
    }

    private struct InboxRow: Sendable {
        let when: String
        let phone: String
        let area: String
        let text: String
        let intent: String
        let isEmergency: Bool
        let household: String?
        let reply: String?
    }

    static let pageSize = 50

    private func inbox(_ ask: Ask, _ member: Member) async throws -> Response {
        let before = ask.query["before"].flatMap { Int64($0) }
        let lines = try await ask.site.database.read { transaction in
            try transaction.inboundAttention(
                under: member.area.id, before: before, limit: Self.pageSize + 1)
        }
        let words = ask.words
        let shown = lines.prefix(Self.pageSize)
        let view = InboxView(
            rows: shown.map { line in
                InboxRow(
                    when: words.moment(line.at, line.offset), phone: line.phone.description,
                    area: line.areaName ?? "", text: line.text,
                    intent: DeliveryWord.intent(line.intent, words),
                    isEmergency: line.intent == "emergency",
                    household: line.household.map { "/households/\($0)" },
                    reply: line.reply.map { "/messages/\($0)" })
            }, hasRows: !shown.isEmpty,
            counts: words.text("inbox.shown", ["count": .number(shown.count)]),
            next: lines.count > Self.pageSize
                ? shown.last.map { "/inbox?before=\($0.id)" } : nil,
            first: before == nil ? nil : "/inbox")
        return ask.page("inbox", title: words.text("menu.inbox"), view)
    }
}
