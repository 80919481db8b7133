package import KengDomain

/// How an import is to be done.
package struct ImportSettings: Sendable {
    /// The area system of files that do not name one; nil when the database has only one.
    package var system: String?
    /// The language of rows that do not name one.
    package var language: Language?
    /// Whose rules hold in a new tree of areas whose file does not say so.
    package var jurisdiction: Jurisdiction?
    /// Where rows that were not taken are written; nil means beside the input.
    package var badRows: String?
    /// Does everything but the commit.
    package var isDryRun = false
    package var limits = CSVLimits()
    /// Makes the sentence for the file of bad rows, in the reader's language.
    package var sentence: @Sendable (RowProblem) -> String = { $0.english }

    package init() {}
}

/// What an import is doing now.
package struct ImportProgress: Hashable, Sendable {
    package let rows: Int
    package let bytes: Int
    package let totalBytes: Int
}

/// What an import did, or in a dry run would have done.
package struct ImportReport: Hashable, Sendable {
    /// Rows without the header and blank ones: taken, known and bad together.
    package var rows = 0
    /// Rows whose area, household or resident is stored now and was not before.
    package var added = 0
    /// Rows that were stored before and changed nothing.
    package var known = 0
    /// Areas whose name, kind, days or rules were brought up to date.
    package var updated = 0
    /// Households created, by a file of households or of residents.
    package var householdsAdded = 0
    /// Residents on a phone that somebody else has, too.
    package var sharedPhones = 0
    /// Vietnamese eleven-digit numbers brought up to date.
    package var migratedPhones = 0
    /// Area codes that had lost leading zeros.
    package var repairedCodes = 0
    /// Rows not taken, by `RowProblem.code`.
    package var bad: [String: Int] = [:]
    /// Columns of the file that were not understood.
    package var unknownColumns: [String] = []
    package var charset = Charset.utf8
    package var separator: Character = ","
    package var seconds = 0.0
    /// Where the bad rows are; nil when there are none.
    package var badRows: String?
    package var isDryRun = false

    package init() {}

    package var badCount: Int { bad.values.reduce(0, +) }
}

/// Why an import changed nothing.
package enum ImportProblem: Error, Hashable, Sendable {
    /// No area system was named and the database has none or several.
    case systemNeeded(found: [String])
    case unknownSystem(String, found: [String])
    /// - Parameter code: what the system says, as `errno`.
    case cannotWrite(path: String, code: Int32)
    /// Areas are taken all or not at all; the rows are in the file, the first few are here.
    case badAreas(count: Int, first: [BadRow], file: String)

    package struct BadRow: Error, Hashable, Sendable {
        package let number: Int
        package let problem: RowProblem
    }
}
