import Synchronization

/// Wakes one waiting loop: a gateway rings, the engine waits.
///
/// A ring that nobody waits for is kept, so that nothing is missed between two waits.
package final class Bell: Sendable {
    private struct State {
        var isRung = false
        var waiter: CheckedContinuation<Void, Never>?
        var listener: Bell?
    }

    private let state = Mutex(State())

    package init() {}

    /// Rings another one too, from now on, so that one loop hears many.
    package func also(ring other: Bell) {
        state.withLock { $0.listener = other }
    }

    package func ring() {
        if let listener = state.withLock({ $0.listener }) { listener.ring() }
        let waiter = state.withLock { state -> CheckedContinuation<Void, Never>? in
            guard let waiter = state.waiter else {
                state.isRung = true
                return nil
            }
            state.waiter = nil
            return waiter
        }
        waiter?.resume()
    }

    /// Returns when it is rung, when the time is over or when the task is cancelled, whichever comes first.
    package func wait(for longest: Duration) async {
        await withTaskGroup(of: Void.self) { group in
            // A cancelled sleep is an end of the wait like any other.
            group.addTask { try? await Task.sleep(for: longest) }
            group.addTask { await self.wait() }
            await group.next()
            group.cancelAll()
        }
    }

    private func wait() async {
        await withTaskCancellationHandler {
            await withCheckedContinuation { continuation in
                let isOver = state.withLock { state in
                    guard !state.isRung, !Task.isCancelled else {
                        state.isRung = false
                        return true
                    }
                    precondition(state.waiter == nil, "a bell wakes one loop")
                    state.waiter = continuation
                    return false
                }
                if isOver { continuation.resume() }
            }
        } onCancel: {
            let waiter = state.withLock { state in
                defer { state.waiter = nil }
                return state.waiter
            }
            waiter?.resume()
        }
    }
}
