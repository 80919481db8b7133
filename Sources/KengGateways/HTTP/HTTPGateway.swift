package import KengDomain
import KengText
import Synchronization

/// The way out through a provider that takes one text a request, as its profile says.
package final class HTTPGateway: Gateway {
    package let settings: HTTPSettings
    package let bell = Bell()
    package var name: String { settings.name }
    package var channel: Channel { .sms }
    package var segmentsPerSecond: Int { settings.segmentsPerSecond }
    package var canLookUp: Bool { false }
    package var receiptsNamePhones: Bool { settings.profile.receipts?.fields[.phone] != nil }

    private let world: World
    private let departures: DepartureLog?
    private let client: HTTPClient
    private let tokens: TokenKeeper
    let arrivals = HookArrivals()
    let phones: PhoneNumberReader
    private let board = NoticeBoard()

    private struct State {
        var outbox: HTTPOutbox
        /// Its last word was that the keys are wrong: a person must look.
        var isStopped = false
    }

    private let state: Mutex<State>

    /// Opens nothing yet.
    ///
    /// - Parameter departures: where each text is written down before it leaves.
    package init(_ settings: HTTPSettings, world: World, departures: DepartureLog? = nil) {
        self.settings = settings
        self.world = world
        self.departures = departures
        phones = PhoneNumberReader(region: settings.region)
        let client = HTTPClient(settings.client)
        self.client = client
        tokens = TokenKeeper(settings, client, world, board)
        state = Mutex(
            State(
                outbox: HTTPOutbox(
                    segmentsPerSecond: settings.segmentsPerSecond, parallel: settings.parallel)))
    }

    package func start() async throws {
        if !settings.profile.isVerified {
            board.say(
                .warning,
                "The profile \(settings.profile.name) has never been tried with the provider: compare "
                    + "what arrives with what was sent before many depend on it.")
        }
    }

    /// Waits for the answers that are still to come.
    package func stop() async {
        state.withLock { state in
            state.isStopped = true
            state.outbox.sweep(at: world.steady(), isOver: true)
        }
        await client.close()
    }

    package func notices() -> [GatewayNotice] { board.take() }

    // MARK: - Out

    package func allow(segmentsPerSecond: Int) async {
        state.withLock { $0.outbox.limit(to: segmentsPerSecond) }
    }

    package func room(at now: Instant) async -> Int {
        let pace = world.steady()
        return state.withLock { $0.isStopped ? 0 : $0.outbox.room(at: pace) }
    }

    package func submit(_ batch: [OutboundText], at now: Instant) async {
        let pace = world.steady()
        state.withLock { state in
            for text in batch { state.outbox.add(text, at: pace) }
        }
        pump()
    }

    package func outcomes(at now: Instant) async -> [SubmitAnswer] {
        pump()
        let pace = world.steady()
        return state.withLock { state in
            state.outbox.sweep(at: pace, isOver: state.isStopped)
            return state.outbox.takeAnswers()
        }
    }

    package func settled(_ messages: [Int64]) async { departures?.settle(messages) }

    package func lookUp(_ messages: [Int64]) async -> [LookUp] {
        messages.map { _ in .cannotTell }
    }

    /// Starts what may leave now.
    private func pump() {
        let pace = world.steady()
        let token: String
        switch tokens.current(at: pace) {
        case .token(let known): token = known
        case .waiting:
            return
        case .wanted:
            tokens.fetch { [weak self] in self?.pump() }
            return
        }
        let leaving = state.withLock { state in
            state.isStopped ? [] : state.outbox.take(at: pace)
        }
        guard !leaving.isEmpty else { return }
        // Before the first octet leaves.
        departures?.leave(leaving.map(\.message))
        let now = world.now()
        for text in leaving { send(text, token, at: now, isFirst: true) }
    }

    private func send(_ text: OutboundText, _ token: String, at now: Instant, isFirst: Bool) {
        let filling = Filling(settings, text, token: token, at: now)
        let request = settings.profile.sending.request(
            filling, at: now, nonce: world.nonce())
        client.send(request) { [weak self] outcome in
            self?.heard(outcome, about: text, token: token, isFirst: isFirst)
        }
    }

    private func heard(
        _ outcome: HTTPClient.Outcome, about text: OutboundText, token: String, isFirst: Bool
    ) {
        let pace = world.steady()
        let verdict = settings.profile.reading.verdict(on: outcome)
        if verdict == .tokenIsOver, settings.profile.token != nil, isFirst {
            // Refused for its token, so not taken: once more with a new one.
            tokens.forget(token)
            state.withLock {
                $0.outbox.stayed(text.message, for: HTTPOutbox.patience, at: pace)
            }
        } else {
            settle(verdict, text, at: pace)
        }
        pump()
        bell.ring()
    }

    private func settle(
        _ verdict: AnswerReading.Verdict, _ text: OutboundText, at pace: Instant
    ) {
        state.withLock { state in
            switch verdict {
            case .reaction(let reaction, let code, let reference):
                state.outbox.answered(
                    text.message, reaction, code: code, reference: reference, at: pace)
            case .tokenIsOver:
                state.outbox.answered(
                    text.message, .barred, code: "HTTP 401", reference: nil, at: pace)
            case .unknown:
                state.outbox.doubtful(text.message, at: pace)
            }
            // Within the lock, so that it is written before it can be settled.
            departures?.take(state.outbox.freshlyTaken())
        }
    }

    // MARK: - In

    package func receive(limit: Int, at now: Instant) async -> [InboundEvent] {
        arrivals.first(limit)
    }

    package func acknowledge(_ events: [InboundEvent.ID]) async { arrivals.acknowledge(events) }

    package func nextEvent(after now: Instant) async -> Instant? {
        let pace = world.steady()
        guard arrivals.isEmpty else { return now }
        return state.withLock { state in
            if state.outbox.hasAnswers { return now }
            return state.outbox.opens(after: pace).map { now + ($0 - pace) }
        }
    }
}

