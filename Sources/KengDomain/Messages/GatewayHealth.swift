/// How far a gateway is trusted with texts: one that fails loses weight and drifts back.
///
/// A circuit breaker: closed while it works, open after too many failures, half-open while one text tries
/// whether it works again.
package struct GatewayHealth: Hashable, Sendable {
    private enum Circuit: Hashable, Sendable {
        case closed(trust: Int)
        case open(until: Instant, pause: Duration)
        case halfOpen(pause: Duration, probe: Probe?)
    }

    /// The one text that tries whether it works again.
    private struct Probe: Hashable, Sendable {
        let message: Message.ID
        let left: Instant
    }

    private var circuit = Circuit.closed(trust: Self.full)
    private var answered = 0
    private var failed = 0
    private var since: Instant?

    package static let full = 16
    private static let firstPause = Duration.seconds(5)
    private static let longestPause = Duration.seconds(300)
    private static let barredPause = Duration.seconds(60)
    /// After a probe that worked.
    private static let afterProbe = 4
    /// A probe that nobody answers for so long has failed.
    private static let patience = Duration.seconds(30)
    /// So many answers, or those of so long, are judged together.
    private static let sample = 10
    private static let span = Duration.seconds(1)

    package init() {}

    /// From 0, nothing leaves, to 1.
    package var trust: Double {
        switch circuit {
        case .closed(let trust): Double(trust) / Double(Self.full)
        case .open, .halfOpen: 0
        }
    }

    /// The text whose answer decides whether it is trusted again.
    package var probe: Message.ID? {
        if case .halfOpen(_, let probe) = circuit { probe?.message } else { nil }
    }

    /// What the gateway said; `failed` are its refusals for now, what it never answered and what it bars.
    ///
    /// Half of the trust is lost when most fail, a sixteenth comes back when nearly all pass. Once the circuit
    /// is open these are late answers, and tell nothing new.
    package mutating func heard(answered: Int, failed: Int, at now: Instant) {
        guard answered > 0, case .closed(let trust) = circuit else { return }
        self.answered += answered
        self.failed += failed
        let start = since ?? now
        since = start
        // A clock that stepped back judges at once.
        guard self.answered >= Self.sample || now < start || now - start >= Self.span else {
            return
        }
        if self.failed * 2 > self.answered {
            circuit =
                trust > 1
                ? .closed(trust: trust / 2) : Self.opened(Self.firstPause, at: now)
        } else if self.failed * 10 <= self.answered {
            circuit = .closed(trust: min(trust + 1, Self.full))
        }
        forget()
    }

    /// The gateway refuses for what the account or the settings are: no use to try soon.
    package mutating func bar(at now: Instant) {
        // Once the circuit is open, what was on its way says the same once more.
        guard case .closed = circuit else { return }
        circuit = Self.opened(Self.barredPause, at: now)
        forget()
    }

    /// The probe was answered.
    ///
    /// - Parameter isBarred: refused for what the account or the settings are.
    package mutating func probed(failed: Bool, isBarred: Bool = false, at now: Instant) {
        guard case .halfOpen(let pause, _) = circuit else { return }
        circuit =
            failed
            ? Self.opened(Self.longer(pause, isBarred: isBarred), at: now)
            : .closed(trust: Self.afterProbe)
        forget()
    }

    private static func longer(_ pause: Duration, isBarred: Bool) -> Duration {
        min(max(pause + pause, isBarred ? barredPause : .zero), longestPause)
    }

    /// How many texts it may take now; nil is as many as it has room for.
    package mutating func most(at now: Instant) -> Int? {
        switch circuit {
        case .closed: return nil
        case .halfOpen(_, nil): return 1
        case .halfOpen(let pause, let probe?):
            // Nobody answered, or the clock stepped back: the way is tried again later.
            if now < probe.left || now - probe.left >= Self.patience {
                circuit = Self.opened(Self.longer(pause, isBarred: false), at: now)
            }
            return 0
        case .open(let until, let pause):
            // A clock that stepped back does not prolong the pause.
            guard now >= until || until - now > pause else { return 0 }
            circuit = .halfOpen(pause: pause, probe: nil)
            return 1
        }
    }

    /// When it makes sense to ask again; nil when it may take a text now.
    package var opens: Instant? {
        switch circuit {
        case .closed, .halfOpen(_, nil): nil
        case .halfOpen(_, let probe?): probe.left + Self.patience
        case .open(let until, _): until
        }
    }

    /// A text left; while it is tried whether the gateway works again, that is the probe.
    package mutating func took(_ message: Message.ID?, at now: Instant) {
        guard let message, case .halfOpen(let pause, nil) = circuit else { return }
        circuit = .halfOpen(pause: pause, probe: Probe(message: message, left: now))
    }

    private static func opened(_ pause: Duration, at now: Instant) -> Circuit {
        .open(until: now + pause, pause: pause)
    }

    private mutating func forget() {
        (answered, failed, since) = (0, 0, nil)
    }
}
