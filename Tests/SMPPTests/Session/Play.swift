import NIOCore

@testable import SMPP

/// A session and the clock it is told: each call returns the actions of one event.
struct Play {
    var session: ClientSession
    var now = Duration.zero

    init(
        mode: BindMode = .transceiver, lastSequence: UInt32 = 0,
        _ adjust: (inout SessionSettings) -> Void = { _ in }
    ) throws {
        var settings = SessionSettings(
            bind: try Bind(mode: mode, systemID: "keng", password: "secret08"))
        adjust(&settings)
        session = ClientSession(settings, lastSequence: lastSequence)
    }

    /// A session that is bound at second zero; its bind took the first sequence number.
    static func bound(
        mode: BindMode = .transceiver, lastSequence: UInt32 = 0,
        _ adjust: (inout SessionSettings) -> Void = { _ in }
    ) throws -> Play {
        var play = try Play(mode: mode, lastSequence: lastSequence, adjust)
        _ = play.start()
        let actions = play.connected()
        guard case .write(let bind) = actions.first else { return play }
        _ = play.answerBind(.ok, sequence: bind.sequence)
        return play
    }

    mutating func start() -> [SessionAction] {
        collect { $0.start(into: &$1) }
    }

    mutating func connected() -> [SessionAction] {
        let now = now
        return collect { $0.connected(at: now, into: &$1) }
    }

    mutating func connectFailed(random: UInt64 = 0) -> [SessionAction] {
        collect { $0.connectFailed(random: random, into: &$1) }
    }

    mutating func disconnected(random: UInt64 = 0) -> [SessionAction] {
        let now = now
        return collect { $0.disconnected(at: now, random: random, into: &$1) }
    }

    mutating func stop() -> [SessionAction] {
        let now = now
        return collect { $0.stop(at: now, into: &$1) }
    }

    mutating func framingLost() -> [SessionAction] {
        let now = now
        return collect { $0.framingLost(at: now, into: &$1) }
    }

    mutating func receive(
        _ body: Body, sequence: UInt32, _ status: CommandStatus = .ok
    ) -> [SessionAction] {
        receive(.pdu(PDU(body, sequence: sequence, status: status)))
    }

    mutating func receive(_ frame: Frame) -> [SessionAction] {
        let now = now
        return collect { $0.received(frame, at: now, into: &$1) }
    }

    mutating func answerBind(
        _ status: CommandStatus, sequence: UInt32 = 1
    ) -> [SessionAction] {
        receive(
            .bindResponse(BindResponse(absent: session.settings.bind.mode)), sequence: sequence,
            status)
    }

    /// The answer to a submit, with the id `id` when it was accepted.
    mutating func answer(
        _ sequence: UInt32, _ status: CommandStatus = .ok, id: String = "id", tlvs: [TLV] = []
    ) throws -> [SessionAction] {
        let response = try MessageResponse(messageID: id, tlvs: tlvs)
        return receive(
            .submitResponse(status == .ok ? response : .absent), sequence: sequence, status)
    }

    /// Moves the clock and lets the session do what is due.
    mutating func wait(_ time: Duration) -> [SessionAction] {
        now += time
        let now = now
        return collect { $0.tick(at: now, into: &$1) }
    }

    /// The sequence number that the submit left with.
    mutating func submit(_ token: UInt64) throws -> UInt32 {
        session.submit(try Self.message(), token: token, at: now).sequence
    }

    var room: Int { session.room(at: now) }

    static func message(_ text: String = "Hay kiem tra binh gas") throws -> ShortMessage {
        try ShortMessage(
            source: try Address(ton: 5, npi: 0, digits: "PCCC-HN"),
            destination: try Address(ton: 1, npi: 1, digits: "84987654321"),
            text: ByteBuffer(string: text))
    }

    private mutating func collect(
        _ event: (inout ClientSession, inout [SessionAction]) -> Void
    ) -> [SessionAction] {
        var actions: [SessionAction] = []
        event(&session, &actions)
        return actions
    }
}
