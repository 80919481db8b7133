import KengText

/// One record of a table, its fields unquoted and laid end to end; used again for the next record.
package struct CSVRow: Sendable {
    /// As a spreadsheet counts: the header is row 1, a line break inside quotes starts no new row.
    package internal(set) var number = 0
    package internal(set) var bytes: [UInt8] = []
    /// Where each field ends in `bytes`.
    package internal(set) var ends: [Int] = []
    /// Set when the record can be followed but not trusted.
    package internal(set) var damage: Damage?

    package enum Damage: Hashable, Sendable {
        /// Text after a closing quotation mark.
        case strayQuote(column: Int)
        /// The file ends inside quotation marks.
        case openQuote(column: Int)
    }

    package init() {}

    package var count: Int { ends.count }

    /// True for the lines spreadsheets leave at the end: nothing in any field.
    package var isBlank: Bool { bytes.isEmpty && damage == nil }

    /// Where a field stands in `bytes`; empty beyond the last one.
    package func range(_ field: Int) -> Range<Int> {
        guard field < ends.count else { return bytes.count..<bytes.count }
        return (field == 0 ? 0 : ends[field - 1])..<ends[field]
    }

    /// The field as text, malformed bytes shown as U+FFFD.
    package func shown(_ field: Int) -> String {
        String(decoding: bytes[range(field)], as: UTF8.self)
    }

    /// Makes a row of a list of bad rows what it was in its table: without `count` fields and all guards.
    mutating func restore(dropping count: Int) {
        var kept: [UInt8] = []
        var keptEnds: [Int] = []
        for field in ends.indices.dropFirst(count) {
            let range = range(field)
            kept += bytes[range].dropFirst(TableCell.isGuarded(bytes[range]) ? 1 : 0)
            keptEnds.append(kept.count)
        }
        bytes = kept
        ends = keptEnds
    }

    mutating func clear() {
        bytes.removeAll(keepingCapacity: true)
        ends.removeAll(keepingCapacity: true)
        damage = nil
    }
}

/// How much a reader takes before it says that a file is no table.
package struct CSVLimits: Hashable, Sendable {
    package var field = 16_384
    package var row = 262_144
    package var columns = 200

    package init() {}
}

/// Why a file cannot be read on.
///
/// Rows count as in a spreadsheet, columns from 1.
package enum CSVProblem: Error, Hashable, Sendable {
    /// - Parameter code: what the system says, as `errno`.
    case cannotRead(path: String, code: Int32)
    /// The path names a folder.
    case folder(path: String)
    /// Its first line has bytes that no text has: a workbook, a picture, an archive.
    case notText
    case noHeader
    case fieldTooLong(row: Int, column: Int, limit: Int)
    case rowTooLong(row: Int, column: Int, limit: Int)
    case tooManyColumns(row: Int, limit: Int)
}
