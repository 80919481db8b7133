import KengDomain
import KengStore

/// Counts what became of rows, writes down the bad ones and tells how far the import is.
struct ImportTally {
    var report = ImportReport()
    private let file: BadRowFile
    private let settings: ImportSettings
    private let world: World
    private let totalBytes: Int
    private let progress: @Sendable (ImportProgress) -> Void
    private var told: Instant?

    private static let pause = Duration.milliseconds(100)

    init(
        file: BadRowFile, settings: ImportSettings, world: World, totalBytes: Int,
        progress: @escaping @Sendable (ImportProgress) -> Void
    ) {
        self.file = file
        self.settings = settings
        self.world = world
        self.totalBytes = totalBytes
        self.progress = progress
    }

    /// - Parameter outcomes: one for each good row of the batch.
    mutating func take<Item>(
        _ batch: RowBatch<Item>, _ outcomes: [InsertionOutcome], _ duplicate: RowProblem
    ) throws {
        var bad = batch.bad.map { ($0.place, $0.problem) }
        for (good, outcome) in zip(batch.good, outcomes) {
            switch outcome {
            case .added: report.added += 1
            case .known: report.known += 1
            case .duplicate: bad.append((good.place, duplicate))
            }
        }
        for (place, problem) in bad.sorted(by: { $0.0 < $1.0 }) {
            try refuse(batch.rows, place, problem)
        }
        report.rows += batch.rows.count
        report.migratedPhones += batch.migratedPhones
        report.repairedCodes += batch.repairedCodes
        tell(bytes: batch.bytesRead, isLast: batch.isLast)
    }

    mutating func refuse(_ rows: RowStore, _ place: Int, _ problem: RowProblem) throws {
        report.bad[problem.code, default: 0] += 1
        try file.write(
            rows.number(place), code: problem.code, sentence: settings.sentence(problem),
            fields: rows.fields(place))
    }

    private mutating func tell(bytes: Int, isLast: Bool) {
        let now = world.now()
        if let told, now - told < Self.pause, !isLast { return }
        told = now
        progress(ImportProgress(rows: report.rows, bytes: bytes, totalBytes: totalBytes))
    }
}
