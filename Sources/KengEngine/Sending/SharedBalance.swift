import KengDomain
import Synchronization

/// The balance of one program's ways out, which its dispatchers share.
final class SharedBalance: Sendable {
    private let balance: Mutex<RouteBalance>

    init(_ weights: [String: Int]) {
        balance = Mutex(RouteBalance(weights))
    }

    func most(for name: String, of room: Int) -> Int {
        balance.withLock { $0.most(for: name, of: room) }
    }

    func took(_ texts: Int, of allowed: Int, isSlow: Bool, by name: String) {
        balance.withLock { $0.took(texts, of: allowed, isSlow: isSlow, by: name) }
    }

    func trust(_ trust: Double, of name: String) {
        balance.withLock { $0.trust(trust, of: name) }
    }

    /// - Parameter mayTake: asked for each by its name; without it any may.
    func hasAnother(
        than name: String, where mayTake: (String) -> Bool = { _ in true }
    ) -> Bool {
        balance.withLock { $0.hasAnother(than: name, where: mayTake) }
    }
}
