import NIOCore
import Testing

@testable import SMPP

struct RandomWalkTests {
    /// Whatever the gateway does: each token ends once, and none leaves without room and a bind.
    @Test(arguments: UInt64(0)..<200)
    func everySubmitEndsExactlyOnce(seed: UInt64) throws {
        var walk = try Walk(seed: seed)
        for _ in 0..<1_000 { try walk.step() }
        walk.end()
        #expect(walk.problems == [])
        #expect(walk.ended == walk.submitted)
        #expect(walk.submitted.count > 50)
        #expect(walk.play.session.inFlight == 0)
        #expect(walk.play.session.state == .stopped)
    }
}

/// A gateway without manners, a clock that jumps, and the books of what became of each token.
private struct Walk {
    var play: Play
    var problems: [String] = []
    var submitted: Set<UInt64> = []
    var ended: Set<UInt64> = []

    private var random: Dice
    private var isOpen = false
    private var isAttempt = false
    private var bindSequence: UInt32 = 0
    private var nextToken: UInt64 = 0
    private var unanswered: [UInt32] = []
    private let window: Int

    private static let statuses: [CommandStatus] =
        [.throttled, .messageQueueFull, .systemError, .incorrectBindStatus]
        + Array(repeating: .ok, count: 40)

    init(seed: UInt64) throws {
        var dice = Dice(state: seed &* 0x9E37_79B9_7F4A_7C15)
        let width = Int.random(in: 1...20, using: &dice)
        window = width
        random = dice
        play = try Play(lastSequence: UInt32.random(in: 0x7FFF_FFA0...0x7FFF_FFFE, using: &dice)) {
            $0.window = width
            $0.responseTimeout = .seconds(20)
        }
        perform(play.start())
    }

    mutating func step() throws {
        if play.room == 0, Bool.random(using: &random) { arrive() }
        switch Int.random(in: 0..<100, using: &random) {
        case 0..<40:
            try submit()
        case 40..<80:
            try answer()
        case 80..<94:
            perform(play.wait(.milliseconds(Int.random(in: 0...3_000, using: &random))))
        case 94..<96:
            perform(play.wait(.seconds(Int.random(in: 5...40, using: &random))))
        case 96:
            if isOpen { perform(play.framingLost()) }
        case 97:
            if isOpen { perform(play.receive(.unbind, sequence: 1)) }
        default:
            drop()
        }
        if play.session.inFlight > window { problems.append("more in flight than the window") }
    }

    mutating func end() {
        perform(play.stop())
        perform(play.wait(.seconds(30)))
        perform(play.wait(.seconds(30)))
        drop()
    }

    private mutating func submit() throws {
        let count = min(play.room, Int.random(in: 1...8, using: &random))
        for _ in 0..<count {
            guard case .bound = play.session.state else {
                problems.append("room without a bind")
                return
            }
            let sequence = try play.submit(nextToken)
            if unanswered.contains(sequence) { problems.append("a number used twice") }
            submitted.insert(nextToken)
            unanswered.append(sequence)
            nextToken += 1
        }
    }

    private mutating func answer() throws {
        guard isOpen, !unanswered.isEmpty else { return }
        let index = Int.random(in: 0..<unanswered.count, using: &random)
        let sequence = unanswered.remove(at: index)
        let status = Self.statuses.randomElement(using: &random) ?? .ok
        switch Int.random(in: 0..<20, using: &random) {
        case 0:
            perform(play.receive(.genericNack, sequence: sequence, .systemError))
        case 1:
            let header = Header(
                length: 17, command: .submitResponse, status: status, sequence: sequence)
            perform(play.receive(.malformed(header, .truncated(at: 0))))
        case 2:
            perform(try play.answer(sequence, status))
            perform(try play.answer(sequence, status))
        default:
            perform(try play.answer(sequence, status))
        }
    }

    /// Something reaches the session that fits its state more often than not.
    private mutating func arrive() {
        if isAttempt {
            isAttempt = false
            guard Bool.random(using: &random) else { return perform(play.connectFailed()) }
            isOpen = true
            perform(play.connected())
        } else if isOpen {
            let status: CommandStatus =
                Int.random(in: 0..<6, using: &random) == 0 ? .bindFailed : .ok
            guard case .binding = play.session.state else { return }
            perform(play.answerBind(status, sequence: bindSequence))
        }
    }

    private mutating func drop() {
        guard isOpen else { return }
        isOpen = false
        unanswered = []
        perform(play.disconnected(random: random.next()))
    }

    private mutating func perform(_ actions: [SessionAction]) {
        var mustClose = false
        for action in actions {
            switch action {
            case .connect:
                isAttempt = true
            case .write(let pdu):
                if case .bind = pdu.body { bindSequence = pdu.sequence }
                if !isOpen { problems.append("\(pdu) without a connection") }
            case .close:
                isAttempt = false
                mustClose = isOpen
            case .answered(let answer):
                finish(answer.token, isLate: answer.isLate)
            case .doubtful(let tokens):
                for token in tokens { finish(token, isLate: false) }
            case .queried, .inbound, .bound, .bindRefused, .fatal, .stopped:
                break
            }
        }
        // Now and then the end of the connection comes only after more has arrived.
        if mustClose, Bool.random(using: &random) { drop() }
    }

    private mutating func finish(_ token: UInt64, isLate: Bool) {
        if isLate {
            if !ended.contains(token) { problems.append("late before doubtful: \(token)") }
        } else if !ended.insert(token).inserted {
            problems.append("ended twice: \(token)")
        }
    }
}

/// SplitMix64: the same walk for the same seed on every machine.
private struct Dice: RandomNumberGenerator {
    var state: UInt64

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var mixed = state
        mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
        mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
        return mixed ^ (mixed >> 31)
    }
}
