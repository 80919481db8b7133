/// The name of a lesson or script in folders, addresses and rows: lower-case ASCII words joined by dashes.
package struct Slug: Hashable, Sendable, Comparable {
    package let text: String

    package enum Problem: Error, Hashable {
        case empty
        case tooLong(Int)
        case unexpected(Character, at: Int)
    }

    package static let longest = 64

    package init(_ text: String) throws(Problem) {
        guard !text.isEmpty else { throw .empty }
        guard text.utf8.count <= Self.longest else { throw .tooLong(text.utf8.count) }
        for (offset, character) in text.enumerated() {
            let isWord =
                ("a"..."z").contains(character) || ("0"..."9").contains(character)
                || (character == "-" && offset > 0)
            guard isWord else { throw .unexpected(character, at: offset) }
        }
        self.text = text
    }

    package static func < (left: Self, right: Self) -> Bool {
        left.text < right.text
    }
}

extension Slug: CustomStringConvertible {
    package var description: String { text }
}
