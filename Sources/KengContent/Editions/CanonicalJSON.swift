import Foundation

/// A JSON value whose written form is the same on every machine and for ever.
///
/// Keys are sorted by their UTF-8 bytes, there is no white space, numbers are whole, texts are in NFC and
/// only what JSON demands is escaped.
enum CanonicalJSON: Hashable, Sendable {
    case null
    case flag(Bool)
    case number(Int)
    case text(String)
    case list([CanonicalJSON])
    case object([String: CanonicalJSON])

    var bytes: [UInt8] {
        var bytes: [UInt8] = []
        write(to: &bytes)
        return bytes
    }

    private func write(to bytes: inout [UInt8]) {
        switch self {
        case .null: bytes += "null".utf8
        case .flag(let flag): bytes += (flag ? "true" : "false").utf8
        case .number(let number): bytes += String(number).utf8
        case .text(let text): Self.write(text, to: &bytes)
        case .list(let items):
            bytes.append(UInt8(ascii: "["))
            for (place, item) in items.enumerated() {
                if place > 0 { bytes.append(UInt8(ascii: ",")) }
                item.write(to: &bytes)
            }
            bytes.append(UInt8(ascii: "]"))
        case .object(let members):
            bytes.append(UInt8(ascii: "{"))
            let ordered = members.sorted { $0.key.utf8.lexicographicallyPrecedes($1.key.utf8) }
            for (place, (key, value)) in ordered.enumerated() {
                if place > 0 { bytes.append(UInt8(ascii: ",")) }
                Self.write(key, to: &bytes)
                bytes.append(UInt8(ascii: ":"))
                value.write(to: &bytes)
            }
            bytes.append(UInt8(ascii: "}"))
        }
    }

    private static func write(_ text: String, to bytes: inout [UInt8]) {
        bytes.append(UInt8(ascii: "\""))
        for byte in text.inNFC.utf8 {
            switch byte {
            case UInt8(ascii: "\""), UInt8(ascii: "\\"): bytes += [UInt8(ascii: "\\"), byte]
            case 0x0A: bytes += "\\n".utf8
            case 0x0D: bytes += "\\r".utf8
            case 0x09: bytes += "\\t".utf8
            case 0..<0x20:
                let hex = String(byte, radix: 16)
                bytes += "\\u00\(hex.utf8.count == 1 ? "0" : "")\(hex)".utf8
            default: bytes.append(byte)
            }
        }
        bytes.append(UInt8(ascii: "\""))
    }
}

extension CanonicalJSON {
    enum Problem: Error, Hashable {
        case notJSON
        case missing(String)
        case kind(String)
        case value(String)
    }

    /// Reads any JSON of whole numbers.
    init(parsing bytes: some Sequence<UInt8>) throws(Problem) {
        do {
            self = try JSONDecoder().decode(Self.self, from: Data(bytes))
        } catch {
            throw .notJSON
        }
    }

    func member(_ key: String) throws(Problem) -> CanonicalJSON {
        guard case .object(let members) = self else { throw .kind(key) }
        guard let value = members[key] else { throw .missing(key) }
        return value
    }

    func text(_ key: String) throws(Problem) -> String {
        guard case .text(let text) = try member(key) else { throw .kind(key) }
        return text
    }

    func optionalText(_ key: String) throws(Problem) -> String? {
        if case .null = try member(key) { return nil }
        return try text(key)
    }

    func number(_ key: String) throws(Problem) -> Int {
        guard case .number(let number) = try member(key) else { throw .kind(key) }
        return number
    }

    func flag(_ key: String) throws(Problem) -> Bool {
        guard case .flag(let flag) = try member(key) else { throw .kind(key) }
        return flag
    }

    func list(_ key: String) throws(Problem) -> [CanonicalJSON] {
        guard case .list(let items) = try member(key) else { throw .kind(key) }
        return items
    }

    func texts(_ key: String) throws(Problem) -> [String] {
        var texts: [String] = []
        for item in try list(key) {
            guard case .text(let text) = item else { throw .kind(key) }
            texts.append(text)
        }
        return texts
    }

    static func texts(_ texts: [String]) -> CanonicalJSON { .list(texts.map(Self.text)) }

    static func optional(_ text: String?) -> CanonicalJSON { text.map(Self.text) ?? .null }
}

extension CanonicalJSON: Decodable {
    init(from decoder: any Decoder) throws {
        let value = try decoder.singleValueContainer()
        // Which kind of value stands here is only told by trying.
        if value.decodeNil() {
            self = .null
        } else if let text = try? value.decode(String.self) {
            self = .text(text)
        } else if let flag = try? value.decode(Bool.self) {
            self = .flag(flag)
        } else if let number = try? value.decode(Int.self) {
            self = .number(number)
        } else if let items = try? value.decode([CanonicalJSON].self) {
            self = .list(items)
        } else {
            self = .object(try value.decode([String: CanonicalJSON].self))
        }
    }
}
