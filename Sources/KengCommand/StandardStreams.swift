import Foundation

/// The program's own streams; Foundation's handles end the program where these throw.
enum StandardStreams {
    enum Problem: Error, Hashable {
        case unreadable(code: Int32)
        case unwritable(code: Int32)

        /// What the system calls it, in English.
        var reason: String {
            switch self {
            case .unreadable(let code), .unwritable(let code):
                unsafe String(cString: strerror(code))
            }
        }
    }

    /// True when a person types.
    static var isInputTerminal: Bool { isatty(0) == 1 }

    /// What has arrived on standard input, as soon as something has; empty at its end.
    static func read(into buffer: inout [UInt8]) throws(Problem) -> ArraySlice<UInt8> {
        while true {
            let count = unsafe buffer.withUnsafeMutableBytes {
                unsafe Foundation.read(0, $0.baseAddress, $0.count)
            }
            if count >= 0 { return buffer[..<count] }
            if errno != EINTR { throw .unreadable(code: errno) }
        }
    }

    static func write(_ bytes: [UInt8]) throws(Problem) {
        try write(bytes, to: 1)
    }

    /// Talk goes to standard error; where nobody hears it there is nobody to tell.
    static func say(_ bytes: some Sequence<UInt8>) {
        // Standard error is the last place to complain; a failure there has no other.
        try? write(Array(bytes), to: 2)
    }

    private static func write(_ bytes: [UInt8], to descriptor: Int32) throws(Problem) {
        var offset = 0
        while offset < bytes.count {
            let count = unsafe bytes.withUnsafeBytes { (buffer: UnsafeRawBufferPointer) in
                let rest = unsafe UnsafeRawBufferPointer(rebasing: buffer[offset...])
                return unsafe Foundation.write(descriptor, rest.baseAddress, rest.count)
            }
            if count >= 0 {
                offset += count
            } else if errno != EINTR {
                throw .unwritable(code: errno)
            }
        }
    }
}
