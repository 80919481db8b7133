import Foundation
import KengDomain

/// The provider's memory on disk: one line for each thing that happened, written before anybody is told.
///
/// A line ends with a checksum, so that one torn by a crash is known and cut off on the next start.
final class SandboxJournal: Sendable {
    enum Line: Hashable {
        /// `turn`: so many messages with this text to this phone were offered before, taken or not; nil in
        /// journals that did not write it.
        case taken(OutboundText, turn: Int?, at: Instant)
        case lost(message: Int64)
        case acknowledged(InboundEvent.ID)
        case typed(PhoneNumber, text: String, at: Instant)
    }

    private let descriptor: Int32

    /// Opens or makes the file, and reads what it holds.
    static func open(
        _ path: String
    ) throws(SandboxGateway.Problem) -> (journal: SandboxJournal, lines: [Line]) {
        let descriptor = unsafe Foundation.open(path, O_RDWR | O_CREAT | O_APPEND, 0o600)
        guard descriptor >= 0 else { throw .journal(path: path, code: errno) }
        let journal = SandboxJournal(descriptor: descriptor)
        guard let bytes = FileManager.default.contents(atPath: path) else {
            throw .journal(path: path, code: errno)
        }
        var lines: [Line] = []
        var start = bytes.startIndex
        while start < bytes.endIndex {
            let end = bytes[start...].firstIndex(of: 0x0A)
            let isLast = end == nil || end == bytes.endIndex - 1
            guard let end, let line = Line(decoding: bytes[start..<end]) else {
                // Only the last line can be torn; anything before it is damage we must not hide.
                guard isLast else { throw .damaged(path: path, line: lines.count + 1) }
                guard ftruncate(descriptor, off_t(start)) == 0 else {
                    throw .journal(path: path, code: errno)
                }
                break
            }
            lines.append(line)
            start = end + 1
        }
        return (journal, lines)
    }

    private init(descriptor: Int32) {
        self.descriptor = descriptor
    }

    deinit {
        close(descriptor)
    }

    /// Writes all lines or says that it could not; then nothing may be answered as taken.
    func append(_ lines: [Line]) -> Bool {
        guard !lines.isEmpty else { return true }
        let bytes = lines.flatMap(\.encoded)
        let size = lseek(descriptor, 0, SEEK_END)
        var offset = 0
        while offset < bytes.count {
            let count = unsafe bytes.withUnsafeBytes { (buffer: UnsafeRawBufferPointer) in
                let rest = unsafe UnsafeRawBufferPointer(rebasing: buffer[offset...])
                return unsafe write(descriptor, rest.baseAddress, rest.count)
            }
            if count >= 0 {
                offset += count
            } else if errno != EINTR {
                // Half a line must not stand in the way of the next; if even this fails, the next start says so.
                _ = ftruncate(descriptor, size)
                return false
            }
        }
        return true
    }
}

extension SandboxJournal.Line {
    var encoded: [UInt8] {
        let fields: [String] =
            switch self {
            case .taken(let text, let turn, let at):
                [
                    "A", String(text.message), String(at.milliseconds), text.phone.digits,
                    text.language.rawValue, String(text.segments),
                    String(text.expires.milliseconds), String(stableHash(text.text), radix: 16),
                    Self.escape(text.text),
                ] + (turn.map { [String($0)] } ?? [])
            case .lost(let message): ["L", String(message)]
            case .acknowledged(let id): ["K", Self.escape(id)]
            case .typed(let phone, let text, let at):
                ["T", phone.digits, String(at.milliseconds), Self.escape(text)]
            }
        let line = fields.joined(separator: "\t")
        return Array("\(line)\t\(String(stableHash(line), radix: 16))\n".utf8)
    }

    init?(decoding bytes: Data) {
        guard let text = String(validating: bytes, as: UTF8.self),
            let end = text.lastIndex(of: "\t"),
            UInt64(text[text.index(after: end)...], radix: 16) == stableHash(String(text[..<end]))
        else { return nil }
        let fields = text[..<end].split(separator: "\t", omittingEmptySubsequences: false)
            .map(String.init)
        switch (fields[0], fields.count) {
        case ("A", 9), ("A", 10):
            guard let message = Int64(fields[1]), let at = Int64(fields[2]),
                let phone = Self.phone(fields[3]), let language = Language(tag: fields[4]),
                let segments = Int(fields[5]), let expires = Int64(fields[6])
            else { return nil }
            self = .taken(
                OutboundText(
                    message: message, phone: phone, text: Self.unescape(fields[8]),
                    segments: segments, language: language,
                    expires: Instant(milliseconds: expires)),
                turn: fields.count == 10 ? Int(fields[9]) : nil, at: Instant(milliseconds: at))
        case ("L", 2):
            guard let message = Int64(fields[1]) else { return nil }
            self = .lost(message: message)
        case ("K", 2):
            self = .acknowledged(Self.unescape(fields[1]))
        case ("T", 4):
            guard let phone = Self.phone(fields[1]), let at = Int64(fields[2]) else { return nil }
            self = .typed(
                phone, text: Self.unescape(fields[3]), at: Instant(milliseconds: at))
        default: return nil
        }
    }

    private static func phone(_ digits: String) -> PhoneNumber? {
        // A number that cannot be one means that the line is not ours.
        Int64(digits).flatMap { try? PhoneNumber(international: $0) }
    }

    private static func escape(_ text: String) -> String {
        var escaped = ""
        for scalar in text.unicodeScalars {
            switch scalar {
            case "\\": escaped += "\\\\"
            case "\n": escaped += "\\n"
            case "\t": escaped += "\\t"
            default: escaped.unicodeScalars.append(scalar)
            }
        }
        return escaped
    }

    private static func unescape(_ text: String) -> String {
        var plain = ""
        var isEscaped = false
        for scalar in text.unicodeScalars {
            if isEscaped {
                switch scalar {
                case "n": plain += "\n"
                case "t": plain += "\t"
                default: plain.unicodeScalars.append(scalar)
                }
                isEscaped = false
            } else if scalar == "\\" {
                isEscaped = true
            } else {
                plain.unicodeScalars.append(scalar)
            }
        }
        return plain
    }
}
