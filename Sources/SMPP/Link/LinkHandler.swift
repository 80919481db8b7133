internal import NIOCore

/// One connection's end of a pipeline: octets to frames, and events to the link.
final class LinkHandler: ChannelInboundHandler {
    typealias InboundIn = ByteBuffer

    private let core: LinkCore
    private var reader = FrameReader()
    /// Whether the attempt got as far as a connection.
    private(set) var wasActive = false

    init(_ core: LinkCore) {
        self.core = core
    }

    func handlerAdded(context: ChannelHandlerContext) {
        if context.channel.isActive { begin(context) }
    }

    func channelActive(context: ChannelHandlerContext) {
        begin(context)
    }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        let now = core.now
        let isLost = reader.read(unwrapInboundIn(data)) { core.received($0, at: now) }
        if isLost { core.framingLost() }
    }

    func channelReadComplete(context: ChannelHandlerContext) {
        core.burstEnded()
    }

    func channelInactive(context: ChannelHandlerContext) {
        core.disconnected()
    }

    func errorCaught(context: ChannelHandlerContext, error: any Error) {
        context.close(promise: nil)
    }

    /// The attempt ended without a connection.
    func failed() {
        if !wasActive { core.connectFailed() }
    }

    private func begin(_ context: ChannelHandlerContext) {
        guard !wasActive else { return }
        wasActive = true
        core.connected(context.channel)
    }
}
