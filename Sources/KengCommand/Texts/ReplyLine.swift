import Foundation
import KengDomain

/// One line of input of `keng reply`.
struct ReplyLine {
    static let allowedExpected = 1...20

    let text: String
    let context: ReplyContext

    enum Problem: Error {
        case notAnObject
        case unknownLanguage(String)
        case expected(Int)

        var sentence: String {
            switch self {
            case .notAnObject:
                "expected a JSON object with \"text\" (a string) and \"open\" (true or false)"
            case .unknownLanguage(let tag):
                "the language \(tag) is unknown; \"language\" is vi, id or zh"
            case .expected(let count):
                "\"expected\" is a number from 1 to 20, not \(count)"
            }
        }
    }

    private struct Fields: Decodable {
        let text: String
        let language: String?
        let open: Bool?
        let expected: Int?
        let options: [String]?
    }

    init(_ line: String) throws(Problem) {
        let fields: Fields
        do {
            fields = try JSONDecoder().decode(Fields.self, from: Data(Self.whole(line).utf8))
        } catch {
            throw .notAnObject
        }
        var language: Language?
        if let tag = fields.language, !tag.isEmpty {
            guard let known = Language(tag: tag) else { throw .unknownLanguage(tag) }
            language = known
        }
        let expected = fields.expected ?? 1
        guard Self.allowedExpected.contains(expected) else { throw .expected(expected) }
        text = fields.text
        context = ReplyContext(
            language: language, isOpen: fields.open ?? false, expected: expected,
            options: fields.options ?? [])
    }

    /// The line with each `\uD83D` that lacks its other half made a replacement character.
    ///
    /// Gateways that cut an emoji in two send such lines; the rest of the text is still worth reading.
    private static func whole(_ line: String) -> String {
        guard line.contains("\\ud") || line.contains("\\uD") else { return line }
        var bytes = Array(line.utf8)
        var index = 0
        while index < bytes.count {
            guard bytes[index] == UInt8(ascii: "\\") else {
                index += 1
                continue
            }
            guard let unit = unit(at: index, in: bytes), unit & 0xF800 == 0xD800 else {
                index += 2
                continue
            }
            if unit < 0xDC00, let next = self.unit(at: index + 6, in: bytes),
                next & 0xFC00 == 0xDC00
            {
                index += 12
            } else {
                bytes.replaceSubrange((index + 2)..<(index + 6), with: Array("FFFD".utf8))
                index += 6
            }
        }
        return String(decoding: bytes, as: UTF8.self)
    }

    private static func unit(at index: Int, in bytes: [UInt8]) -> UInt16? {
        guard index + 6 <= bytes.count, bytes[index] == UInt8(ascii: "\\"),
            bytes[index + 1] == UInt8(ascii: "u")
        else { return nil }
        return UInt16(String(decoding: bytes[(index + 2)..<(index + 6)], as: UTF8.self), radix: 16)
    }
}