extension Filling {
    init(_ settings: HTTPSettings, _ text: OutboundText?, token: String, at now: Instant) {
        self.init(
            message: text, source: settings.source,
            isWide: { [route = settings.routeText] in route.cut($0).encoding != .gsm7 },
            seconds: now.milliseconds / 1000, token: token, secrets: settings.secrets,
            values: settings.values)
    }
}

extension World {
    /// 32 hexadecimal digits.
    func nonce() -> String {
        [random(), random()].map { number in
            let digits = String(number, radix: 16)
            return String(repeating: "0", count: 16 - digits.count) + digits
        }.joined()
    }
}

/// What a gateway has to say to a person, each thing once.
final class NoticeBoard: Sendable {
    private let state = Mutex<(said: Set<String>, waiting: [GatewayNotice])>(([], []))

    func say(_ weight: GatewayNotice.Weight, _ text: String) {
        state.withLock { state in
            guard state.said.count < 1000, state.said.insert(text).inserted else { return }
            state.waiting.append(GatewayNotice(weight, text))
        }
    }

    func take() -> [GatewayNotice] {
        state.withLock { state in
            defer { state.waiting = [] }
            return state.waiting
        }
    }
}

/// The token that a provider wants with each request: fetched once for all who wait for it.
final class TokenKeeper: Sendable {
    enum Word {
        case token(String)
        /// Somebody fetches it.
        case waiting
        case wanted
    }

    private struct State {
        var token: (text: String, until: Instant)?
        var isFetching = false
        /// After a fetch that brought nothing.
        var pausedUntil: Instant?
    }

    private let settings: HTTPSettings
    private let client: HTTPClient
    private let world: World
    private let board: NoticeBoard
    private let state = Mutex(State())

    private static let pause = Duration.seconds(5)

    init(
        _ settings: HTTPSettings, _ client: HTTPClient, _ world: World, _ board: NoticeBoard
    ) {
        self.settings = settings
        self.client = client
        self.world = world
        self.board = board
    }

    func current(at pace: Instant) -> Word {
        guard settings.profile.token != nil else { return .token("") }
        return state.withLock { state in
            if let token = state.token, pace < token.until { return .token(token.text) }
            if state.isFetching || state.pausedUntil.map({ pace < $0 }) == true {
                return .waiting
            }
            state.isFetching = true
            return .wanted
        }
    }

    /// After `current` said that one is wanted.
    func fetch(_ isDone: @escaping @Sendable () -> Void) {
        guard let asking = settings.profile.token else { return isDone() }
        let now = world.now()
        let request = asking.request.request(
            Filling(settings, nil, token: "", at: now), at: now, nonce: world.nonce())
        client.send(request) { [self] outcome in
            let pace = world.steady()
            var found: (token: String, lifetime: Duration)?
            if case .success(let answer) = outcome { found = asking.read(answer) }
            state.withLock { state in
                state.isFetching = false
                state.token = found.map {
                    ($0.token, pace + max($0.lifetime - TokenRequest.margin, .seconds(1)))
                }
                state.pausedUntil = found == nil ? pace + Self.pause : nil
            }
            guard found == nil else { return isDone() }
            let why =
                switch outcome {
                case .success(let answer): "it answered \(answer.status) and none was in it"
                case .failure(.notSent(let why)): why
                case .failure(.noAnswer), .failure(.tooLong): "no answer that can be read"
                }
            board.say(
                .error,
                "\(settings.name) gives no token (\(why)); nothing leaves by it. Are the keys and the "
                    + "address right? It is asked again every \(Self.pause.milliseconds / 1000) s.")
        }
    }

    /// The provider takes it no longer.
    func forget(_ token: String) {
        state.withLock { state in
            if state.token?.text == token { state.token = nil }
        }
    }
}
