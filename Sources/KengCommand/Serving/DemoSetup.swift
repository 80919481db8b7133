import Foundation
import KengDomain
import KengEngine
import KengSimulation
import KengStore

/// Fills an empty database with a practice city: the real tree of Hanoi, made-up people, the real lessons.
struct DemoSetup {
    let options: StationOptions
    let households: Int
    let seed: UInt64

    static let areaSystem = "vn-2023"
    static let cityCode = "01"

    /// Makes the city once; a database that has one is left as it is.
    ///
    /// - Throws: a complaint when the database holds real data.
    func prepare(say: (String) -> Void) async throws {
        let station = try await Station.open(options, node: 6, creates: true)
        let mark = try await station.database.read { transaction in
            (
                practice: try transaction.setting(Station.practiceSetting),
                hasAreas: try !transaction.areaSystems().isEmpty
            )
        }
        guard mark.practice != "ready" else { return }
        guard mark.practice != nil || !mark.hasAreas else {
            throw Complaint(
                .usage, "\(options.database) is not a practice city.",
                "It has areas already, and practice never mixes with real data.",
                NextCommand.now.again("--database", "demo.sqlite"))
        }
        try await mark8(station)
        // Opened again, so that everything below already lives in the city's own time.
        let city = try await Station.open(options, node: 6, creates: true)
        try await importAreas(city, say: say)
        try await importResidents(city, say: say)
        let result = try await city.publish(by: "demo")
        say("published \(result.published) editions")
        try await addAccounts(city)
        try await city.database.write { transaction in
            try transaction.set(Station.practiceSetting, to: "ready")
        }
    }

    /// The city's clock starts at eight in the morning, so that a demonstration at night sends too.
    private func mark8(_ station: Station) async throws {
        let now = Station.machineTime()
        let today = LocalDay(of: now, at: .hanoi)
        guard let eight = MinuteOfDay(minutes: 8 * 60) else { return }
        let shift = today.instant(at: eight, offset: .hanoi) - now
        try await station.database.write { transaction in
            guard try transaction.setting(Station.clockSetting) == nil else { return }
            try transaction.set(Station.clockSetting, to: "\(shift.milliseconds)")
            try transaction.set(Station.practiceSetting, to: "filling")
        }
    }

    func importAreas(_ city: Station, say: (String) -> Void) async throws {
        let content = try Places.find(.content, option: options.content)
        let report = try await AreaImport(
            database: city.database, world: city.world, settings: ImportSettings()
        ).areas(from: "\(content)/areas/\(Self.areaSystem).csv")
        try await city.areas.reload()
        say("imported \(report.added) areas")
    }

    func importResidents(_ city: Station, say: (String) -> Void) async throws {
        let file = options.location.filesPrefix + ".residents.csv"
        try writeResidents(of: city, to: file)
        var settings = ImportSettings()
        settings.system = Self.areaSystem
        settings.badRows = options.location.filesPrefix + ".bad-rows.csv"
        let report = try await PeopleImport(
            database: city.database, world: city.world, settings: settings
        ).residents(from: file) { _ in }
        say("imported \(report.added) residents in \(report.householdsAdded) households")
        try Files.remove(file)
    }

    /// Writes the made-up residents as any city would hand them over: a CSV file.
    func writeResidents(of city: Station, to path: String) throws {
        guard let root = city.areas.area(system: Self.areaSystem, code: Self.cityCode) else {
            throw Complaint(
                .badData, "Hanoi is not in the tree.", "The demo lives in vn-2023/01.",
                Complaint.areasFirst("vn-2023"))
        }
        let leaves = city.areas.leaves(under: root.id)
        let people = DemoCity(seed: seed, households: households, areas: leaves)
        try Files.remove(path)
        guard FileManager.default.createFile(atPath: path, contents: nil),
            let handle = FileHandle(forWritingAtPath: path)
        else {
            throw Complaint(
                .notPermitted, "\(path) cannot be written.", "The made-up residents go there.",
                "Choose a folder you may write to with --database.")
        }
        defer { try? handle.close() }  // Everything was written; closing can lose nothing more.
        var text = DemoCity.header
        try people.rows { row in
            text += row
            guard text.utf8.count > 1 << 20 else { return }
            try handle.write(contentsOf: Data(text.utf8))
            text = ""
        }
        try handle.write(contentsOf: Data(text.utf8))
    }

    func addAccounts(_ city: Station) async throws {
        guard let root = city.areas.area(system: Self.areaSystem, code: Self.cityCode) else {
            return
        }
        for (name, role) in [("lan", Account.Role.author), ("minh", .approver)] {
            guard try await city.accounts.account(named: name) == nil else { continue }
            _ = try await city.accounts.add(
                name: name, role: role, area: root.id, language: "vi")
        }
    }
}

/// Writes the residents file of a practice city, to try an import with.
extension DemoSetup {
    static let defaultHouseholds = 20_000
    static let defaultSeed: UInt64 = 53
}
