import KengDomain
import KengText

/// One row of a table of areas, before its place in the tree is known.
struct AreaRow: Hashable, Sendable {
    let number: Int
    let system: String
    let code: String
    let name: String
    let kind: String
    let parent: String?
    let validFrom: LocalDay?
    let validTo: LocalDay?
    let jurisdiction: Jurisdiction?
    let offset: UTCOffset?

    static let columns: Set<ImportColumn> = [
        .system, .code, .name, .kind, .parent, .validFrom, .validTo, .jurisdiction, .offset,
    ]

    init(_ row: CSVRow, _ columns: ImportColumns, system: String?) throws(RowProblem) {
        func text(_ column: ImportColumn, _ limit: Int = 64) throws(RowProblem) -> String? {
            try RowText.text(row, columns.place(of: column), column, limit: limit)
        }
        func needed(_ column: ImportColumn, _ limit: Int = 64) throws(RowProblem) -> String {
            guard let text = try text(column, limit) else { throw .missing(column) }
            return text
        }
        func day(_ column: ImportColumn) throws(RowProblem) -> LocalDay? {
            guard let text = try text(column) else { return nil }
            do { return try LocalDay(text) } catch { throw .notADay(column, RowText.cut(text)) }
        }
        try columns.check(row)
        number = row.number
        if let named = try text(.system) ?? system {
            self.system = named
        } else {
            throw .missing(.system)
        }
        code = try needed(.code)
        name = try needed(.name, 200)
        kind = try needed(.kind, 100)
        parent = try text(.parent)
        validFrom = try day(.validFrom)
        validTo = try day(.validTo)
        if let validFrom, let validTo, validTo < validFrom { throw .emptyPeriod }
        jurisdiction = try Self.jurisdiction(text(.jurisdiction))
        offset = try Self.offset(text(.offset))
    }

    private static func jurisdiction(_ text: String?) throws(RowProblem) -> Jurisdiction? {
        guard let text else { return nil }
        do throws(Jurisdiction.Problem) {
            let jurisdiction = try Jurisdiction(text)
            if PhoneNumberReader.isCountry(jurisdiction) { return jurisdiction }
        } catch {}
        throw .unknownJurisdiction(RowText.cut(text))
    }

    private static func offset(_ text: String?) throws(RowProblem) -> UTCOffset? {
        guard let text else { return nil }
        guard let minutes = Int(text) else { throw .wrongOffset(RowText.cut(text)) }
        do { return try UTCOffset(minutes: minutes) } catch { throw .wrongOffset(text) }
    }
}
