import Foundation

/// What a provider is told or says: a tree of the shapes that JSON has, also where it was a form or XML.
package enum WebValue: Hashable, Sendable {
    case null
    case truth(Bool)
    /// As it is written, so that an identifier of twenty digits keeps them all.
    case number(String)
    case text(String)
    case list([WebValue])
    /// In the order in which they stand.
    case object([Member])

    package struct Member: Hashable, Sendable {
        package let name: String
        package let value: WebValue

        package init(_ name: String, _ value: WebValue) {
            self.name = name
            self.value = value
        }
    }

    /// Plain values as words: providers send numbers as texts and texts as numbers.
    package var words: String? {
        switch self {
        case .text(let text), .number(let text): text
        case .truth(let truth): truth ? "true" : "false"
        case .null, .list, .object: nil
        }
    }

    /// What lies at a path; nil when there is nothing.
    package subscript(_ path: WebPath) -> WebValue? {
        var found = self
        for step in path.steps {
            switch found {
            case .object(let members):
                guard let member = members.first(where: { $0.name == step }) else { return nil }
                found = member.value
            case .list(let items):
                guard let place = Int(step), items.indices.contains(place) else { return nil }
                found = items[place]
            case .null, .truth, .number, .text: return nil
            }
        }
        return found
    }
}

/// A way into a tree, written as RFC 6901 has it: `/data/0/id`; empty for the whole.
package struct WebPath: Hashable, Sendable {
    package let steps: [String]

    /// Nil for a text that neither is empty nor begins with a slash.
    package init?(_ text: String) {
        guard text.isEmpty || text.first == "/" else { return nil }
        steps = text.split(separator: "/", omittingEmptySubsequences: false).dropFirst().map {
            String($0.replacing("~1", with: "/").replacing("~0", with: "~"))
        }
    }
}

// MARK: - JSON

extension WebValue {
    /// Reads JSON; nil for anything else.
    package init?(json octets: some Sequence<UInt8>) {
        // What it is not is all there is to say.
        guard let value = try? JSONDecoder().decode(WebValue.self, from: Data(octets)) else {
            return nil
        }
        self = value
    }

    package var json: String {
        var octets: [UInt8] = []
        write(to: &octets)
        return String(decoding: octets, as: UTF8.self)
    }

    private func write(to octets: inout [UInt8]) {
        switch self {
        case .null: octets += "null".utf8
        case .truth(let truth): octets += (truth ? "true" : "false").utf8
        case .number(let number): octets += number.utf8
        case .text(let words): Self.write(words, to: &octets)
        case .list(let items):
            octets.append(UInt8(ascii: "["))
            for (place, item) in items.enumerated() {
                if place > 0 { octets.append(UInt8(ascii: ",")) }
                item.write(to: &octets)
            }
            octets.append(UInt8(ascii: "]"))
        case .object(let members):
            octets.append(UInt8(ascii: "{"))
            for (place, member) in members.enumerated() {
                if place > 0 { octets.append(UInt8(ascii: ",")) }
                Self.write(member.name, to: &octets)
                octets.append(UInt8(ascii: ":"))
                member.value.write(to: &octets)
            }
            octets.append(UInt8(ascii: "}"))
        }
    }

    /// As RFC 8259, 7 has it: what must be escaped is.
    private static func write(_ words: String, to octets: inout [UInt8]) {
        octets.append(UInt8(ascii: "\""))
        for octet in words.utf8 {
            switch octet {
            case UInt8(ascii: "\""), UInt8(ascii: "\\"): octets += [UInt8(ascii: "\\"), octet]
            case 0x0A: octets += "\\n".utf8
            case 0x0D: octets += "\\r".utf8
            case 0x09: octets += "\\t".utf8
            case 0..<0x20:
                octets += "\\u00\(octet < 16 ? "0" : "")\(String(octet, radix: 16))".utf8
            default: octets.append(octet)
            }
        }
        octets.append(UInt8(ascii: "\""))
    }
}

extension WebValue: Decodable {
    package init(from decoder: any Decoder) throws {
        let value = try decoder.singleValueContainer()
        // Which kind stands here is only told by trying.
        if let text = try? value.decode(String.self) {
            self = .text(text)
        } else if value.decodeNil() {
            self = .null
        } else if let truth = try? value.decode(Bool.self) {
            self = .truth(truth)
        } else if let number = try? value.decode(Int64.self) {
            self = .number(String(number))
        } else if let number = try? value.decode(UInt64.self) {
            self = .number(String(number))
        } else if let number = try? value.decode(Decimal.self) {
            self = .number(number.description)
        } else if let items = try? value.decode([WebValue].self) {
            self = .list(items)
        } else {
            let members = try decoder.container(keyedBy: AnyKey.self)
            self = .object(
                try members.allKeys.map {
                    Member($0.stringValue, try members.decode(WebValue.self, forKey: $0))
                })
        }
    }

    private struct AnyKey: CodingKey {
        let stringValue: String
        var intValue: Int? { nil }

        init?(stringValue: String) { self.stringValue = stringValue }
        init?(intValue: Int) { nil }
    }
}

// MARK: - Forms and queries

extension WebValue {
    /// Reads `a=1&b=2`, as forms and the part of an address after `?` have it.
    package init(form text: String) {
        self = .object(
            text.split(separator: "&").map { pair in
                let halves = pair.split(
                    separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
                return Member(
                    Self.plain(halves[0]), .text(halves.count > 1 ? Self.plain(halves[1]) : ""))
            })
    }

    private static func plain(_ text: Substring) -> String {
        let spaced = String(text.replacing("+", with: " "))
        return spaced.removingPercentEncoding ?? spaced
    }

    /// The members as a form; a tree within one goes as JSON.
    package var form: String {
        guard case .object(let members) = self else { return "" }
        return members.map { member in
            member.name.inPercents + "=" + (member.value.words ?? member.value.json).inPercents
        }.joined(separator: "&")
    }
}

extension String {
    /// Each octet that RFC 3986 does not call unreserved as `%XX`.
    package var inPercents: String {
        var text = ""
        for octet in utf8 {
            switch octet {
            case 0x30...0x39, 0x41...0x5A, 0x61...0x7A, 0x2D, 0x2E, 0x5F, 0x7E:
                text.unicodeScalars.append(Unicode.Scalar(octet))
            default:
                let digits = String(octet, radix: 16, uppercase: true)
                text += "%" + (digits.utf8.count == 1 ? "0" : "") + digits
            }
        }
        return text
    }
}
