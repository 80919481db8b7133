import KengDomain
import Synchronization

/// What providers told us by webhook and is not on disk yet; each request waits for its own.
final class HookArrivals: Sendable {
    private struct State {
        var waiting: [InboundEvent] = []
        var named: Set<InboundEvent.ID> = []
        var listeners: [(left: Set<InboundEvent.ID>, bell: Bell)] = []
        var receipts: UInt64 = 0
    }

    private let state = Mutex(State())

    /// With more than these the provider is asked to come again.
    private static let most = 20_000

    var isEmpty: Bool { state.withLock { $0.waiting.isEmpty } }

    /// Takes events in and waits until they are on disk.
    ///
    /// - Returns: false when that took longer than `patience`; they are kept all the same.
    func keep(
        _ make: (_ number: UInt64) -> [InboundEvent], ring: Bell, within patience: Duration
    ) async -> Bool {
        let bell = Bell()
        let isTaken = state.withLock { state in
            guard state.waiting.count < Self.most else { return false }
            state.receipts += 1
            let events = make(state.receipts)
            for event in events where state.named.insert(event.id).inserted {
                state.waiting.append(event)
            }
            state.listeners.append((Set(events.map(\.id)), bell))
            return true
        }
        guard isTaken else { return false }
        ring.ring()
        await bell.wait(for: patience)
        return state.withLock { state in
            guard let place = state.listeners.firstIndex(where: { $0.bell === bell }) else {
                return true
            }
            state.listeners.remove(at: place)
            return false
        }
    }

    func first(_ limit: Int) -> [InboundEvent] {
        state.withLock { Array($0.waiting.prefix(limit)) }
    }

    func acknowledge(_ events: [InboundEvent.ID]) {
        let done = Set(events)
        let bells = state.withLock { state -> [Bell] in
            state.waiting.removeAll { done.contains($0.id) }
            state.named.subtract(done)
            var bells: [Bell] = []
            for place in state.listeners.indices.reversed() {
                state.listeners[place].left.subtract(done)
                if state.listeners[place].left.isEmpty {
                    bells.append(state.listeners.remove(at: place).bell)
                }
            }
            return bells
        }
        for bell in bells { bell.ring() }
    }
}
