import KengText

extension RowProblem {
    /// What was found, what was expected, what to do: for the command line and for files it writes.
    package var english: String {
        switch self {
        case .damaged(.strayQuote(let column)):
            "Column \(column) has text after its closing quotation mark. Double each quotation mark inside the text."
        case .damaged(.openQuote(let column)):
            "Column \(column) opens a quotation mark and the file ends inside it. Close it."
        case .extraFields(let found, let expected):
            "The row has \(found) fields, the header \(expected). Put text with separators in quotation marks."
        case .brokenUTF8(let column, let place):
            "The \(column.rawValue) is broken UTF-8 at its character \(place). Write that letter anew and save the file as UTF-8."
        case .malformedText(let column):
            "The \(column.rawValue) has bytes that are no text. Save the file as UTF-8 and check this row."
        case .missing(let column):
            "The \(column.rawValue) is empty. Fill it in."
        case .tooLong(let column, let limit):
            "The \(column.rawValue) is longer than \(limit) characters. Shorten it."
        case .unknownSystem(let system):
            "The area system \(system) is unknown. Import its areas first or correct the name."
        case .unknownArea(let code):
            "The area code \(code) is unknown in this system. Correct it or import its areas first."
        case .ambiguousArea(let code, let candidates):
            "The area code \(code) may have lost leading zeros: it could be "
                + candidates.joined(separator: " or ") + ". Write the code in full, as text."
        case .phone(let problem):
            Self.english(problem)
        case .unknownLanguage(let text):
            "The language \(text) is unknown. Use vi, id or zh-Hans."
        case .duplicateResident:
            "This household has this phone already, from an earlier row. Remove one of the two."
        case .duplicateHousehold:
            "This household is in an earlier row already. Remove one of the two."
        case .duplicateArea(let row):
            "This system and code are in row \(row) already. A code stands for one area."
        case .unknownParent(let code):
            "The parent \(code) is neither in the file nor stored. Add its row or correct the code."
        case .cycle(let codes):
            "These areas lie inside one another: " + codes.joined(separator: " in ")
                + ". Correct one parent."
        case .movedArea(let old, let new):
            "The area is stored under \(old) and cannot move to \(new). Use a new system for a new tree."
        case .notADay(let column, let text):
            "The \(column.rawValue) \(text) is no day. Write it as 2025-07-01."
        case .emptyPeriod:
            "The valid_to is before the valid_from. Correct one of them."
        case .unknownJurisdiction(let text):
            "The jurisdiction \(text) is no country code. Use two capital letters, for example VN."
        case .missingJurisdiction:
            "Neither the row nor its parents say whose rules hold. Add a jurisdiction, for example VN."
        case .wrongOffset(let text):
            "The utc_offset_minutes \(text) is no offset. Hanoi is 420, Makassar 480."
        case .missingOffset:
            "Neither the row nor its parents have a utc_offset_minutes. Add it: Hanoi is 420, Makassar 480."
        }
    }

    private static func english(_ problem: PhoneNumberReader.Problem) -> String {
        switch problem {
        case .empty:
            "The phone is empty. Without a number the resident cannot be reached."
        case .unexpected(let character, let place):
            "The phone has \"\(character)\" at character \(place + 1). Write one number, digits only."
        case .wrongLength(let count):
            "The phone has \(count) digits, which no number of this country has. Check for missing digits."
        case .unknownPrefix(let prefix):
            "No mobile number here begins with \(prefix). Check the first digits."
        case .notMobile(.landline):
            "The phone is a landline, which cannot receive texts. Ask for a mobile number."
        case .notMobile(.premium):
            "The phone is a paid service number. Ask for a mobile number."
        case .notMobile(.tollFree):
            "The phone is a free service number. Ask for a mobile number."
        case .notMobile(.other):
            "The phone is not a mobile number. Ask for a mobile number."
        }
    }
}
