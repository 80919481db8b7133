import KengEngine

extension Complaint {
    /// An import that did not happen.
    init(importing error: any Error, file: String, database: String) {
        switch error {
        case let problem as CSVProblem:
            self.init(problem, file)
        case let problem as ImportColumns.Problem:
            self.init(problem, file)
        case let problem as ImportProblem:
            self.init(problem, database)
        default:
            self.init(error)
        }
    }

    /// A table that cannot be read.
    init(_ problem: CSVProblem, _ file: String) {
        let again = NextCommand.now.again()
        switch problem {
        case .cannotRead(let path, let code):
            self.init(
                .noInput, "\(path) cannot be read.", "The system says: \(Files.reason(code)).",
                "ls -l \(NextCommand.quoted(path))")
        case .folder(let path):
            self.init(
                .noInput, "\(path) is a folder.", "A table is one CSV file.",
                "ls \(NextCommand.quoted(path))/*.csv")
        case .notText:
            self.init(
                .badData, "\(file) is no text.",
                "Its first bytes are those of a workbook, a picture, an archive or another program's file.",
                "Open it there, save it as CSV in UTF-8, then import that.")
        case .noHeader:
            self.init(
                .badData, "\(file) has no header line.", "It is empty or blank.",
                "Put the names of the columns on the first line, then run: \(again)")
        case .fieldTooLong(let row, let column, let limit):
            self.init(
                .badData, "Row \(row), column \(column) is longer than \(limit) bytes.",
                "Most often a quotation mark is opened there and not closed.",
                "Correct row \(row), then run: \(again)")
        case .rowTooLong(let row, let column, let limit):
            self.init(
                .badData, "Row \(row) is longer than \(limit) bytes.",
                "Most often a quotation mark is opened in column \(column) and not closed.",
                "Correct row \(row), then run: \(again)")
        case .tooManyColumns(let row, let limit):
            self.init(
                .badData, "Row \(row) has more than \(limit) columns.",
                "Most often line ends are missing.", "Correct row \(row), then run: \(again)")
        }
    }

    private init(_ problem: ImportColumns.Problem, _ file: String) {
        let again = NextCommand.now.again()
        switch problem {
        case .missing(let columns, let found):
            self.init(
                .badData,
                "\(file) has no column \(columns.map(\.rawValue).joined(separator: ", ")).",
                "Its columns are: \(found.joined(separator: ", ")).",
                "Name the columns on the first line, then run: \(again)")
        case .twice(let column, let found):
            self.init(
                .badData, "\(file) has the column \(column.rawValue) twice.",
                "Its columns are: \(found.joined(separator: ", ")).",
                "Remove or rename one of them, then run: \(again)")
        }
    }

    init(_ problem: ImportProblem, _ database: String) {
        switch problem {
        case .systemNeeded(let found) where found.isEmpty:
            self.init(
                .badData, "\(database) has no areas.", "People live in areas, which come first.",
                Self.areasFirst())
        case .systemNeeded(let found):
            self.init(
                .usage, "Which area system the codes belong to is not said.",
                "\(database) has \(found.joined(separator: ", ")).",
                NextCommand.now.again("--system", found.last ?? ""))
        case .unknownSystem(let name, let found):
            self.init(
                .usage, "The area system \(name) is unknown.",
                "\(database) has \(found.isEmpty ? "none" : found.joined(separator: ", ")).",
                found.last.map { NextCommand.now.again("--system", $0) } ?? Self.areasFirst())
        case .cannotWrite(let path, let code):
            self.init(
                .cannotCreate, "The bad rows cannot be written to \(path).",
                "The system says: \(Files.reason(code)).",
                NextCommand.now.again("--bad-rows", "/tmp/bad-rows.csv"))
        case .badAreas(let count, let first, let file):
            let shown = first.map { "Row \($0.number): \($0.problem.english)" }
            self.init(
                .badData,
                "\(count) \(count == 1 ? "row is" : "rows are") wrong, so no area was stored.",
                shown.joined(separator: " "),
                "Correct the rows listed in \(file), then run: \(NextCommand.now.again())")
        }
    }

    /// The command that begins a database with the areas that came with keng.
    static func areasFirst(_ system: String = "vn-2025") -> String {
        // Without the folder, the path as it is in the folder that keng comes in.
        let option = NextCommand.now.value(of: "--content")
        let content = (try? Places.find(.content, option: option)) ?? "Content"
        return NextCommand.now.other("import", "areas", "\(content)/areas/\(system).csv")
    }
}
