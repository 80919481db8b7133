import Foundation
import KengContent
import KengDomain
@testable import KengEngine
import KengGateways
import KengSimulation
import KengStore
import KengTestSupport
import KengText
import Testing

/// What the store refuses for a while is no reason to lose anybody or to send twice.
struct StorageTroubleTests {
    private static let setup = TestCity.Setup(
        seed: 5, households: 42, segmentsPerSecond: 24, network: SimulationScript.cruel,
        people: TestCity.Setup.lively)

    /// Works as the program does: a round that fails is followed by a look at what is in doubt.
    ///
    /// - Returns: the problems it met.
    private static func work(
        _ city: TestCity, rounds: Int, before: (Int) async throws -> Void = { _ in }
    ) async throws -> [StoreProblem] {
        var problems: [StoreProblem] = []
        var isInDoubt = false
        for round in 0..<rounds {
            try await before(round)
            do {
                if isInDoubt { try await city.engine.recover(at: city.clock.now) }
                isInDoubt = false
                _ = try await city.engine.step(at: city.clock.now)
            } catch let problem as StoreProblem {
                problems.append(problem)
                isInDoubt = true
            }
            city.clock.advance(by: .milliseconds(250))
        }
        return problems
    }

    private static func expectExact(_ city: TestCity) async throws {
        try await city.engine.recover(at: city.clock.now)
        try await city.run(for: .seconds(80 * 3600), tick: .seconds(20))
        #expect(city.sandbox.doubled.isEmpty)
        #expect(try await city.number("SELECT COUNT(*) FROM message WHERE state IN (1, 2)") == 0)
        for id in try await city.numbers("SELECT id FROM message WHERE state IN (3, 4, 5, 8)") {
            #expect(city.sandbox.acceptedCount(id) == 1)
        }
        #expect(
            try await city.number("SELECT COUNT(*) FROM message WHERE wave_id IS NOT NULL")
                == city.number("SELECT COUNT(*) FROM resident WHERE is_holder = 1"))
        #expect(city.watch.notKept == [])
        #expect(try await city.violations() == [])
    }

    /// SQLite says the same of a full disk and of a file that may not grow.
    @Test(.enabled(if: TestDatabase.isFile, "it is about files"))
    func aFullDiskLosesNothing() async throws {
        let city = try await TestCity(Self.setup)
        try await city.approve(try city.brief())
        #expect(try await Self.work(city, rounds: 4).isEmpty)
        try await city.mayGrow(false)
        let problems = try await Self.work(city, rounds: 200)
        #expect(problems.count > 10 && Set(problems) == [.diskFull])
        try await city.mayGrow(true)
        try await Self.expectExact(city)
    }

    /// Another program holds the file for longer than anybody waits.
    @Test(.enabled(if: TestDatabase.isFile, "it is about files"))
    func aLockedFileLosesNothing() async throws {
        let city = try await TestCity(Self.setup)
        try await city.approve(try city.brief())
        #expect(try await Self.work(city, rounds: 4).isEmpty)
        let other = try Database(path: city.folder.path("keng.db"))
        let holding = Task {
            try await other.write { transaction in
                try transaction.execute("UPDATE setting SET value = value")
                Thread.sleep(forTimeInterval: 12)
            }
        }
        // Until the other has it.
        try await Task.sleep(for: .milliseconds(300))
        let problems = try await Self.work(city, rounds: 2)
        #expect(problems.first == .busy)
        try await holding.value
        try await Self.expectExact(city)
    }

    /// The server ends our connection again and again, in the middle of the work.
    @Test(.enabled(if: !TestDatabase.isFile, "it is about a server"))
    func aConnectionThatIsLostAgainAndAgainLosesNothing() async throws {
        let city = try await TestCity(Self.setup)
        try await city.approve(try city.brief())
        #expect(try await Self.work(city, rounds: 4).isEmpty)
        try await city.change(
            """
            CREATE FUNCTION lose() RETURNS trigger LANGUAGE plpgsql AS $$
            BEGIN PERFORM pg_terminate_backend(pg_backend_pid()); RETURN NEW; END $$
            """)
        for (table, act) in [("part", "INSERT"), ("message", "UPDATE"), ("inbound", "INSERT")] {
            try await city.change(
                """
                CREATE TRIGGER lose_\(table) AFTER \(act) ON \(table)
                FOR EACH ROW WHEN (random() < 0.1) EXECUTE FUNCTION lose()
                """)
        }
        let problems = try await Self.work(city, rounds: 240)
        #expect(problems.count > 5)
        #expect(
            problems.allSatisfy { if case .unreachable = $0 { true } else { false } },
            "\(problems)")
        for table in ["part", "message", "inbound"] {
            try await city.change("DROP TRIGGER lose_\(table) ON \(table)")
        }
        try await Self.expectExact(city)
    }
}

extension TestCity {
    fileprivate func mayGrow(_ may: Bool) async throws {
        try await database.write { transaction in
            // No less than it has.
            _ = try transaction.first("PRAGMA max_page_count = \(may ? 1_000_000_000 : 1)") {
                try $0.integer(0)
            }
        }
    }
}
