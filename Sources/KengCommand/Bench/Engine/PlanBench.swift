import ArgumentParser
import Foundation
import KengDomain
import KengEngine
import KengStore

/// Plans one wave for a whole city, and says how soon the first of it leaves.
struct PlanBench: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "plan",
        abstract:
            "Plan a wave: a row for each recipient, the first leaving while the last is unwritten.",
        discussion: """
            Beside it, in the same run: the same rows by one plain INSERT … SELECT, through SQLite's own \
            shell for a file (the command sqlite3), through the server for a server.
            """)

    @Flag(help: "Answer with one JSON line.") var json = false
    @Option(help: "How many recipients.") var count = 1_000_000
    @Option(help: "How many texts the provider takes of one round meanwhile.") var room = 1
    @OptionGroup var city: BenchCity

    func validate() throws {
        guard (1...10_000).contains(room) else {
            throw ValidationError("--room is \(room); 1 to 10000 are possible.")
        }
        guard (1...20_000_000).contains(count) else {
            throw ValidationError("--count is \(count); 1 to 20000000 are possible.")
        }
    }

    func run() async throws {
        try await reporting {
            try await city.open(people: count) { station in
                let plain = try await Plain(station).seconds()
                try await measure(station, plain: plain)
            }
        }
    }

    private func measure(_ station: Station, plain: Double?) async throws {
        try await FirstCampaign(
            station: station, desk: station.desk, areas: [DemoSetup.cityCode]
        ).start()
        let gateway = InstantGateway(room: room)
        let engine = try city.engine(station.desk, gateway)
        try await engine.start(at: station.world.now())
        let before = try await Self.bytes(station)
        let clock = ContinuousClock()
        let start = clock.now
        let (first, measure) = try await BenchMeasure.measure {
            var first: Duration?
            while try await station.database.read({ transaction in
                try transaction.first("SELECT COUNT(*) FROM wave WHERE planned_at IS NOT NULL") {
                    try $0.integer(0)
                }
            }) == 0 {
                _ = try await engine.step(at: station.world.now())
                if first == nil, gateway.taken > 0 { first = clock.now - start }
            }
            return first
        }
        let rows = try await station.database.read { transaction in
            Int(try transaction.first("SELECT COUNT(*) FROM message") { try $0.integer(0) } ?? 0)
        }
        var more = [
            "bytes_per_row": (try await Self.bytes(station) - before) / max(1, rows),
            "first_handoff_ms": first.map { Int($0 / .milliseconds(1)) } ?? -1,
            "left_per_second": Int(Double(gateway.taken) / max(measure.seconds, 1e-9)),
            "server": city.server == nil ? 0 : 1,
        ]
        if let plain { more["plain_per_second"] = Int(Double(rows) / max(plain, 1e-9)) }
        try answer(measure.line("plan", count: rows, more: more, json: json))
    }

    /// What the messages and their indexes take.
    private static func bytes(_ station: Station) async throws -> Int {
        let sql =
            station.options.location.isServer
            ? "SELECT pg_total_relation_size('message')"
            : "SELECT page_count * page_size FROM pragma_page_count(), pragma_page_size()"
        return try await station.database.read { transaction in
            Int(try transaction.first(sql) { try $0.integer(0) } ?? 0)
        }
    }

    /// The same rows without any of the thinking.
    private struct Plain {
        let station: Station

        init(_ station: Station) {
            self.station = station
        }

        private static func insert(into table: String) -> String {
            """
            INSERT INTO \(table) (id, wave_id, resident_id, phone, channel, lane, class, state, reason,
                body_id, segments, utc_offset, due_at, expires_at, attempts, seal)
            SELECT resident.id, 7, resident.id, resident.phone, 1, 3, 1, 1, 0, 9, 9, 420,
                1800000000000, 1800259200000, 0, resident.phone * 7919
            FROM resident
            JOIN phone ON phone.number = resident.phone
            WHERE resident.is_holder = 1
            ORDER BY resident.area_id, resident.id
            """
        }

        /// - Returns: nil where SQLite's shell is not installed.
        func seconds() async throws -> Double? {
            switch station.options.location {
            case .file(let path): try await ofShell(path)
            case .server: try await ofServer()
            }
        }

        private func ofServer() async throws -> Double {
            try await station.database.write { transaction in
                _ = try transaction.execute("CREATE TABLE plain (LIKE message INCLUDING ALL)")
            }
            let ((), measure) = try await BenchMeasure.measure {
                try await station.database.write {
                    _ = try $0.execute(Self.insert(into: "plain"))
                }
            }
            try await station.database.write { _ = try $0.execute("DROP TABLE plain") }
            return measure.seconds
        }

        private func ofShell(_ path: String) async throws -> Double? {
            let shell = "/usr/bin/sqlite3"
            guard FileManager.default.isExecutableFile(atPath: shell) else { return nil }
            let copy = path + ".plain"
            try station.database.backUp(to: copy)
            defer { try? Files.remove(copy) }  // The whole folder goes in the end.
            let process = Process()
            process.executableURL = URL(fileURLWithPath: shell)
            process.arguments = [
                copy,
                "PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; PRAGMA cache_size = -32768; "
                    + Self.insert(into: "message") + ";",
            ]
            process.standardOutput = FileHandle.nullDevice
            let clock = ContinuousClock()
            let start = clock.now
            try process.run()
            process.waitUntilExit()
            guard process.terminationStatus == 0 else {
                throw Complaint(
                    .bug, "SQLite's shell did not insert the rows.",
                    "It ended with \(process.terminationStatus).", "sqlite3 --version")
            }
            return (clock.now - start) / .seconds(1)
        }
    }
}
