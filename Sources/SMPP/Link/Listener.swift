public import NIOCore
internal import NIOPosix
internal import NIOSSL
internal import Synchronization

/// A gateway's side: takes any number of connections, each a session of its own.
public final class Listener: Sendable {
    /// Where it listens; with port 0 asked for, the one that was free.
    public let port: Int

    private let channel: any Channel
    private let connections: Connections

    /// Listens from here on; reads the TLS files first.
    public static func open(
        host: String, port: Int, settings: ServerSettings, tls: ServerTLS? = nil,
        delegate: any ListenerDelegate, on group: any EventLoopGroup
    ) async throws -> Listener {
        let context = try tls?.context()
        let connections = Connections()
        let channel = try await ServerBootstrap(group: group)
            .serverChannelOption(.backlog, value: 256)
            .serverChannelOption(.socketOption(.so_reuseaddr), value: 1)
            .childChannelOption(.tcpOption(.tcp_nodelay), value: 1)
            .childChannelOption(.socketOption(.so_keepalive), value: 1)
            .childChannelInitializer { channel in
                channel.eventLoop.makeCompletedFuture {
                    let pipeline = channel.pipeline.syncOperations
                    if let context {
                        try pipeline.addHandler(NIOSSLServerHandler(context: context))
                    }
                    try pipeline.addHandler(
                        connections.add(settings, delegate, on: channel.eventLoop))
                }
            }
            .bind(host: host, port: port).get()
        return Listener(channel, connections)
    }

    private init(_ channel: any Channel, _ connections: Connections) {
        self.channel = channel
        self.connections = connections
        port = channel.localAddress?.port ?? 0
    }

    /// Sends responses to requests of this connection; none when it is gone.
    public func respond(_ responses: [PDU], on connection: Int) {
        connections.perform(on: connection) { $0.respond(responses) }
    }

    /// Sends deliver_sm as the window allows; false when the connection is gone.
    @discardableResult
    public func deliver(_ messages: [Submission], on connection: Int) -> Bool {
        connections.perform(on: connection) { $0.deliver(messages) }
    }

    public func unbind(_ connection: Int) {
        connections.perform(on: connection) { $0.unbind() }
    }

    /// Ends a connection without a word, as a broken network would.
    public func drop(_ connection: Int) {
        connections.perform(on: connection) { $0.drop() }
    }

    /// Takes no more connections and ends those that stand.
    public func close() async throws {
        try await channel.close().get()
        connections.performOnAll { $0.drop() }
    }
}

/// The connections that stand, by number.
private final class Connections: Sendable {
    private struct Entry: Sendable {
        let eventLoop: any EventLoop
        let core: NIOLoopBound<ServerCore>
    }

    private struct Book: Sendable {
        var latest = 0
        var entries: [Int: Entry] = [:]
    }

    private let book = Mutex(Book())

    /// Called on the event loop of the connection.
    func add(
        _ settings: ServerSettings, _ delegate: any ListenerDelegate, on eventLoop: any EventLoop
    ) -> ServerCore {
        let number = book.withLock { book in
            book.latest += 1
            return book.latest
        }
        let core = ServerCore(
            number: number, settings: settings, delegate: delegate, eventLoop: eventLoop
        ) {
            self.book.withLock { $0.entries[number] = nil }
        }
        let entry = Entry(
            eventLoop: eventLoop, core: NIOLoopBound(core, eventLoop: eventLoop))
        book.withLock { $0.entries[number] = entry }
        return core
    }

    @discardableResult
    func perform(on connection: Int, _ body: @escaping @Sendable (ServerCore) -> Void) -> Bool {
        guard let entry = book.withLock({ $0.entries[connection] }) else { return false }
        entry.eventLoop.execute { body(entry.core.value) }
        return true
    }

    func performOnAll(_ body: @escaping @Sendable (ServerCore) -> Void) {
        for entry in book.withLock({ Array($0.entries.values) }) {
            entry.eventLoop.execute { body(entry.core.value) }
        }
    }
}
