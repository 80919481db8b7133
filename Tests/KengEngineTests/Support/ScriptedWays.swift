import KengDomain
@testable import KengEngine
import KengGateways
import KengSimulation
import KengText
import Logging
import Synchronization

/// One program with a way `a` that answers as the test says, and a calm way `b`.
struct ScriptedWays: Sendable {
    let city: TestCity
    let scripted: ScriptedGateway
    let good: SandboxGateway
    private let program: Engine

    /// The city's own program makes way.
    init(
        households: Int,
        answer: @escaping @Sendable (OutboundText) -> SubmitOutcome
    ) async throws {
        city = try await TestCity(.init(households: households))
        try await city.engine.stop(at: city.clock.now)
        scripted = ScriptedGateway("a", answer: answer)
        var settings = SandboxSettings(seed: 7, segmentsPerSecond: 400)
        settings.network = .calm
        good = try SandboxGateway(settings, name: "b")
        program = Self.engine(city, [scripted, good])
        try await program.start(at: city.clock.now)
    }

    func engine(_ gateways: [any Gateway]) -> Engine { Self.engine(city, gateways) }

    private static func engine(_ city: TestCity, _ gateways: [any Gateway]) -> Engine {
        Engine(
            desk: city.desk,
            ways: gateways.map { WayOut($0, worker: city.world.newID()) },
            reader: ReplyReader(city.shelf.keywords),
            logger: Logger(label: "test") { _ in SwiftLogNoOpLogHandler() })
    }

    func run(for duration: Duration, each: () -> Bool = { true }) async throws {
        let end = city.clock.now + duration
        while city.clock.now < end, each() {
            _ = try await program.step(at: city.clock.now)
            city.clock.advance(by: .milliseconds(100))
        }
    }
}

/// Answers each text at once, as it was told to.
final class ScriptedGateway: Gateway {
    let name: String
    let channel = Channel.sms
    let segmentsPerSecond = 400
    let canLookUp = false
    let receiptsNamePhones = true
    let bell = Bell()
    /// How many texts it takes at once.
    let room = Atomic(10)

    private struct State {
        var texts: [OutboundText] = []
        var answers: [SubmitAnswer] = []
        var events: [InboundEvent] = []
        var isStopped = false
    }

    private let state = Mutex(State())
    private let answer: @Sendable (OutboundText) -> SubmitOutcome

    init(_ name: String, answer: @escaping @Sendable (OutboundText) -> SubmitOutcome) {
        self.name = name
        self.answer = answer
    }

    /// All that it was given.
    var texts: [OutboundText] { state.withLock { $0.texts } }
    var isStopped: Bool { state.withLock { $0.isStopped } }

    func hear(_ content: InboundEvent.Content, at now: Instant) {
        state.withLock {
            $0.events.append(
                InboundEvent(id: "\(name)-\($0.events.count)", at: now, content: content))
        }
    }

    func room(at now: Instant) async -> Int { room.load(ordering: .relaxed) }

    func submit(_ batch: [OutboundText], at now: Instant) async {
        state.withLock { state in
            state.texts += batch
            state.answers += batch.map {
                SubmitAnswer(message: $0.message, outcome: answer($0))
            }
        }
    }

    func outcomes(at now: Instant) async -> [SubmitAnswer] {
        state.withLock { state in
            defer { state.answers = [] }
            return state.answers
        }
    }

    func receive(limit: Int, at now: Instant) async -> [InboundEvent] {
        state.withLock { Array($0.events.prefix(limit)) }
    }

    func acknowledge(_ events: [InboundEvent.ID]) async {
        state.withLock { $0.events.removeAll { events.contains($0.id) } }
    }

    func lookUp(_ messages: [Int64]) async -> [LookUp] { messages.map { _ in .cannotTell } }
    func nextEvent(after now: Instant) async -> Instant? { nil }
    func stop() async { state.withLock { $0.isStopped = true } }
}
