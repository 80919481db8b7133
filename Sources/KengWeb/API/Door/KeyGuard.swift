import KengDomain
import Synchronization

/// Slows down those who try keys.
///
/// Only bad keys are counted and refused: nobody who has a good one can be
/// locked out by somebody who has none.
final class KeyGuard: Sendable {
    private struct Window {
        var began: Instant
        var bad: Int
    }

    private let window = Mutex(Window(began: Instant(milliseconds: .min / 2), bad: 0))

    static let most = 30
    static let length = Duration.seconds(60)

    /// What to answer to a key that opens nothing.
    func refuse(at now: Instant) -> MachineProblem {
        window.withLock { window in
            // A clock that stepped back begins a new window as well.
            if now >= window.began + Self.length || now < window.began {
                window = Window(began: now, bad: 0)
            }
            window.bad += 1
            guard window.bad > Self.most else { return .keyNeeded }
            let left = (window.began + Self.length - now).milliseconds
            return .tooManyKeys(seconds: Int((left + 999) / 1000))
        }
    }
}
