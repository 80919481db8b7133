import Synchronization

/// Writes that wait for the one writer; those that arrive together share a commit.
final class WriteQueue: Sendable {
    private let waiting = Mutex<[PendingWrite]>([])
    private let committed = Atomic<Int>(0)

    /// The most writes of one commit.
    private static let most = 512

    var commits: Int { committed.load(ordering: .relaxed) }

    /// Waits until `body` was performed and its commit is on disk.
    ///
    /// - Parameter wake: starts a `drain` on the writer's thread; called only when none is under way.
    func write<Answer: Sendable>(
        _ body: @escaping @Sendable (any Transaction) throws -> Answer,
        wake: @Sendable () -> Void
    ) async throws -> Answer {
        try await withCheckedThrowingContinuation { continuation in
            let box = AnswerBox<Answer>()
            let pending = PendingWrite(
                perform: { transaction in
                    box.fill(Result(catching: { try body(transaction) }))
                },
                settle: { failure in
                    continuation.resume(with: box.take(orFailWith: failure))
                })
            let isFirst = waiting.withLock { list in
                list.append(pending)
                return list.count == 1
            }
            if isFirst { wake() }
        }
    }

    /// Commits everything that waits, until nothing does.
    ///
    /// - Parameter commit: performs a batch in one transaction, undoing those writes alone that say so.
    func drain(_ commit: ([PendingWrite]) throws -> Void) {
        while true {
            let batch = waiting.withLock { Array($0.prefix(Self.most)) }
            guard !batch.isEmpty else { return }
            var failure: (any Error)?
            do {
                try commit(batch)
                committed.add(1, ordering: .relaxed)
            } catch {
                failure = error
            }
            // Removed only now: a write that arrives meanwhile sees a list that is not empty and starts no drain.
            let isDone = waiting.withLock { list in
                list.removeFirst(batch.count)
                return list.isEmpty
            }
            for write in batch { write.settle(failure) }
            if isDone { return }
        }
    }
}

/// A write that waits for its turn.
struct PendingWrite: Sendable {
    /// Says whether it failed and must be undone.
    let perform: @Sendable (any Transaction) -> Bool
    let settle: @Sendable ((any Error)?) -> Void
}

/// Holds what a write returned until its commit is on disk.
private final class AnswerBox<Answer: Sendable>: Sendable {
    private let result = Mutex<Result<Answer, any Error>?>(nil)

    /// - Returns: whether the write failed.
    func fill(_ new: Result<Answer, any Error>) -> Bool {
        result.withLock { $0 = new }
        switch new {
        case .success: return false
        case .failure: return true
        }
    }

    func take(orFailWith failure: (any Error)?) -> Result<Answer, any Error> {
        let filled = result.withLock { $0 }
        if case .failure(let error) = filled { return .failure(error) }
        if let failure { return .failure(failure) }
        return filled ?? .failure(StoreProblem.failed(code: 0, "the write was never performed"))
    }
}
