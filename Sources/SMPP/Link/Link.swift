public import NIOCore
internal import NIOPosix
internal import NIOSSL
internal import Synchronization

/// One bind to a gateway over TCP or TLS, kept up until it is stopped.
///
/// It belongs to one event loop; every function may be called from anywhere.
public final class Link: Sendable {
    /// Given back in every call of the delegate.
    public let number: Int

    private let eventLoop: any EventLoop
    private let core: NIOLoopBound<LinkCore>
    private let wishes = Mutex(LinkWishes())

    /// Reads the TLS files but opens nothing; `random` spreads the retries of many links.
    public convenience init(
        _ number: Int, _ settings: LinkSettings, delegate: any LinkDelegate,
        on group: any EventLoopGroup, random: @escaping @Sendable () -> UInt64
    ) async throws {
        let tls = try settings.tls?.context()
        let eventLoop = group.next()
        let core = try await eventLoop.submit {
            NIOLoopBound(
                LinkCore(
                    number: number, settings: settings.session, delegate: delegate,
                    eventLoop: eventLoop, random: random
                ) { handler in
                    Link.open(handler, settings, tls: tls, on: eventLoop)
                }, eventLoop: eventLoop)
        }.get()
        self.init(number, core, eventLoop)
    }

    private init(_ number: Int, _ core: NIOLoopBound<LinkCore>, _ eventLoop: any EventLoop) {
        self.number = number
        self.core = core
        self.eventLoop = eventLoop
    }

    public func start() {
        let core = core
        eventLoop.execute { core.value.start() }
    }

    /// There may be something to send now; calls before the link looks count once.
    public func poke() {
        wish { $0.isPoked = true }
    }

    /// Answers messages that are safe now; what came by an earlier connection is passed over.
    public func acknowledge(_ acknowledgements: [(id: Inbound.ID, status: CommandStatus)]) {
        wish { $0.acknowledgements += acknowledgements }
    }

    /// Asks what became of a message; `unanswered` at once while there is no room to ask.
    public func submitQuery(_ query: Query, token: UInt64) {
        wish { $0.queries.append((token, query)) }
    }

    /// Returns when the answers still due have come or been given up and the link is closed.
    public func stop() async {
        let core = core
        await withCheckedContinuation { waiter in
            eventLoop.execute { core.value.stop(waiter) }
        }
    }

    private func wish(_ body: (inout LinkWishes) -> Void) {
        let isFirst = wishes.withLock { wishes in
            body(&wishes)
            defer { wishes.isExpected = true }
            return !wishes.isExpected
        }
        guard isFirst else { return }
        eventLoop.execute {
            let wishes = self.wishes.withLock { wishes in
                defer { wishes = LinkWishes() }
                return wishes
            }
            self.core.value.take(wishes)
        }
    }

    private static func open(
        _ handler: LinkHandler, _ settings: LinkSettings, tls: NIOSSLContext?,
        on eventLoop: any EventLoop
    ) {
        let bound = NIOLoopBound(handler, eventLoop: eventLoop)
        let name = settings.tls?.announcedName(host: settings.host)
        ClientBootstrap(group: eventLoop)
            .connectTimeout(TimeAmount(settings.connectTimeout))
            .channelOption(.tcpOption(.tcp_nodelay), value: 1)
            .channelOption(.socketOption(.so_keepalive), value: 1)
            .channelInitializer { channel in
                channel.eventLoop.makeCompletedFuture {
                    let pipeline = channel.pipeline.syncOperations
                    if let tls {
                        try pipeline.addHandler(
                            NIOSSLClientHandler(context: tls, serverHostname: name))
                    }
                    try pipeline.addHandler(bound.value)
                }
            }
            .connect(host: settings.host, port: settings.port)
            .whenFailure { _ in bound.value.failed() }
    }
}

/// What the owner asked for and the event loop has not seen yet.
struct LinkWishes: Sendable {
    var isPoked = false
    var isExpected = false
    var acknowledgements: [(id: Inbound.ID, status: CommandStatus)] = []
    var queries: [(token: UInt64, query: Query)] = []
}
