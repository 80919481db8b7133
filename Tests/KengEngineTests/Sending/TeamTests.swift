import KengContent
import KengDomain
@testable import KengEngine
import KengGateways
import KengSimulation
import KengStore
import Testing

/// Several programs on one database: nobody missed, nobody doubled, the provider's limit kept by all together.
struct TeamTests {
    private static let setup = TestCity.Setup(households: 42, segmentsPerSecond: 60)

    @Test func programsShareOneWaveAndOneLimit() async throws {
        let team = try await TestTeam(Self.setup, programs: 3)
        try await team.city.approve(try team.city.brief())
        try await team.run(for: .seconds(60))
        try await team.run(for: .seconds(3600), tick: .seconds(5))
        #expect(team.members.allSatisfy { !$0.watch.handovers.isEmpty })
        try await Self.expectExact(team)
        #expect(team.busiestSecond <= 60)
        // They waste none of it either.
        #expect(team.busiestSecond > 50)
    }

    @Test func whoJoinsInTheMiddleKeepsTheLimit() async throws {
        var team = try await TestTeam(Self.setup, programs: 1)
        try await team.city.approve(try team.city.brief())
        for _ in 0..<2 {
            try await team.run(for: .milliseconds(1700))
            try await team.join()
        }
        try await team.run(for: .seconds(60))
        try await team.run(for: .seconds(3600), tick: .seconds(5))
        #expect(team.members.allSatisfy { !$0.watch.handovers.isEmpty })
        try await Self.expectExact(team)
        #expect(team.busiestSecond <= 60)
    }

    /// What it had handed over is asked for by another within the lease, and not before.
    @Test(arguments: 0..<3)
    func anotherTakesOverFromTheDead(victim: Int) async throws {
        let team = try await TestTeam(Self.setup, programs: 3)
        let city = team.city
        try await city.approve(try city.brief())
        let watch = team.members[victim].watch
        try await team.run(for: .seconds(20)) { number in
            number != victim || watch.handovers.count < 4
        }
        // Dead between the hand-over and the commit of what became of it.
        let left = "SELECT COUNT(*) FROM message WHERE state = 2"
        #expect(try await city.number(left) > 0)
        city.clock.advance(by: .milliseconds(50))
        try await team.run(for: .seconds(8), dead: [victim])
        #expect(try await city.number(left) > 0)
        try await team.run(for: .seconds(6), dead: [victim])
        try await team.run(for: .seconds(3600), tick: .seconds(5), dead: [victim])
        #expect(try await city.number(left) == 0)
        try await Self.expectExact(team)
        #expect(team.busiestSecond <= 60)

        // It was only asleep: it hears that it is gone and hands nothing over.
        let count = watch.handovers.count
        await #expect(throws: WorkerIsEnded.self) {
            _ = try await team.members[victim].engine.step(at: city.clock.now)
        }
        #expect(watch.handovers.count == count)
    }

    /// The program that hears in its work that it is gone closes its way out, and says why it ends.
    @Test func whoIsTakenForDeadClosesItsWayOut() async throws {
        let team = try await TestTeam(Self.setup, programs: 1)
        let city = team.city
        try await city.change("UPDATE worker SET beats = 0")
        let service = EngineService(engine: team.members[0].engine) {
            // It has begun; now others count it among the dead.
            Task { try await city.change("UPDATE worker SET ended_at = 1 WHERE ended_at IS NULL") }
        }
        city.clock.advance(by: .seconds(1))
        await #expect(throws: WorkerIsEnded.self) {
            let ticking = Task {
                while !Task.isCancelled {
                    try await Task.sleep(for: .milliseconds(20))
                    city.clock.advance(by: .milliseconds(200))
                }
            }
            defer { ticking.cancel() }
            try await service.run()
        }
        #expect(team.members[0].watch.isStopped)
    }

    /// All of them die at once, as in a power cut; new ones find everything.
    @Test func aWholeTeamMayDie() async throws {
        var team = try await TestTeam(Self.setup, programs: 2)
        try await team.city.approve(try team.city.brief())
        try await team.run(for: .milliseconds(1700))
        try await team.join()
        try await team.run(for: .seconds(15), dead: [0, 1])
        try await team.run(for: .seconds(3600), tick: .seconds(5), dead: [0, 1])
        try await Self.expectExact(team)
        #expect(team.busiestSecond <= 60)
    }

    /// Two that both believe to lead plan the same wave: each recipient once, and the wave's seal agrees.
    @Test func twoThatPlanAtOncePlanEachRecipientOnce() async throws {
        let team = try await TestTeam(Self.setup, programs: 2)
        let city = team.city
        try await city.approve(try city.brief())
        let scheduler = Scheduler(desk: city.desk)
        _ = try await scheduler.step(at: city.clock.now)
        let planners = (0..<2).map { _ in
            Planner(desk: city.desk, editions: EditionShelf(database: city.database), batch: 5)
        }
        let now = city.clock.now
        try await withThrowingTaskGroup(of: Void.self) { group in
            for planner in planners {
                group.addTask { while try await planner.step(at: now) {} }
            }
            try await group.waitForAll()
        }
        #expect(
            try await city.number("SELECT COUNT(*) FROM message")
                == city.number("SELECT COUNT(*) FROM resident WHERE is_holder = 1"))
        #expect(try await city.violations() == [])
    }

    private static func expectExact(_ team: TestTeam) async throws {
        let city = team.city
        #expect(try await city.number("SELECT COUNT(*) FROM message WHERE state IN (1, 2, 8)") == 0)
        #expect(
            try await city.number("SELECT COUNT(*) FROM message")
                == city.number("SELECT COUNT(*) FROM resident WHERE is_holder = 1"))
        for id in try await city.numbers("SELECT id FROM message WHERE state IN (3, 4, 5)") {
            #expect(team.acceptedCount(id) == 1)
        }
        #expect(try await city.violations() == [])
    }
}

