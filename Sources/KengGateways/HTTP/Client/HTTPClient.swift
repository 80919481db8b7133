import CCurl
import Foundation
import Synchronization

/// How connections to one provider are made: with TLS, HTTP/2 where the provider agrees to it.
package struct HTTPClientSettings: Hashable, Sendable {
    /// Connections to one host at most; over HTTP/2 each carries many requests.
    package var connections = 16
    /// Until a connection stands, names looked up and TLS agreed.
    package var connectWithin = Duration.seconds(5)
    /// From the start of a request to the end of its answer.
    package var answerWithin = Duration.seconds(30)
    /// Octets of an answer at most.
    package var mostOctets = 1 << 20
    /// A file of certificates to trust instead of the machine's.
    package var authorities: String?
    /// `http://host:port`; nil for none, whatever the environment says.
    package var proxy: String?

    package init() {}
}

/// Requests to providers by libcurl, all on one thread of its own.
///
/// Certificates are always verified, redirects are answers and are not followed, and a request of which an
/// octet left is never made a second time.
package final class HTTPClient: Sendable {
    package typealias Outcome = Result<HTTPAnswer, HTTPFailure>

    /// A request and what to do with its outcome.
    struct Errand: Sendable {
        let request: HTTPRequest
        let isDone: @Sendable (Outcome) -> Void
    }

    private let line: ErrandLine

    package init(_ settings: HTTPClientSettings = HTTPClientSettings()) {
        let line = ErrandLine()
        self.line = line
        let thread = Thread {
            var loop = HTTPLoop(settings, line)
            loop.run()
            line.leave()
        }
        thread.name = "keng-http"
        thread.start()
    }

    deinit { line.close() }

    /// Makes a request; `isDone` is called once, on the client's thread, and must be quick.
    package func send(_ request: HTTPRequest, isDone: @escaping @Sendable (Outcome) -> Void) {
        // One header must not become two.
        guard request.headers.allSatisfy(\.isOneLine) else {
            return isDone(.failure(.notSent("a header with a line break in it")))
        }
        guard line.add(Errand(request: request, isDone: isDone)) else {
            return isDone(.failure(.notSent("the client is closed")))
        }
    }

    package func send(_ request: HTTPRequest) async -> Outcome {
        await withCheckedContinuation { continuation in
            send(request) { continuation.resume(returning: $0) }
        }
    }

    /// Takes nothing more, finishes what is under way, and waits for that.
    package func close() async {
        line.close()
        await line.waitUntilLeft()
    }
}

/// What waits for the thread, and what wakes it.
final class ErrandLine: Sendable {
    private struct State {
        var errands: [HTTPClient.Errand] = []
        var isClosed = false
        var isAwake = false
        var hasLeft = false
        var waiters: [CheckedContinuation<Void, Never>] = []
    }

    private let state = Mutex(State())
    /// Readable when there is something to do.
    let waker: Int32
    private let wakerEnd: Int32

    init() {
        var (readable, writable): (Int32, Int32) = (-1, -1)
        let isOpen = unsafe keng_pipe(&readable, &writable) == 0
        precondition(isOpen, "no pipe: too many files are open")
        (waker, wakerEnd) = (readable, writable)
    }

    deinit {
        Glibc.close(waker)
        Glibc.close(wakerEnd)
    }

    func add(_ errand: HTTPClient.Errand) -> Bool {
        let (isTaken, mustWake) = state.withLock { state in
            guard !state.isClosed else { return (false, false) }
            state.errands.append(errand)
            defer { state.isAwake = true }
            return (true, !state.isAwake)
        }
        if mustWake { wake() }
        return isTaken
    }

    private func wake() {
        var octet: UInt8 = 1
        // A full pipe wakes just as well.
        _ = unsafe write(wakerEnd, &octet, 1)
    }

    /// All that waits; nil when there will be no more.
    func take() -> [HTTPClient.Errand]? {
        var octets = [UInt8](repeating: 0, count: 64)
        while unsafe read(waker, &octets, octets.count) > 0 {}
        return state.withLock { state in
            state.isAwake = false
            defer { state.errands = [] }
            return state.isClosed && state.errands.isEmpty ? nil : state.errands
        }
    }

    func close() {
        let isFirst = state.withLock { state in
            defer { state.isClosed = true }
            return !state.isClosed
        }
        if isFirst { wake() }
    }

    func leave() {
        let waiters = state.withLock { state in
            state.hasLeft = true
            defer { state.waiters = [] }
            return state.waiters
        }
        for waiter in waiters { waiter.resume() }
    }

    func waitUntilLeft() async {
        await withCheckedContinuation { waiter in
            let isOver = state.withLock { state in
                if !state.hasLeft { state.waiters.append(waiter) }
                return state.hasLeft
            }
            if isOver { waiter.resume() }
        }
    }
}
