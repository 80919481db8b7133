import KengDomain
import Foundation

/// A text with places that each message fills: `Basic {secret.user}`, `{phone|national}`.
package struct PlacedText: Hashable, Sendable {
    /// What fills a place.
    package enum Source: Hashable, Sendable {
        /// The recipient's number: country code and digits.
        case phone
        case text
        /// Our own name of the message, the same in every attempt.
        case id
        /// The brand name or number that handsets show.
        case source
        case segments
        /// 1 when the text does not fit the GSM alphabet, else 0.
        case wide
        /// Seconds since 1970.
        case seconds
        /// The token that the provider gave for our keys.
        case token
        case secret(String)
        case value(String)
    }

    /// What is done to it, one after another.
    package enum Change: Hashable, Sendable {
        /// A plus before the number.
        case plus
        /// As it is dialled at home.
        case national
        case base64
        case first(Int)
        /// A number instead of a text; only where nothing else stands beside it.
        case number
    }

    enum Piece: Hashable, Sendable {
        case words(String)
        case place(Source, [Change])
    }

    let pieces: [Piece]

    package enum Problem: Error, Hashable {
        /// A brace is not closed.
        case open
        case unknown(String)
    }

    /// Reads a text; `{{` and `}}` are braces.
    package init(_ text: String) throws(Problem) {
        var pieces: [Piece] = []
        var words = ""
        var rest = text[...]
        while let character = rest.first {
            rest = rest.dropFirst()
            if character == "{" || character == "}", rest.first == character {
                rest = rest.dropFirst()
                words.append(character)
            } else if character == "{" {
                guard let end = rest.firstIndex(of: "}") else { throw .open }
                if !words.isEmpty { pieces.append(.words(words)) }
                words = ""
                pieces.append(try Self.place(rest[..<end]))
                rest = rest[rest.index(after: end)...]
            } else {
                words.append(character)
            }
        }
        if !words.isEmpty { pieces.append(.words(words)) }
        self.pieces = pieces
    }

    private static func place(_ text: Substring) throws(Problem) -> Piece {
        let words = text.split(separator: "|").map {
            $0.trimmingCharacters(in: .whitespaces)
        }
        guard let name = words.first, let source = Source(name) else {
            throw .unknown("{\(text)}")
        }
        var changes: [Change] = []
        for word in words.dropFirst() {
            guard let change = Change(word) else { throw .unknown("|\(word)") }
            changes.append(change)
        }
        return .place(source, changes)
    }

    /// Names of the secrets and values it wants.
    package var wants: [Source] {
        pieces.compactMap { piece in
            guard case .place(let source, _) = piece else { return nil }
            return source
        }
    }

    /// - Returns: the text, or a number where it is one place that is to be one.
    func filled(_ filling: Filling) -> WebValue {
        if pieces.count == 1, case .place(_, let changes) = pieces[0], changes.last == .number {
            return .number(words(filling))
        }
        return .text(words(filling))
    }

    func words(_ filling: Filling) -> String {
        pieces.reduce(into: "") { text, piece in
            switch piece {
            case .words(let words): text += words
            case .place(let source, let changes):
                text += changes.reduce(filling[source]) { filling.change($0, by: $1) }
            }
        }
    }
}

extension PlacedText.Source {
    init?(_ name: String) {
        switch name {
        case "phone": self = .phone
        case "text": self = .text
        case "id": self = .id
        case "source": self = .source
        case "segments": self = .segments
        case "wide": self = .wide
        case "seconds": self = .seconds
        case "token": self = .token
        default:
            let halves = name.split(separator: ".", maxSplits: 1).map(String.init)
            guard halves.count == 2 else { return nil }
            switch halves[0] {
            case "secret": self = .secret(halves[1])
            case "value": self = .value(halves[1])
            default: return nil
            }
        }
    }
}

extension PlacedText.Change {
    init?(_ word: String) {
        switch word {
        case "plus": self = .plus
        case "national": self = .national
        case "base64": self = .base64
        case "number": self = .number
        default:
            let halves = word.split(separator: " ")
            guard halves.count == 2, halves[0] == "first", let count = Int(halves[1]), count > 0
            else { return nil }
            self = .first(count)
        }
    }
}

/// What fills the places of one message.
package struct Filling: Sendable {
    let message: OutboundText?
    let source: String
    /// Asked only where a profile wants to know: to cut a text takes longer than to send it.
    let isWide: @Sendable (String) -> Bool
    let seconds: Int64
    let token: String
    let secrets: [String: String]
    let values: [String: String]

    subscript(_ place: PlacedText.Source) -> String {
        switch place {
        case .phone: message?.phone.digits ?? ""
        case .text: message?.text ?? ""
        case .id: message.map { String($0.message) } ?? ""
        case .source: source
        case .segments: message.map { String($0.segments) } ?? ""
        case .wide: message.map { isWide($0.text) } == true ? "1" : "0"
        case .seconds: String(seconds)
        case .token: token
        case .secret(let name): secrets[name] ?? ""
        case .value(let name): values[name] ?? ""
        }
    }

    func change(_ text: String, by change: PlacedText.Change) -> String {
        switch change {
        case .plus: "+" + text
        case .national: Self.national(text)
        case .base64: Data(text.utf8).base64EncodedString()
        case .first(let count): String(text.prefix(count))
        case .number: text
        }
    }

    /// Vietnam and Indonesia dial a zero before what follows the country code, China nothing.
    private static func national(_ digits: String) -> String {
        for (country, trunk) in [("84", "0"), ("62", "0"), ("86", "")]
        where digits.hasPrefix(country) {
            return trunk + digits.dropFirst(country.count)
        }
        return digits
    }
}

/// A tree with places in its texts.
package enum WebTemplate: Hashable, Sendable {
    case fixed(WebValue)
    case text(PlacedText)
    case list([WebTemplate])
    case object([Member])
    /// A tree that goes as a text of JSON within the tree.
    case json([Member])

    package struct Member: Hashable, Sendable {
        package let name: String
        package let value: WebTemplate

        package init(_ name: String, _ value: WebTemplate) {
            self.name = name
            self.value = value
        }
    }

    package var wants: [PlacedText.Source] {
        switch self {
        case .fixed: []
        case .text(let text): text.wants
        case .list(let items): items.flatMap(\.wants)
        case .object(let members), .json(let members): members.flatMap(\.value.wants)
        }
    }

    func filled(_ filling: Filling) -> WebValue {
        switch self {
        case .fixed(let value): value
        case .text(let text): text.filled(filling)
        case .list(let items): .list(items.map { $0.filled(filling) })
        case .object(let members): Self.object(members, filling)
        case .json(let members): .text(Self.object(members, filling).json)
        }
    }

    private static func object(_ members: [Member], _ filling: Filling) -> WebValue {
        .object(members.map { WebValue.Member($0.name, $0.value.filled(filling)) })
    }
}
