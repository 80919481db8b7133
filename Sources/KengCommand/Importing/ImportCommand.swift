import ArgumentParser
import KengEngine

/// Takes lists that cities have into the database.
struct ImportCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "import",
        abstract: "Take areas, households and residents from tables into the database.",
        usage: """
            keng import areas --database keng.db vn-2025.csv
            keng import residents --database keng.db --system vn-2025 --dry-run residents.csv
            """,
        discussion: """
            A table is a CSV file with a header line; commas, semicolons and tabs, UTF-8, UTF-16, \
            GB18030 and windows-1258 are recognised. An import is one transaction: what fails or is \
            interrupted leaves nothing. Rows that cannot be taken are written to a file, each with \
            its reason.
            """,
        subcommands: [ImportAreas.self, ImportHouseholds.self, ImportResidents.self])
}

struct ImportAreas: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "areas",
        abstract: "Take a tree of areas: every row or none.",
        usage: "keng import areas --database keng.db vn-2025.csv",
        discussion: """
            Columns: system, code, name, kind, parent, and where known valid_from, valid_to, \
            jurisdiction, utc_offset_minutes. A second time changes nothing.
            """)

    @OptionGroup var options: ImportOptions

    @Option(help: "Country code of the rules that hold where the table does not say, such as VN.")
    var jurisdiction: String?

    func run() async throws {
        try await options.run("areas", jurisdiction: jurisdiction) { work, progress in
            try await work.areas.areas(from: work.file, progress: progress)
        }
    }
}

struct ImportHouseholds: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "households",
        abstract: "Take a list of households.",
        usage: "keng import households --database keng.db --system vn-2025 households.csv",
        discussion: """
            Columns: household_code, area_code, address, and area_system where a list has several. \
            Ends with 65 when no row could be taken.
            """)

    @OptionGroup var options: ImportOptions

    func run() async throws {
        try await options.run("households") { work, progress in
            try await work.people.households(from: work.file, progress: progress)
        }
    }
}

struct ImportResidents: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "residents",
        abstract: "Take a list of residents and the households they name.",
        usage: "keng import residents --database keng.db --system vn-2025 residents.csv",
        discussion: """
            Columns: household_code, area_code, phone, language, and where known address, name, \
            area_system; English, Vietnamese, Indonesian and Chinese names of columns are \
            understood. Ends with 65 when no row could be taken.
            """)

    @OptionGroup var options: ImportOptions

    @Option(help: "The language of residents whose row names none: vi, id or zh-Hans.")
    var language: String?

    func run() async throws {
        try await options.run("residents", language: language) { work, progress in
            try await work.people.residents(from: work.file, progress: progress)
        }
    }
}
