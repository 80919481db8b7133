/// How far a gateway is trusted with texts: one that fails loses weight and drifts back.
///
/// A circuit breaker: closed while it works, open after too many failures, half-open while one text tries
/// whether it works again.
package struct GatewayHealth: Hashable, Sendable {
    private enum Circuit: Hashable, Sendable {
        case closed(trust: Int)
        case open(until: Instant, pause: Duration)
        /// One text may leave; `isOut` once it has.
        case halfOpen(pause: Duration, isOut: Bool)
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

    /// What the gateway said; `failed` are its refusals for now, what it never answered and what it bars.
    ///
    /// Half of the trust is lost when most fail, a sixteenth comes back when nearly all pass.
    package mutating func heard(answered: Int, failed: Int, at now: Instant) {
        guard answered > 0 else { return }
        switch circuit {
        case .open: return
        case .halfOpen(let pause, _):
            circuit =
                failed == 0
                ? .closed(trust: Self.afterProbe)
                : Self.opened(min(pause + pause, Self.longestPause), at: now)
            forget()
        case .closed(let trust):
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
    }

    /// The gateway refuses for what the account or the settings are: no use to try soon.
    package mutating func bar(at now: Instant) {
        switch circuit {
        case .closed: circuit = Self.opened(Self.barredPause, at: now)
        // What was on its way says the same once more.
        case .open: break
        case .halfOpen(let pause, _):
            circuit = Self.opened(
                min(max(pause + pause, Self.barredPause), Self.longestPause), at: now)
        }
        forget()
    }

    /// How many texts it may take now; nil is as many as it has room for.
    package mutating func most(at now: Instant) -> Int? {
        switch circuit {
        case .closed: return nil
        case .halfOpen(_, let isOut): return isOut ? 0 : 1
        case .open(let until, let pause):
            // A clock that stepped back does not prolong the pause.
            guard now >= until || until - now > pause else { return 0 }
            circuit = .halfOpen(pause: pause, isOut: false)
            return 1
        }
    }

    /// When it may take a text again; nil when it may now.
    package var opens: Instant? {
        switch circuit {
        case .closed, .halfOpen: nil
        case .open(let until, _): until
        }
    }

    package mutating func took(_ texts: Int) {
        guard texts > 0, case .halfOpen(let pause, _) = circuit else { return }
        circuit = .halfOpen(pause: pause, isOut: true)
    }

    private static func opened(_ pause: Duration, at now: Instant) -> Circuit {
        .open(until: now + pause, pause: pause)
    }

    private mutating func forget() {
        (answered, failed, since) = (0, 0, nil)
    }
}
