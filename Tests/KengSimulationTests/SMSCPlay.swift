import NIOCore

@testable import KengSimulation
@testable import SMPP

/// A test SMSC with one link bound, and short words for what happens to it.
struct SMSCPlay {
    var smsc: TestSMSC
    var actions: [SMSCAction] = []
    private var sequence: UInt32 = 0

    init(_ profile: SMSCProfile, seed: UInt64 = 1, keepsTexts: Bool = false) throws {
        smsc = TestSMSC(profile, seed: seed, startedAt: 1_795_600_000, keepsTexts: keepsTexts)
        try bind(1)
    }

    mutating func bind(
        _ connection: Int, _ mode: BindMode = .transceiver, at now: Duration = .zero
    ) throws {
        let bind = try Bind(mode: mode, systemID: "keng", password: "secret08")
        smsc.bound(bind, on: connection, at: now, into: &actions)
    }

    /// One burst of texts; gives the statuses of the answers that left at once.
    @discardableResult
    mutating func submit(
        _ texts: [String], to phone: String = "84901234567", on connection: Int = 1,
        at now: Duration = .zero
    ) throws -> [PDU] {
        try send(texts.map { try Self.message($0, to: phone) }, on: connection, at: now)
    }

    @discardableResult
    mutating func send(
        _ messages: [ShortMessage], on connection: Int = 1, at now: Duration = .zero
    ) throws -> [PDU] {
        let requests = messages.map { message in
            sequence += 1
            return PDU(.submit(message), sequence: sequence)
        }
        return smsc.requested(requests, on: connection, at: now, into: &actions)
    }

    mutating func tick(_ now: Duration) {
        smsc.tick(at: now, into: &actions)
    }

    static func message(
        _ text: String, to phone: String = "84901234567", asks: UInt8 = 1
    ) throws -> ShortMessage {
        try ShortMessage(
            source: Address(ton: 5, npi: 0, digits: "PCCC-HN"),
            destination: Address(ton: 1, npi: 1, digits: phone),
            text: ByteBuffer(string: text), registeredDelivery: asks)
    }

    /// All deliver_sm so far, each acknowledged with this status when one is given.
    mutating func deliveries(
        _ status: CommandStatus? = .ok, at now: Duration = .zero
    ) -> [ShortMessage] {
        var messages: [ShortMessage] = []
        while let action = actions.first {
            actions.removeFirst()
            guard case .deliver(let batch, let connection) = action else { continue }
            messages += batch.map(\.message)
            guard let status else { continue }
            smsc.delivered(
                batch.map { DeliverAnswer(token: $0.token, status: status, isLate: false) },
                on: connection, at: now, into: &actions)
        }
        return messages
    }

    var drops: Int {
        actions.reduce(0) { if case .drop = $1 { $0 + 1 } else { $0 } }
    }

    /// What left later, in order.
    var responses: [PDU] {
        actions.flatMap { if case .respond(let pdus, _) = $0 { pdus } else { [PDU]() } }
    }
}

extension PDU {
    /// The id in a submit_sm_resp.
    var messageID: String? {
        if case .submitResponse(let response) = body { response.messageID } else { nil }
    }
}