struct WatchTests {
    private static let start = Instant(milliseconds: 1_800_000_000_000)

    private static func sign(_ worker: Int64, _ beats: Int64) -> WorkerSign {
        WorkerSign(worker: worker, gateway: "g", beats: beats)
    }

    @Test func whoShowsNoSignForTheLeaseIsGone() {
        var watch = Watch()
        for look in 0..<Watch.lease {
            let now = Self.start + .seconds(look)
            #expect(
                watch.look(at: [Self.sign(1, 0), Self.sign(2, 7)], but: [1], at: now).isEmpty)
        }
        let now = Self.start + .seconds(Watch.lease)
        #expect(watch.look(at: [Self.sign(1, 0), Self.sign(2, 7)], but: [1], at: now) == [2])
    }

    @Test func oneSignIsEnough() {
        var watch = Watch()
        for look in 0..<100 {
            let sign = Self.sign(2, Int64(look / (Watch.lease - 1)))
            #expect(watch.look(at: [sign], but: [1], at: Self.start + .seconds(look)).isEmpty)
        }
    }

    /// An hour that a clock jumps over is one look.
    @Test(arguments: [3600, -3600])
    func aClockThatStepsMakesNobodyDead(seconds: Int) {
        var watch = Watch()
        var now = Self.start
        for _ in 0..<(Watch.lease - 2) {
            _ = watch.look(at: [Self.sign(2, 7)], but: [1], at: now)
            now = now + .seconds(1)
        }
        now = now + .seconds(seconds)
        #expect(watch.isDue(at: now))
        #expect(watch.look(at: [Self.sign(2, 7)], but: [1], at: now).isEmpty)
    }

    @Test(arguments: [(1, 1000), (2, 1000), (3, 1000), (7, 100), (3, 59), (3, 19), (40, 500)])
    func thePartsAreTheWhole(count: Int, whole: Int) {
        let all = (1...Int64(count)).map { $0 }
        let parts = all.map { RateShare.segmentsPerSecond(of: $0, among: all, whole: whole) }
        #expect(parts.reduce(0, +) == whole)
        #expect(parts.allSatisfy { $0 == 0 || $0 >= min(whole, RateShare.least) })
        #expect(RateShare.segmentsPerSecond(of: 99, among: all, whole: whole) == 0)
    }
}
