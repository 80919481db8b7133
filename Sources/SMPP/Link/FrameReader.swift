internal import NIOCore

/// Cuts what a socket brings into frames; after lost framing it reads no more.
struct FrameReader {
    private var pending = ByteBuffer()
    private let decoder = FrameDecoder()
    private var isLost = false

    /// Gives every whole frame to `body`; true when the framing was lost just now.
    mutating func read(_ arrived: ByteBuffer, _ body: (Frame) -> Void) -> Bool {
        guard !isLost else { return false }
        if pending.readableBytes == 0 {
            pending = arrived
        } else {
            pending.writeImmutableBuffer(arrived)
        }
        do throws(FramingError) {
            while let frame = try decoder.next(&pending) { body(frame) }
        } catch {
            isLost = true
            pending = ByteBuffer()
            return true
        }
        // A finished buffer goes back to the channel; half a frame keeps only itself.
        if pending.readableBytes == 0 {
            pending = ByteBuffer()
        } else {
            pending.discardReadBytes()
        }
        return false
    }
}
