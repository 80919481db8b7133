import KengText

/// A column an import understands.
package enum ImportColumn: String, Hashable, Sendable, CaseIterable {
    case household = "household_code"
    case area = "area_code"
    case areaSystem = "area_system"
    case address
    case name
    case phone
    case language
    case system
    case code
    case kind
    case parent
    case validFrom = "valid_from"
    case validTo = "valid_to"
    case jurisdiction
    case offset = "utc_offset_minutes"
}

/// What a file's header says: where each known column stands, and what was not understood.
package struct ImportColumns: Hashable, Sendable {
    package let header: [String]
    package let unknown: [String]
    private let places: [ImportColumn: Int]

    package enum Problem: Error, Hashable, Sendable {
        /// - Parameter found: the header as it stands in the file.
        case missing([ImportColumn], found: [String])
        case twice(ImportColumn, found: [String])
    }

    /// - Parameter known: the columns this import can use; the others of a file are named, not read.
    package init(
        header: [String], known: Set<ImportColumn>, required: [ImportColumn]
    ) throws(Problem) {
        var places: [ImportColumn: Int] = [:]
        var unknown: [String] = []
        for (place, title) in header.enumerated() {
            guard let column = ImportWords.column(title, among: known) else {
                let name = title.trimmed
                if !name.isEmpty { unknown.append(name) }
                continue
            }
            guard places[column] == nil else { throw .twice(column, found: header) }
            places[column] = place
        }
        let missing = required.filter { places[$0] == nil }
        guard missing.isEmpty else { throw .missing(missing, found: header.map(\.trimmed)) }
        self.header = header
        self.unknown = unknown
        self.places = places
    }

    /// Refuses a row that cannot be trusted to have its values in the right columns.
    func check(_ row: CSVRow) throws(RowProblem) {
        if let damage = row.damage { throw .damaged(damage) }
        guard row.count > header.count else { return }
        let beyond = row.range(header.count - 1).upperBound
        guard row.bytes.count == beyond else {
            throw .extraFields(found: row.count, expected: header.count)
        }
    }

    package func place(of column: ImportColumn) -> Int? { places[column] }
}

extension String {
    /// Without spaces and line ends around it, in NFC.
    var trimmed: String {
        let kept = drop { $0.isWhitespace }
        guard let last = kept.lastIndex(where: { !$0.isWhitespace }) else { return "" }
        return String(kept[...last]).nfc
    }

    /// For comparing headers and words: small letters and digits only, without marks, đ as d.
    var bare: String {
        var result = String.UnicodeScalarView()
        for scalar in nfd.lowercased().unicodeScalars {
            if scalar == "đ" {
                result.append("d")
            } else if scalar.properties.isAlphabetic || scalar.properties.numericType != nil {
                result.append(scalar)
            }
        }
        return String(result)
    }
}
