package import KengDomain
package import KengStore

/// Imports tables of areas: every row of the file or none.
package struct AreaImport: Sendable {
    private let database: Database
    private let world: World
    private let settings: ImportSettings

    package init(database: Database, world: World, settings: ImportSettings) {
        self.database = database
        self.world = world
        self.settings = settings
    }

    /// Adds new areas and brings known ones up to date; a second time changes nothing.
    ///
    /// - Throws: `ImportProblem.badAreas` when a row is wrong; all wrong rows are then in the file of bad rows.
    package func areas(
        from path: String, progress: @escaping @Sendable (ImportProgress) -> Void = { _ in }
    ) async throws -> ImportReport {
        let started = world.now()
        let table = try await TableFile.open(path: path, limits: settings.limits)
        var report: ImportReport
        do {
            report = try await database.write { [self] transaction in
                let report = try perform(table, path, in: transaction, progress)
                if settings.isDryRun { throw DryRun(report: report) }
                return report
            }
        } catch let dryRun as DryRun {
            report = dryRun.report
        }
        report.seconds = Double((world.now() - started).milliseconds) / 1000
        return report
    }

    private func perform(
        _ table: TableFile, _ path: String, in transaction: any Transaction,
        _ progress: @escaping @Sendable (ImportProgress) -> Void
    ) throws -> ImportReport {
        let columns = try ImportColumns(
            header: table.header, known: AreaRow.columns,
            required: (settings.system == nil ? [.system] : []) + [.code, .name, .kind, .parent])
        let file = BadRowFile(
            path: settings.badRows ?? BadRowFile.path(besides: path), columns: columns)
        var tally = ImportTally(
            file: file, settings: settings, world: world, totalBytes: table.totalBytes,
            progress: progress)
        var kept = RowStore()
        var rows: [AreaRow] = []
        var problems: [ImportProblem.BadRow] = []
        try table.forEachRow { row, _ in
            _ = kept.append(row)
            do throws(RowProblem) {
                rows.append(try AreaRow(row, columns, system: settings.system))
            } catch {
                problems.append(ImportProblem.BadRow(number: row.number, problem: error))
            }
        }
        var stored: [StoredArea] = []
        for system in Set(rows.map(\.system)).sorted() {
            stored += try transaction.areas(in: system)
        }
        let tree = AreaPlacement(
            rows: rows, stored: stored, jurisdiction: settings.jurisdiction,
            newID: { world.newID(Area.self) })
        problems = (problems + tree.problems).sorted { $0.number < $1.number }
        guard problems.isEmpty else {
            try refuse(problems, kept, &tally, file)
            throw ImportProblem.badAreas(
                count: problems.count, first: Array(problems.prefix(5)), file: file.path)
        }
        try transaction.insert(tree.added)
        try transaction.update(tree.updated)
        progress(
            ImportProgress(
                rows: rows.count, bytes: table.totalBytes, totalBytes: table.totalBytes))
        var report = ImportReport()
        report.rows = rows.count
        report.added = tree.added.count
        report.updated = tree.updated.count
        report.known = tree.known
        report.unknownColumns = columns.unknown
        report.charset = table.charset
        report.separator = table.separator
        report.isDryRun = settings.isDryRun
        return report
    }

    private func refuse(
        _ problems: [ImportProblem.BadRow], _ kept: RowStore, _ tally: inout ImportTally,
        _ file: BadRowFile
    ) throws {
        let byNumber = Dictionary(grouping: problems, by: \.number)
        do {
            for place in 0..<kept.count {
                for bad in byNumber[kept.number(place)] ?? [] {
                    try tally.refuse(kept, place, bad.problem)
                }
            }
            _ = try file.finish()
        } catch {
            file.discard()
            throw error
        }
    }
}
