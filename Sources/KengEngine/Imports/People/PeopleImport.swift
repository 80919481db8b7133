package import KengDomain
package import KengStore

/// Imports lists of households and residents: one transaction, in memory that does not grow with the list.
package struct PeopleImport: Sendable {
    private let database: Database
    private let world: World
    private let settings: ImportSettings

    package init(database: Database, world: World, settings: ImportSettings) {
        self.database = database
        self.world = world
        self.settings = settings
    }

    /// - Parameter progress: called at most ten times a second, and once at the end.
    package func households(
        from path: String, progress: @escaping @Sendable (ImportProgress) -> Void
    ) async throws -> ImportReport {
        let (rows, outline) = try await open(
            path, HouseholdFile.columns, required: [.household, .area, .address])
        return try await run(
            RowThread(outline.table, HouseholdFile(rows: rows)), outline, .duplicateHousehold,
            progress
        ) { try $0.insert(households: $1, in: $2) }
    }

    /// - Parameter progress: called at most ten times a second, and once at the end.
    package func residents(
        from path: String, progress: @escaping @Sendable (ImportProgress) -> Void
    ) async throws -> ImportReport {
        let language: [ImportColumn] = settings.language == nil ? [.language] : []
        let (rows, outline) = try await open(
            path, ResidentFile.columns, required: [.household, .area, .phone] + language)
        return try await run(
            RowThread(outline.table, ResidentFile(rows: rows)), outline, .duplicateResident,
            progress
        ) { try $0.insert(residents: $1, in: $2) }
    }

    /// What is known of a file before its first row.
    private struct Outline: Sendable {
        let table: TableFile
        let columns: ImportColumns
        let badRows: String
        let started: Instant
    }

    private func open(
        _ path: String, _ known: Set<ImportColumn>, required: [ImportColumn]
    ) async throws -> (ResidentRows, Outline) {
        let started = world.now()
        let table = try await TableFile.open(path: path, limits: settings.limits)
        let columns = try ImportColumns(header: table.header, known: known, required: required)
        let outline = Outline(
            table: table, columns: columns,
            badRows: settings.badRows ?? BadRowFile.path(besides: path), started: started)
        let hasColumn = columns.place(of: .areaSystem) != nil
        let chosen = settings.system
        let (system, areas) = try await database.read { transaction in
            let systems = try transaction.areaSystems()
            if let chosen, !systems.contains(chosen) {
                throw ImportProblem.unknownSystem(chosen, found: systems)
            }
            let system = chosen ?? (systems.count == 1 ? systems.first : nil)
            guard system != nil || hasColumn && !systems.isEmpty else {
                throw ImportProblem.systemNeeded(found: systems)
            }
            var areas: [String: AreaIndex] = [:]
            for name in systems where hasColumn || name == system {
                areas[name] = AreaIndex(try transaction.areas(in: name))
            }
            return (system, areas)
        }
        let rows = ResidentRows(
            columns: columns, settings: settings, areas: areas, system: system)
        return (rows, outline)
    }

    private func run<Reading: RowReading>(
        _ thread: RowThread<Reading>, _ outline: Outline, _ duplicate: RowProblem,
        _ progress: @escaping @Sendable (ImportProgress) -> Void,
        insert:
            @escaping @Sendable (
                inout ResidentInsertion, [Reading.Item], any Transaction
            ) throws -> [InsertionOutcome]
    ) async throws -> ImportReport {
        let perform: @Sendable (any Transaction) throws -> ImportReport = {
            [settings, world] transaction in
            thread.start()
            defer { thread.channel.close() }
            let file = BadRowFile(path: outline.badRows, columns: outline.columns)
            var tally = ImportTally(
                file: file, settings: settings, world: world, totalBytes: outline.table.totalBytes,
                progress: progress)
            do {
                var insertion = ResidentInsertion(newID: world.newID)
                try transaction.withRoomForMany {
                    while let batch = try thread.channel.take() {
                        let outcomes = try insert(
                            &insertion, batch.good.map(\.item), transaction)
                        try tally.take(batch, outcomes, duplicate)
                    }
                }
                try insertion.finish(in: transaction)
                tally.report.householdsAdded = insertion.householdsAdded
                tally.report.sharedPhones = insertion.sharedPhones
                tally.report.badRows = try file.finish()
            } catch {
                file.discard()
                throw error
            }
            tally.report.isDryRun = settings.isDryRun
            if settings.isDryRun { throw DryRun(report: tally.report) }
            return tally.report
        }
        var report: ImportReport
        do {
            report = try await withTaskCancellationHandler {
                try await database.write(perform)
            } onCancel: {
                thread.channel.cancel()
            }
        } catch let dryRun as DryRun {
            report = dryRun.report
        }
        report.charset = outline.table.charset
        report.separator = outline.table.separator
        report.unknownColumns = outline.columns.unknown
        report.seconds = Double((world.now() - outline.started).milliseconds) / 1000
        return report
    }
}

/// Undoes a transaction that did all it should have done.
struct DryRun: Error {
    let report: ImportReport
}
