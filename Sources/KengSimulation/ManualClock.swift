package import KengDomain
import Synchronization

/// A clock that moves only when told to, also backwards.
package final class ManualClock: Sendable {
    private let instant: Mutex<Instant>
    private let steps = Mutex(Duration.zero)

    package init(_ start: Instant) {
        instant = Mutex(start)
    }

    package var now: Instant {
        instant.withLock { $0 }
    }

    package func set(_ new: Instant) {
        instant.withLock { $0 = new }
    }

    /// Somebody sets it; time goes on as before.
    package func step(by duration: Duration) {
        instant.withLock { $0 = $0 + duration }
        steps.withLock { $0 += duration }
    }

    /// How far it was set ahead of a clock that nobody sets.
    package var ahead: Duration { steps.withLock { $0 } }
    /// What a clock shows that nobody sets.
    package var steady: Instant { now - ahead }

    package func advance(by duration: Duration) {
        instant.withLock { $0 = $0 + duration }
    }
}
