import CICU
import Synchronization

/// Finds where graphemes or words begin and end; one ICU handle, opened once, used in turns.
package final class TextBreaks: Sendable {
    package enum Kind: Int32, Sendable {
        case graphemes = 0
        case words = 1
    }

    package static let graphemes = TextBreaks(.graphemes)
    package static let words = TextBreaks(.words)

    private let handle: Mutex<Handle>

    private init(_ kind: Kind) {
        handle = Mutex(Handle(kind))
    }

    /// UTF-16 offsets of all boundaries after the start of `text`, its end among them.
    package func offsets(in text: [UInt16]) -> [Int] {
        handle.withLock { $0.find(in: text).offsets.map(Int.init) }
    }

    /// The pieces that are words: letters, digits or ideographs, without spaces and punctuation.
    package func words(in text: String) -> [String] {
        let units = Array(text.utf16)
        let found = handle.withLock { $0.find(in: units) }
        var words: [String] = []
        var start = 0
        for (end, status) in zip(found.offsets, found.status) {
            // ICU: a rule status below 100 is not a word.
            if status >= 100 {
                words.append(String(decoding: units[start..<Int(end)], as: UTF16.self))
            }
            start = Int(end)
        }
        return words
    }
}

@safe
private struct Handle: ~Copyable {
    private let breaks: OpaquePointer

    init(_ kind: TextBreaks.Kind) {
        guard let breaks = unsafe keng_breaks_open(kind.rawValue, "") else {
            preconditionFailure("ICU's own data holds the root break rules")
        }
        unsafe self.breaks = breaks
    }

    deinit {
        unsafe keng_breaks_close(breaks)
    }

    mutating func find(in text: [UInt16]) -> (offsets: [Int32], status: [Int32]) {
        // A piece has at least one unit, so there is always room.
        var offsets = [Int32](repeating: 0, count: text.count)
        var status = [Int32](repeating: 0, count: text.count)
        let count = unsafe text.withUnsafeBufferPointer { input in
            unsafe offsets.withUnsafeMutableBufferPointer { offsets in
                unsafe status.withUnsafeMutableBufferPointer { status in
                    unsafe keng_breaks_find(
                        breaks, input.baseAddress, Int32(input.count), offsets.baseAddress,
                        status.baseAddress, Int32(offsets.count))
                }
            }
        }
        precondition(count >= 0, "ICU breaks every text")
        offsets.removeLast(offsets.count - Int(count))
        status.removeLast(status.count - Int(count))
        return (offsets, status)
    }
}
