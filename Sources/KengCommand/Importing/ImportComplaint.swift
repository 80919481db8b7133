import KengEngine

extension Complaint {
    /// An import that did not happen.
    init(importing noun: String, _ error: any Error, file: String, database: String) {
        let again = "keng import \(noun) --database \(database) \(file)"
        switch error {
        case let problem as CSVProblem:
            self.init(problem, file, again)
        case let problem as ImportColumns.Problem:
            self.init(problem, file, again)
        case let problem as ImportProblem:
            self.init(problem, again, database)
        default:
            self.init(error)
        }
    }

    private init(_ problem: CSVProblem, _ file: String, _ again: String) {
        switch problem {
        case .cannotRead(let path, let why):
            self.init(
                .usage, "\(path) cannot be read.", "The system says: \(why).", "ls -l \(path)")
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

    private init(_ problem: ImportColumns.Problem, _ file: String, _ again: String) {
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

    private init(_ problem: ImportProblem, _ again: String, _ database: String) {
        switch problem {
        case .systemNeeded(let found) where found.isEmpty:
            self.init(
                .badData, "\(database) has no areas.", "People live in areas, which come first.",
                "keng import areas --database \(database) Content/areas/vn-2025.csv")
        case .systemNeeded(let found):
            self.init(
                .usage, "Which area system the codes belong to is not said.",
                "\(database) has \(found.joined(separator: ", ")).",
                "\(again) --system \(found.last ?? "")")
        case .unknownSystem(let name, let found):
            self.init(
                .usage, "The area system \(name) is unknown.",
                "\(database) has \(found.isEmpty ? "none" : found.joined(separator: ", ")).",
                found.last.map { "\(again) --system \($0)" }
                    ?? "keng import areas --database \(database) Content/areas/vn-2025.csv")
        case .cannotWrite(let path, let code):
            self.init(
                .cannotCreate, "The bad rows cannot be written to \(path).",
                "The system says: \(Files.reason(code)).", "\(again) --bad-rows /tmp/bad-rows.csv")
        case .badAreas(let count, let first, let file):
            let shown = first.map { "Row \($0.number): \($0.problem.english)" }
            self.init(
                .badData,
                "\(count) \(count == 1 ? "row is" : "rows are") wrong, so no area was stored.",
                shown.joined(separator: " "),
                "Correct the rows listed in \(file), then run: \(again)")
        }
    }
}
