import Foundation
import NIOCore
import NIOPosix
import Synchronization

/// A server on a free port of this machine that answers as the test says.
final class ScriptedServer: Sendable {
    /// One request as it came.
    struct Request: Sendable {
        let head: String
        let body: String
        /// Which connection brought it, from 0.
        let connection: Int

        var line: String { String(head.prefix { $0 != "\r\n" }) }

        func header(_ name: String) -> String? {
            head.split(separator: "\r\n").first {
                $0.lowercased().hasPrefix(name.lowercased() + ":")
            }.map { $0.drop { $0 != ":" }.dropFirst().trimmingPrefix(" ") }.map(String.init)
        }
    }

    enum Reply: Sendable {
        /// These octets, and the connection stays.
        case octets(String)
        /// These octets, and the connection ends.
        case last(String)
        /// Nothing ever.
        case silence

        static func json(_ text: String, status: String = "200 OK") -> Reply {
            .octets(
                "HTTP/1.1 \(status)\r\ncontent-type: application/json\r\n"
                    + "content-length: \(text.utf8.count)\r\n\r\n\(text)")
        }
    }

    private let requestsSeen = Mutex<[Request]>([])
    private let channel: any Channel
    let port: Int

    var requests: [Request] { requestsSeen.withLock { $0 } }
    var url: String { "http://127.0.0.1:\(port)" }

    init(_ answer: @escaping @Sendable (Int, Request) -> Reply) async throws {
        let connections = Atomic(0)
        let box = Box()
        channel = try await ServerBootstrap(group: MultiThreadedEventLoopGroup.singleton)
            .serverChannelOption(.socketOption(.so_reuseaddr), value: 1)
            .childChannelInitializer { child in
                let number = connections.add(1, ordering: .relaxed).oldValue
                return child.eventLoop.makeCompletedFuture {
                    try child.pipeline.syncOperations.addHandler(
                        Handler(number) { request in
                            guard let server = box.server.withLock({ $0 })?() else {
                                return .silence
                            }
                            let count = server.requestsSeen.withLock { seen in
                                seen.append(request)
                                return seen.count - 1
                            }
                            return answer(count, request)
                        })
                }
            }
            .bind(host: "127.0.0.1", port: 0).get()
        port = channel.localAddress?.port ?? 0
        box.server.withLock { $0 = { [weak self] in self } }
    }

    func stop() async {
        // Closed already is closed.
        try? await channel.close()
    }

    private final class Box: Sendable {
        let server = Mutex<(@Sendable () -> ScriptedServer?)?>(nil)
    }

    /// Cuts the stream into requests by their `content-length`.
    private final class Handler: ChannelInboundHandler {
        typealias InboundIn = ByteBuffer
        typealias OutboundOut = ByteBuffer

        private let number: Int
        private let answer: (Request) -> Reply
        private var text = ""

        init(_ number: Int, _ answer: @escaping (Request) -> Reply) {
            self.number = number
            self.answer = answer
        }

        func channelRead(context: ChannelHandlerContext, data: NIOAny) {
            text += String(buffer: unwrapInboundIn(data))
            while let end = text.range(of: "\r\n\r\n") {
                let head = String(text[..<end.lowerBound])
                let length =
                    Request(head: head, body: "", connection: number).header("content-length")
                    .flatMap { Int($0) } ?? 0
                let rest = text[end.upperBound...].utf8
                guard rest.count >= length else { return }
                let body = String(decoding: rest.prefix(length), as: UTF8.self)
                text = String(decoding: rest.dropFirst(length), as: UTF8.self)
                reply(answer(Request(head: head, body: body, connection: number)), context)
            }
        }

        private func reply(_ reply: Reply, _ context: ChannelHandlerContext) {
            switch reply {
            case .silence: return
            case .octets(let text):
                context.writeAndFlush(wrapOutboundOut(ByteBuffer(string: text)), promise: nil)
            case .last(let text):
                context.writeAndFlush(wrapOutboundOut(ByteBuffer(string: text)), promise: nil)
                context.close(promise: nil)
            }
        }
    }
}
