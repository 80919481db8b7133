import Foundation
import KengDomain
import KengStore
import KengTestSupport
import Synchronization

@testable import KengEngine

/// A folder with a database of a few areas, gone after the test.
final class ImportFixture: Sendable {
    let folder: URL
    let database: Database
    private let place: TestDatabase
    let world: World

    init(seed: UInt64 = 1) throws {
        folder = FileManager.default.temporaryDirectory
            .appending(path: "keng-import-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        place = try TestDatabase(file: folder.appending(path: "keng.db").path)
        database = try place.open()
        let ticks = Mutex<Int64>(1_800_000_000_000)
        world = .seeded(seed) {
            ticks.withLock { ticks in
                ticks += 1
                return Instant(milliseconds: ticks)
            }
        }
    }

    deinit {
        try? database.close()
        try? FileManager.default.removeItem(at: folder)
    }

    /// A small part of Hanoi: a province 01 with a district 001 and three communes.
    static let areas = """
        system,code,name,kind,parent,valid_from,valid_to,jurisdiction,utc_offset_minutes
        vn-2023,00001,Phường Phúc Xá,phường,001,2023-04-10,2025-06-30,,
        vn-2023,00070,Phường Hàng Bài,phường,001,2023-04-10,2025-06-30,,
        vn-2023,00071,Phường Đống Đa,phường,001,2023-04-10,,,
        vn-2023,001,Quận Ba Đình,quận,01,2023-04-10,2025-06-30,,
        vn-2023,01,Thành phố Hà Nội,thành phố trung ương,,2023-04-10,2025-06-30,VN,420

        """

    func write(_ text: String, to name: String = "input.csv") throws -> String {
        try write(Array(text.utf8), to: name)
    }

    func write(_ bytes: [UInt8], to name: String = "input.csv") throws -> String {
        let path = folder.appending(path: name).path
        try Data(bytes).write(to: URL(fileURLWithPath: path))
        return path
    }

    func text(of path: String) throws -> String {
        String(decoding: try Data(contentsOf: URL(fileURLWithPath: path)), as: UTF8.self)
    }

    func importAreas(
        _ text: String = areas, _ settings: ImportSettings = ImportSettings()
    ) async throws -> ImportReport {
        let path = try write(text, to: "areas.csv")
        return try await AreaImport(database: database, world: world, settings: settings)
            .areas(from: path)
    }

    func importResidents(
        _ text: String, _ settings: ImportSettings = ImportSettings(),
        progress: @escaping @Sendable (ImportProgress) -> Void = { _ in }
    ) async throws -> ImportReport {
        let path = try write(text)
        return try await PeopleImport(database: database, world: world, settings: settings)
            .residents(from: path, progress: progress)
    }

    func importHouseholds(
        _ text: String, _ settings: ImportSettings = ImportSettings()
    ) async throws -> ImportReport {
        let path = try write(text)
        return try await PeopleImport(database: database, world: world, settings: settings)
            .households(from: path, progress: { _ in })
    }

    /// One line for each row of an answer, columns separated by a bar.
    func ask(_ sql: String, columns: Int) async throws -> [String] {
        try await database.read { transaction in
            try transaction.all(sql) { row in
                (0..<columns).map { column in
                    row.optionalText(column) ?? "-"
                }.joined(separator: "|")
            }
        }
    }
}
