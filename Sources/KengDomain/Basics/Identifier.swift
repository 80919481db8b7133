/// A 64-bit, time-ordered number that names one `Subject` and nothing else.
package struct Identifier<Subject>: RawRepresentable, Hashable, Sendable, Comparable {
    package let rawValue: Int64

    @inlinable package init(rawValue: Int64) {
        self.rawValue = rawValue
    }

    package static func < (left: Self, right: Self) -> Bool {
        left.rawValue < right.rawValue
    }
}

extension Identifier: CustomStringConvertible {
    package var description: String { String(rawValue) }
}

/// Makes time-ordered ids: 42 bits of milliseconds since 2020, 9 bits of node, 12 bits of sequence.
///
/// A clock that steps back never repeats an id: the source then counts on from its newest one, or from the
/// newest that it was told of.
package struct IdentifierSource: Sendable {
    /// 2020-01-01T00:00:00Z in milliseconds since 1970.
    package static let epoch: Int64 = 1_577_836_800_000
    package static let sequenceBits: Int64 = 12
    package static let nodeBits: Int64 = 9

    private let node: Int64
    private var millisecond: Int64
    private var sequence: Int64

    /// - Parameter newest: an id that exists already; all of this source come after it.
    package init(node: Int64, after newest: Int64 = 0) {
        precondition((0..<(1 << Self.nodeBits)).contains(node), "a node is 0 to 511")
        self.node = node
        millisecond = max(0, newest) >> (Self.nodeBits + Self.sequenceBits)
        sequence = (1 << Self.sequenceBits) - 1
    }

    package mutating func next(at now: Instant) -> Int64 {
        let present = now.milliseconds - Self.epoch
        if present > millisecond {
            millisecond = present
            sequence = 0
        } else {
            sequence += 1
            if sequence >> Self.sequenceBits != 0 {
                millisecond += 1
                sequence = 0
            }
        }
        return (millisecond << (Self.nodeBits + Self.sequenceBits))
            | (node << Self.sequenceBits) | sequence
    }
}
