package import KengDomain
import Synchronization

/// A clock that moves only when told to, also backwards.
package final class ManualClock: Sendable {
    private let instant: Mutex<Instant>

    package init(_ start: Instant) {
        instant = Mutex(start)
    }

    package var now: Instant {
        instant.withLock { $0 }
    }

    package func set(_ new: Instant) {
        instant.withLock { $0 = new }
    }

    package func advance(by duration: Duration) {
        instant.withLock { $0 = $0 + duration }
    }
}
