import KengDomain
import NIOCore
import SMPP

/// All that the links of one provider and the engine share.
struct SMPPState {
    var outbox: Outbox
    var arrivals = Arrivals()
    private(set) var links: [LinkState]
    /// Why the bind of a link was not taken, until the next attempt.
    private var refusals: [Int: CommandStatus] = [:]
    private let settings: SMPPSettings
    private var keys: ReceiptKeys
    private var notices: [GatewayNotice] = []
    /// Kinds of messages that could not be used, each told once.
    private var told: Set<String> = []
    private var validity: (expires: Instant, second: Int64, text: String)?

    init(_ settings: SMPPSettings, referencesFrom start: UInt16) {
        self.settings = settings
        outbox = Outbox(settings, referencesFrom: start)
        keys = ReceiptKeys(settings.receiptID)
        links = settings.links.map { _ in .idle }
    }

    /// Some link takes texts.
    var isUp: Bool {
        zip(links, settings.links).contains { state, link in
            state == .bound && link.session.bind.mode != .receiver
        }
    }

    /// What leaves in about a quarter of a second, and at least what keeps the windows full meanwhile.
    mutating func room(at now: Instant) -> Int {
        guard isUp else { return 0 }
        let usual = max(2 * settings.window, outbox.departures(at: now) / 4)
        return max(0, min(usual, max(1, outbox.segmentsPerSecond / 4)) - outbox.queued)
    }

    // MARK: - Out

    /// - Returns: what leaves, and the messages of which something does.
    mutating func offer(_ room: Int, at now: Instant) -> (offer: Offer, messages: [Int64]) {
        var submissions: [Submission] = []
        submissions.reserveCapacity(min(room, outbox.queued))
        var broken: [UInt64] = []
        var departures: [Outbox.Departure] = []
        var messages: [Int64] = []
        let wait = outbox.take(room, at: now) { departure in
            departures.append(departure)
            // The parts of one text leave one after another.
            if messages.last != departure.message { messages.append(departure.message) }
        }
        for departure in departures {
            do throws(FieldProblem) {
                let message = try departure.cut.message(
                    part: departure.part, reference: departure.reference, to: departure.phone,
                    validity: validity(until: departure.expires, at: now), settings)
                submissions.append(Submission(token: departure.token, message: message))
            } catch {
                broken.append(departure.token)
            }
        }
        for token in broken {
            outbox.answered(token, .permanent, code: "FIELD", reference: "", at: now)
        }
        return (Offer(submissions, wait: wait), messages)
    }

    private mutating func validity(until expires: Instant, at now: Instant) -> String {
        let second = now.milliseconds / 1000
        if let validity, validity.expires == expires, validity.second == second {
            return validity.text
        }
        let text: String
        switch settings.validity {
        case .none:
            text = ""
        case .relative:
            text = SMPPTime.Relative(expires - now).map { SMPPTime.relative($0).text } ?? ""
        case .absolute:
            text =
                SMPPTime.Absolute(secondsSince1970: expires.milliseconds / 1000, quarters: 0)
                .map { SMPPTime.absolute($0).text } ?? ""
        }
        validity = (expires, second, text)
        return text
    }

    mutating func take(_ answer: SMPP.SubmitAnswer, at now: Instant) {
        let reaction = settings.statuses.reaction(to: answer.status)
        let reference = answer.status == .ok ? keys.kept(answer.messageID ?? "") : ""
        outbox.answered(
            answer.token, reaction, code: answer.status.code, reference: reference, at: now)
    }

    // MARK: - In

    /// - Returns: false for what nothing can be done with.
    mutating func take(
        _ reading: InboundReader.Reading, from handle: Arrivals.Handle, nonce: UInt64,
        at now: Instant
    ) -> Bool {
        switch reading {
        case .receipt(let receipt, let phone, let code):
            let references = keys.references(of: receipt)
            for reference in references {
                arrivals.add(
                    receipt: .receipt(
                        reference: reference, of: phone, status: receipt.status.receiptStatus,
                        code: code), at: now, handle)
            }
            return !references.isEmpty
        case .text(let content, let print):
            arrivals.add(text: content, print: print, nonce: nonce, at: now, handle)
            return true
        case .useless(let why):
            if told.insert(why).inserted {
                notices.append(
                    GatewayNotice(
                        .warning, "\(settings.name) sent \(why); such are answered and dropped."))
            }
            return false
        }
    }

    // MARK: - Links

    mutating func change(_ number: Int, _ state: LinkState, at now: Instant) {
        let before = links[number]
        links[number] = state
        if before == .bound || before == .unbinding { arrivals.ended(link: number, at: now) }
        let link = "Link \(number + 1) to \(settings.name)"
        switch state {
        case .idle, .unbinding, .stopped:
            break
        case .connecting:
            refusals[number] = nil
        case .bound:
            notices.append(GatewayNotice(.notice, "\(link) is bound."))
        case .waiting(let wait) where wait > .zero:
            let seconds = (wait.milliseconds + 999) / 1000
            let why = refusals[number].map { "was not taken (\($0))" } ?? "is down"
            notices.append(GatewayNotice(.warning, "\(link) \(why); again in \(seconds) s."))
        case .waiting:
            break
        case .refused(let status):
            notices.append(
                GatewayNotice(
                    .error,
                    "\(link) is refused with \(status). Nothing more is tried, since that may lock "
                        + "the account: put system_id and password right and start again."))
        }
    }

    mutating func refused(_ number: Int, _ status: CommandStatus) {
        refusals[number] = status
    }

    mutating func takeNotices() -> [GatewayNotice] {
        defer { notices = [] }
        return notices
    }
}
