import KengDomain
import KengStore
import KengText

/// What a file of residents or of households needs to become rows of the store.
struct ResidentRows: Sendable {
    private let columns: ImportColumns
    private let settings: ImportSettings
    private let areas: [String: AreaIndex]
    private let system: String?
    private var readers: [Jurisdiction: PhoneNumberReader] = [:]
    private var lastArea: (bytes: [UInt8], system: String, found: AreaIndex.Found)?
    private var lastLanguage: (bytes: [UInt8], language: Language)?

    /// - Parameter system: the one that holds where a row names none.
    init(
        columns: ImportColumns, settings: ImportSettings, areas: [String: AreaIndex],
        system: String?
    ) {
        self.columns = columns
        self.settings = settings
        self.areas = areas
        self.system = system
    }

    mutating func household(
        _ row: CSVRow
    ) throws(RowProblem) -> (household: NewHousehold, area: AreaIndex.Found) {
        try columns.check(row)
        let area = try area(row)
        let code = try text(row, .household, limit: 64)
        guard let code else { throw .missing(.household) }
        let address = try text(row, .address, limit: 500) ?? ""
        return (NewHousehold(area: area.area, code: code, address: address), area)
    }

    mutating func resident(
        _ row: CSVRow
    ) throws(RowProblem) -> (resident: NewResident, isMigrated: Bool, isRepaired: Bool) {
        let (household, area) = try household(row)
        let reading = try phone(row, area.jurisdiction)
        let resident = NewResident(
            household: household, name: try text(row, .name, limit: 200),
            phone: reading.number, language: try language(row))
        return (resident, reading.isMigrated, area.isRepaired)
    }

    private func text(
        _ row: CSVRow, _ column: ImportColumn, limit: Int
    ) throws(RowProblem) -> String? {
        try RowText.text(row, columns.place(of: column), column, limit: limit)
    }

    private mutating func area(_ row: CSVRow) throws(RowProblem) -> AreaIndex.Found {
        let named = try text(row, .areaSystem, limit: 64) ?? system
        guard let named else { throw .missing(.areaSystem) }
        let place = columns.place(of: .area) ?? 0
        let range = row.range(place)
        if let lastArea, lastArea.system == named,
            lastArea.bytes.elementsEqual(row.bytes[range])
        {
            return lastArea.found
        }
        guard let index = areas[named] else { throw .unknownSystem(RowText.cut(named)) }
        guard let code = try text(row, .area, limit: 64) else { throw .missing(.area) }
        let found = try index.find(code)
        lastArea = (Array(row.bytes[range]), named, found)
        return found
    }

    private mutating func phone(
        _ row: CSVRow, _ jurisdiction: Jurisdiction
    ) throws(RowProblem) -> PhoneNumberReader.Reading {
        let reader: PhoneNumberReader
        if let known = readers[jurisdiction] {
            reader = known
        } else {
            reader = PhoneNumberReader(region: jurisdiction)
            readers[jurisdiction] = reader
        }
        let range = row.range(columns.place(of: .phone) ?? 0)
        do {
            return try reader.read(utf8: row.bytes.span.extracting(range))
        } catch {
            throw .phone(error)
        }
    }

    private mutating func language(_ row: CSVRow) throws(RowProblem) -> Language {
        guard let place = columns.place(of: .language) else {
            guard let language = settings.language else { throw .missing(.language) }
            return language
        }
        let range = row.range(place)
        if let lastLanguage, lastLanguage.bytes.elementsEqual(row.bytes[range]) {
            return lastLanguage.language
        }
        guard let word = try text(row, .language, limit: 40) else {
            guard let language = settings.language else { throw .missing(.language) }
            return language
        }
        guard let language = ImportWords.language(word) else {
            throw .unknownLanguage(RowText.cut(word))
        }
        lastLanguage = (Array(row.bytes[range]), language)
        return language
    }
}
