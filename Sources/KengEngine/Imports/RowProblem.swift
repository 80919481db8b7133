package import KengText

/// Why one row of a file is not taken.
package enum RowProblem: Error, Hashable, Sendable {
    case damaged(CSVRow.Damage)
    /// More fields than the header has: a separator inside a field that has no quotation marks.
    case extraFields(found: Int, expected: Int)
    /// - Parameter at: the character that the first such bytes stand for, counted from 1.
    case brokenUTF8(ImportColumn, at: Int)
    /// Characters of another charset that could not be read, or were lost before.
    case malformedText(ImportColumn)
    case missing(ImportColumn)
    case tooLong(ImportColumn, limit: Int)
    case unknownSystem(String)
    case unknownArea(String)
    /// A code whose leading zeros may be lost, and the codes it could be.
    case ambiguousArea(String, candidates: [String])
    case phone(PhoneNumberReader.Problem)
    case unknownLanguage(String)
    /// The household has this phone already, from an earlier row.
    case duplicateResident
    case duplicateHousehold
    case duplicateArea(firstRow: Int)
    case unknownParent(String)
    case cycle([String])
    /// An area that is stored already stands elsewhere in the tree.
    case movedArea(from: String, to: String)
    case notADay(ImportColumn, String)
    case emptyPeriod
    case unknownJurisdiction(String)
    case missingJurisdiction
    case wrongOffset(String)
    case missingOffset

    /// The stable word under which rows are counted and written to the file of bad rows.
    package var code: String {
        switch self {
        case .damaged: "damaged_row"
        case .extraFields: "extra_fields"
        case .brokenUTF8, .malformedText: "malformed_text"
        case .missing: "missing_value"
        case .tooLong: "too_long"
        case .unknownSystem: "unknown_system"
        case .unknownArea: "unknown_area"
        case .ambiguousArea: "ambiguous_area"
        case .phone(.empty): "phone_empty"
        case .phone(.unexpected): "phone_unexpected_character"
        case .phone(.wrongLength): "phone_wrong_length"
        case .phone(.unknownPrefix): "phone_unknown_prefix"
        case .phone(.notMobile(.landline)): "phone_landline"
        case .phone(.notMobile(.premium)): "phone_premium"
        case .phone(.notMobile(.tollFree)): "phone_toll_free"
        case .phone(.notMobile(.other)): "phone_not_mobile"
        case .unknownLanguage: "unknown_language"
        case .duplicateResident: "duplicate_resident"
        case .duplicateHousehold: "duplicate_household"
        case .duplicateArea: "duplicate_area"
        case .unknownParent: "unknown_parent"
        case .cycle: "cycle"
        case .movedArea: "moved_area"
        case .notADay: "not_a_day"
        case .emptyPeriod: "empty_period"
        case .unknownJurisdiction: "unknown_jurisdiction"
        case .missingJurisdiction: "missing_jurisdiction"
        case .wrongOffset: "wrong_offset"
        case .missingOffset: "missing_offset"
        }
    }
}
