import Foundation
import Synchronization

/// Threads for calls that wait for the server, each with a connection of its own.
final class PostgreSQLCrew: Sendable {
    typealias Job = @Sendable (PostgreSQLConnection) -> Void

    private let jobs: JobList

    init(_ threads: Int, url: String) {
        let jobs = JobList(threads: threads)
        self.jobs = jobs
        for _ in 0..<threads {
            let thread = Thread {
                let connection = PostgreSQLConnection(url: url)
                while let job = jobs.next() { job(connection) }
                connection.close()
                jobs.leave()
            }
            thread.name = "keng-postgres"
            thread.start()
        }
    }

    deinit { jobs.close() }

    /// - Returns: false, and the job is never done, after `close`.
    func perform(_ job: @escaping Job) -> Bool { jobs.add(job) }

    /// Finishes what was asked for, and waits for it.
    func close() {
        jobs.close()
        jobs.waitForAll()
    }
}

private final class JobList: Sendable {
    private struct State {
        var jobs: [PostgreSQLCrew.Job] = []
        var isClosed = false
    }

    private let state = Mutex(State())
    private let threads: Int
    private let work = DispatchSemaphore(value: 0)
    private let left = DispatchSemaphore(value: 0)

    init(threads: Int) {
        self.threads = threads
    }

    func add(_ job: @escaping PostgreSQLCrew.Job) -> Bool {
        let isTaken = state.withLock { state in
            if !state.isClosed { state.jobs.append(job) }
            return !state.isClosed
        }
        if isTaken { work.signal() }
        return isTaken
    }

    /// Waits for a job; nil when there will be none.
    func next() -> PostgreSQLCrew.Job? {
        work.wait()
        return state.withLock { $0.jobs.isEmpty ? nil : $0.jobs.removeFirst() }
    }

    func close() {
        let isFirst = state.withLock { state in
            defer { state.isClosed = true }
            return !state.isClosed
        }
        guard isFirst else { return }
        for _ in 0..<threads { work.signal() }
    }

    func leave() { left.signal() }

    func waitForAll() {
        for _ in 0..<threads { left.wait() }
        for _ in 0..<threads { left.signal() }
    }
}
