import NIOCore
import SMPP

/// One run: the octets as a stream, whole and in pieces, must tell the same story.
@_cdecl("LLVMFuzzerTestOneInput")
public func fuzzDecoder(_ start: UnsafePointer<UInt8>?, _ count: Int) -> CInt {
    guard let start = unsafe start, count > 1 else { return 0 }
    let input = unsafe ByteBuffer(bytes: UnsafeRawBufferPointer(start: start, count: count))
    guard let control: UInt8 = input.getInteger(at: 0) else { return 0 }
    let octets = input.getSlice(at: 1, length: count - 1) ?? ByteBuffer()
    // Half of the runs are given a length that is right, or nothing but framing would be tried.
    let stream = control & 0x80 == 0 ? octets : framed(octets)

    let whole = read(stream, pieces: nil)
    let pieces = read(stream, pieces: control)
    precondition(whole == pieces, "the pieces tell another story than the whole")
    for frame in whole.frames { examine(frame) }
    return 0
}

struct Reading: Equatable {
    var frames: [Frame] = []
    var error: FramingError?
    var left = 0
}

/// Reads until more is needed or the stream is lost; in pieces whose lengths follow the seed.
func read(_ stream: ByteBuffer, pieces seed: UInt8?) -> Reading {
    let decoder = FrameDecoder(limit: 4_096)
    var source = stream
    var waiting = ByteBuffer()
    var reading = Reading()
    var state = UInt32(seed ?? 0) | 1
    while source.readableBytes > 0 {
        var length = source.readableBytes
        if seed != nil {
            state = state &* 1_664_525 &+ 1_013_904_223
            length = min(length, Int(state >> 24) % 23 + 1)
        }
        if var piece = source.readSlice(length: length) { waiting.writeBuffer(&piece) }
        do throws(FramingError) {
            var before = waiting
            while let frame = try decoder.next(&waiting) {
                precondition(waiting.readableBytes < before.readableBytes, "nothing was consumed")
                before = waiting
                reading.frames.append(frame)
            }
            precondition(waiting == before, "octets were consumed without a frame")
        } catch {
            reading.error = error
            // How much had come when the stream was lost depends on the pieces.
            return reading
        }
    }
    reading.left = waiting.readableBytes
    return reading
}

/// What was read is written and read again, and the texts inside are read without harm.
func examine(_ frame: Frame) {
    switch frame {
    case .malformed(_, let problem):
        precondition(problem.status != .ok)
    case .pdu(let pdu):
        var written = pdu.encoded()
        let again = read(written, pieces: nil)
        precondition(again.frames == [frame], "what was written reads differently")
        precondition(again.left == 0 && again.error == nil)
        written.clear()
        switch pdu.body {
        case .deliver(let message), .submit(let message):
            examine(message)
        case .data(let message):
            _ = DeliveryReceipt(message, acceptsPlain: true)
        default:
            break
        }
    }
}

func examine(_ message: ShortMessage) {
    if let receipt = DeliveryReceipt(message, acceptsPlain: true) {
        for id in [receipt.messageID, receipt.textID].compactMap({ $0 }) {
            precondition(ReceiptID.exact.matches(response: id, receipt: id))
            precondition(ReceiptID.automatic.matches(response: id, receipt: id))
        }
        if let done = receipt.done { _ = SMPPTime.Absolute(receipt: done, quarters: 28) }
    }
    for text in [message.scheduleTime, message.validityPeriod] {
        if let time = try? SMPPTime(text), case .absolute(let absolute) = time {
            precondition(time.text.utf8.count == 16)
            _ = absolute.secondsSince1970
        }
    }
    var text = message.payload
    if let header = UserDataHeader(reading: &text) {
        var written = ByteBuffer()
        header.write(into: &written)
        written.writeImmutableBuffer(text)
        precondition(written == message.payload, "the header was not written back")
    }
}

/// The first octet chooses a command, the rest is its body.
func framed(_ octets: ByteBuffer) -> ByteBuffer {
    var body = octets
    let commands: [UInt32] = [
        0x0000_0001, 0x0000_0002, 0x0000_0003, 0x0000_0004, 0x0000_0005, 0x0000_0006, 0x0000_0007,
        0x0000_0008, 0x0000_0009, 0x0000_000B, 0x0000_0015, 0x0000_0021, 0x0000_0102, 0x0000_0103,
        0x8000_0000, 0x8000_0001, 0x8000_0002, 0x8000_0003, 0x8000_0004, 0x8000_0005, 0x8000_0006,
        0x8000_0007, 0x8000_0008, 0x8000_0009, 0x8000_0015, 0x8000_0021, 0x8000_0103, 0x0000_0777,
    ]
    let choice: UInt8 = body.readInteger() ?? 0
    var stream = ByteBuffer(integer: UInt32(Header.size + body.readableBytes))
    stream.writeMultipleIntegers(
        commands[Int(choice) % commands.count], UInt32(choice), UInt32(body.readableBytes))
    stream.writeBuffer(&body)
    return stream
}
