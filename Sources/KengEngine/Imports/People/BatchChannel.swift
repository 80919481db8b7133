import Dispatch
import Synchronization

/// Hands batches from one thread that reads to one that writes, at most `room` of them on the way.
///
/// Both ends may wait: neither is ever called on the threads that tasks share.
final class BatchChannel<Batch: Sendable>: Sendable {
    private struct State {
        var batches: [Batch] = []
        var end: Result<Void, any Error>?
        var isCancelled = false
    }

    private let state = Mutex(State())
    private let free = DispatchSemaphore(value: 0)
    private let filled = DispatchSemaphore(value: 0)

    init(room: Int) {
        for _ in 0..<room { free.signal() }
    }

    /// - Returns: false when nobody takes batches any more.
    func put(_ batch: Batch) -> Bool {
        free.wait()
        let isTaken = state.withLock { state in
            guard !state.isCancelled else { return false }
            state.batches.append(batch)
            return true
        }
        if isTaken { filled.signal() }
        return isTaken
    }

    /// No batch follows; `result` says why.
    func finish(_ result: Result<Void, any Error>) {
        state.withLock { $0.end = result }
        filled.signal()
    }

    /// The next batch; nil after the last one.
    func take() throws -> Batch? {
        filled.wait()
        let taken: Batch? = state.withLock { state in
            state.batches.isEmpty ? nil : state.batches.removeFirst()
        }
        if let taken {
            free.signal()
            return taken
        }
        // The end stays readable for whoever asks again.
        filled.signal()
        try state.withLock { $0.end }?.get()
        return nil
    }

    /// Makes the next `put` fail.
    func cancel() {
        state.withLock { $0.isCancelled = true }
        free.signal()
    }

    /// Cancels and waits until the reading thread has ended.
    func close() {
        cancel()
        // `try?`: why reading ended is of no interest to who no longer wants it.
        while (try? take()) ?? nil != nil {}
    }
}
