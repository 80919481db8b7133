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

    /// - Parameter route: names of gateways; an empty one is any.
    func hasAnother(than name: String, among route: [String] = []) -> Bool {
        balance.withLock { $0.hasAnother(than: name, among: route) }
    }
}
