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
        var text = ""
        write(to: &text)
        return text
    }

    private func write(to text: inout String) {
        switch self {
        case .null: text += "null"
        case .truth(let truth): text += truth ? "true" : "false"
        case .number(let number): text += number
        case .text(let words): Self.write(words, to: &text)
        case .list(let items):
            text += "["
            for (place, item) in items.enumerated() {
                if place > 0 { text += "," }
                item.write(to: &text)
            }
            text += "]"
        case .object(let members):
            text += "{"
            for (place, member) in members.enumerated() {
                if place > 0 { text += "," }
                Self.write(member.name, to: &text)
                text += ":"
                member.value.write(to: &text)
            }
            text += "}"
        }
    }

    private static func write(_ words: String, to text: inout String) {
        text += "\""
        for scalar in words.unicodeScalars {
            switch scalar {
            case "\"": text += "\\\""
            case "\\": text += "\\\\"
            case "\n": text += "\\n"
            case "\r": text += "\\r"
            case "\t": text += "\\t"
            case "\u{0}"..."\u{1F}":
                let digits = String(scalar.value, radix: 16)
                text += "\\u" + String(repeating: "0", count: 4 - digits.count) + digits
            default: text.unicodeScalars.append(scalar)
            }
        }
        text += "\""
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
