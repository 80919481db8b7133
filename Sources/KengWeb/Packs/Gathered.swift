import HTTPTypes
import Hummingbird
import Synchronization

/// The bytes of a body that is small enough to hold.
final class Gathered: Sendable {
    private let buffer = Mutex(ByteBuffer())

    var bytes: ByteBuffer { buffer.withLock { $0 } }

    func writer() -> some ResponseBodyWriter & Sendable {
        Writer(gathered: self)
    }

    private struct Writer: ResponseBodyWriter, Sendable {
        let gathered: Gathered

        mutating func write(_ buffer: ByteBuffer) async throws {
            gathered.buffer.withLock { _ = $0.writeImmutableBuffer(buffer) }
        }

        consuming func finish(_ trailingHeaders: HTTPFields?) async throws {}
    }
}
