/// A language Keng teaches in; raw values are BCP 47 tags.
package enum Language: String, CaseIterable, Hashable, Sendable, Comparable {
    case vietnamese = "vi"
    case indonesian = "id"
    case chinese = "zh-Hans"

    /// Reads a tag as people and systems write it: `vi-VN`, `in`, `zh`, `zh_CN`, `zh-Hans`; never Traditional.
    package init?(tag: String) {
        let parts = tag.lowercased().split(whereSeparator: { $0 == "-" || $0 == "_" })
        guard let first = parts.first, parts.count <= 3 else { return nil }
        switch first {
        case "vi": self = .vietnamese
        case "id", "in": self = .indonesian
        case "zh":
            let traditional: Set<Substring> = ["hant", "tw", "hk", "mo"]
            guard traditional.isDisjoint(with: parts.dropFirst()) else { return nil }
            self = .chinese
        default: return nil
        }
    }

    /// The number under which rows keep it; never changes.
    package var code: Int64 {
        switch self {
        case .vietnamese: 1
        case .indonesian: 2
        case .chinese: 3
        }
    }

    package init?(code: Int64) {
        guard let known = Self.allCases.first(where: { $0.code == code }) else { return nil }
        self = known
    }

    package static func < (left: Self, right: Self) -> Bool {
        left.code < right.code
    }
}

/// Whose rules and emergency numbers hold, as an ISO 3166 code: VN, ID, CN, TW.
package struct Jurisdiction: Hashable, Sendable, Comparable {
    package let code: String

    package enum Problem: Error, Hashable {
        case notACode(String)
    }

    package init(_ code: String) throws(Problem) {
        guard code.utf8.count == 2, code.utf8.allSatisfy({ (0x41...0x5A).contains($0) })
        else { throw .notACode(code) }
        self.code = code
    }

    private init(known code: String) {
        self.code = code
    }

    package static let vietnam = Jurisdiction(known: "VN")
    package static let indonesia = Jurisdiction(known: "ID")
    package static let china = Jurisdiction(known: "CN")

    package static func < (left: Self, right: Self) -> Bool {
        left.code < right.code
    }
}

extension Jurisdiction: CustomStringConvertible {
    package var description: String { code }
}
