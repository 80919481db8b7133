import KengContent
import KengDomain
import KengEngine
import KengGateways
import KengStore

/// Lets a script happen to the real engine and judges what came of it.
package struct Simulation: Sendable {
    private let script: SimulationScript
    private let shelf: SimulatedShelf
    private let faults: SimulatedCity.Faults

    package init(
        _ script: SimulationScript, shelf: SimulatedShelf,
        faults: SimulatedCity.Faults = SimulatedCity.Faults()
    ) {
        self.script = script
        self.shelf = shelf
        self.faults = faults
    }

    package func run() async throws -> SimulationResult {
        let city = try await SimulatedCity(script.setup(faults), shelf: shelf)
        var run = SimulationRun(city: city)
        try await run.prepare()
        do {
            for act in script.acts { try await run.perform(act) }
            try await run.finish()
        } catch let error as Simulator.Problem {
            run.record.faults.append(
                Violation(0, "engine", "\(error)", "a round that moves something"))
        } catch let error as StoreProblem {
            run.record.faults.append(Violation(0, "engine", "\(error)", "no error"))
        }
        return try await run.judged()
    }
}

/// What one simulation was and what is wrong with it.
package struct SimulationResult: Sendable {
    package let violations: [Violation]
    /// Hand-overs, texts and receipts that were kept, and acts.
    package let events: Int
    package let rounds: Int
    package let messages: Int
    package let crashes: Int
}

/// A promise that was not kept.
package struct Violation: Hashable, Sendable, CustomStringConvertible {
    /// Its number in the design; 0 for what needs no promise.
    package let promise: Int
    package let place: String
    package let found: String
    package let expected: String

    package init(_ promise: Int, _ place: String, _ found: String, _ expected: String) {
        self.promise = promise
        self.place = place
        self.found = found
        self.expected = expected
    }

    package var description: String {
        "promise \(promise), \(place): found \(found), expected \(expected)"
    }
}

/// One simulation under way.
private struct SimulationRun {
    var city: SimulatedCity
    var record: SimulationRecord
    private let start: Instant
    private var phones: [PhoneNumber] = []
    /// A new program finds the way gone as well.
    private var outageEnds: Instant?
    private var end: Instant
    private let watchman = CoverageWatchman()

    /// Rounds stand at whole ticks.
    private static let tick = Duration.milliseconds(250)
    /// Far above what a leg takes; only an engine that moves nothing comes there.
    private static func mostRounds(_ city: SimulatedCity) -> Int {
        5_000 + 200 * city.setup.households
    }

    /// The provider tells the last of a message some days after it was taken.
    private static let patience = Duration.seconds(3 * 86_400)

    init(city: SimulatedCity) {
        self.city = city
        start = city.clock.now
        end = start
        record = SimulationRecord()
    }

    private var real: Instant { city.clock.steady }

    mutating func prepare() async throws {
        phones = try await city.numbers("SELECT number FROM phone ORDER BY number").map {
            try PhoneNumber(international: $0)
        }
    }

    mutating func perform(_ act: SimulationAct) async throws {
        try await go(until: start + act.after)
        do {
            try await apply(act.kind)
        } catch is CampaignState.Refusal {
            // Too late or too early for it: a person would be told so.
        } catch is DeskProblem {
            // For example a window that is over, or an edition that changed meanwhile.
        }
        record.acts += 1
    }

    private mutating func apply(_ kind: SimulationAct.Kind) async throws {
        switch kind {
        case .create(let number, let wish): try await create(number, wish)
        case .pause(let number):
            guard let id = record.campaigns[number]?.id else { return }
            try await city.desk.pause(id, by: city.author)
            record.entries.append(.paused(id, real: real))
        case .resume(let number):
            guard let id = record.campaigns[number]?.id else { return }
            try await city.desk.resume(id, by: city.author)
            record.entries.append(.resumed(id))
        case .stop(let number):
            guard let id = record.campaigns[number]?.id else { return }
            try await city.desk.stop(id, by: city.author)
            record.entries.append(.paused(id, real: real))
        case .sendAgain(let number):
            guard let id = record.campaigns[number]?.id else { return }
            let before = try await SimulatedRow.all(city.database)
            try await city.desk.sendAgain(id, by: city.author)
            record.again.append(SentAgain(id, before))
            let length = try await city.database.read { transaction in
                try transaction.campaign(id).map {
                    $0.brief.schedule.ends - $0.brief.schedule.starts
                }
            }
            end = max(end, real + (length ?? .zero))
        case .quiet(let code, let tomorrow):
            let area = try city.area(code)
            let today = LocalDay(of: city.clock.now, at: area.offset)
            let day = tomorrow ? today.advanced(by: 1) : today
            _ = try await city.desk.addQuietDay(
                day, in: area.id, reason: "mourning", by: city.approver)
            record.entries.append(.quiet(code, day, real: real))
        case .revise(let number):
            guard let known = record.campaigns[number],
                var brief = try await city.database.read({ try $0.campaign(known.id) })?.brief
            else { return }
            brief.name += " again"
            try await city.desk.revise(known.id, to: brief, by: city.author)
            record.campaigns[number]?.isApproved = false
            // Nobody submits it again.
            record.entries.append(.voided(known.id))
        case .publish(let word):
            for draft in city.shelf.drafts { try await city.publish(draft.saying(word)) }
        case .write(let rank, let text):
            guard !phones.isEmpty else { return }
            city.sandbox.type(from: phones[rank % phones.count], text: text, at: real)
        case .die(let place, let calls): city.watch.die(at: place, after: calls)
        case .restart: try await city.restart()
        case .stepClock(let step):
            city.clock.step(by: step)
            record.entries.append(.disturbed)
        case .outage(let length):
            outageEnds = max(real + length, outageEnds ?? real)
            city.watch.goDown(until: real + length)
            end = max(end, real + length)
        }
    }

    private mutating func create(_ number: Int, _ wish: CampaignWish) async throws {
        let brief = try city.brief(
            wish.areas, manner: wish.manner, starts: city.clock.now + wish.startsAfter,
            hours: wish.hours, everyDays: wish.waves > 1 ? wish.everyDays : 0, waves: wish.waves,
            budget: wish.budget, messageClass: wish.messageClass)
        let id = try await city.desk.create(brief, by: city.author)
        var campaign = SimulatedCampaign(id: id, wish: wish)
        record.campaigns[number] = campaign
        try await city.desk.submit(id, by: city.author)
        guard wish.isApproved else { return }
        let sheet = try await city.desk.check(id)
        try await city.approve(id, digest: sheet.digest)
        campaign.isApproved = true
        campaign.seen = Dictionary(
            sheet.texts.map { ($0.body.text, $0.body.segments) },
            uniquingKeysWith: { one, _ in one })
        record.campaigns[number] = campaign
        if let last = brief.schedule.window(of: wish.waves) {
            end = max(end, last.ends - city.clock.ahead)
        }
    }

    /// Everything that is paused goes on, and all windows come to their end.
    mutating func finish() async throws {
        for campaign in record.campaigns.values.sorted(by: { $0.id < $1.id }) {
            guard try await city.state(of: campaign.id) == .paused else { continue }
            try await city.desk.resume(campaign.id, by: city.author)
            record.entries.append(.resumed(campaign.id))
        }
        try await go(until: max(end, real) + Self.patience)
        // What reached its ceiling pauses itself for ever; a person then ends it.
        for campaign in record.campaigns.values.sorted(by: { $0.id < $1.id }) {
            guard try await city.state(of: campaign.id) == .paused else { continue }
            try await city.desk.stop(campaign.id, by: city.author)
            record.entries.append(.paused(campaign.id, real: real))
        }
        try await go(until: real + Self.patience)
    }

    /// Works until a moment of the clock that never steps, through any number of deaths.
    private mutating func go(until moment: Instant) async throws {
        while real < moment {
            let (watch, watchman, database) = (city.watch, watchman, city.database)
            record.rounds += try await city.simulator.run(
                until: moment + city.clock.ahead, tick: Self.tick, rounds: Self.mostRounds(city)
            ) { _ in
                try await watchman.look(at: database)
                return !watch.isDead
            }
            guard watch.isDead else {
                city.clock.set(max(city.clock.now, moment + city.clock.ahead))
                break
            }
            takeLog()
            record.crashes += 1
            record.notKept += city.watch.notKept
            city.clock.advance(by: .milliseconds(1000))
            city = try await city.revived()
            if let outageEnds { city.watch.goDown(until: outageEnds) }
            record.entries.append(.disturbed)
        }
        takeLog()
    }

    private mutating func takeLog() {
        record.entries += city.watch.takeLog().map(SimulationEntry.init)
    }

    mutating func judged() async throws -> SimulationResult {
        takeLog()
        record.notKept += city.watch.notKept
        record.faults += await watchman.violations
        let judge = try await SimulationJudge(record, city)
        return SimulationResult(
            violations: record.faults + (try await judge.violations()),
            events: record.entries.count + record.acts, rounds: record.rounds,
            messages: judge.messageCount, crashes: record.crashes)
    }
}

/// Promise 8 says *at any moment*: recounts the coverage while a simulation runs.
private actor CoverageWatchman {
    private var rounds = 0
    private(set) var violations: [Violation] = []

    /// A recount each so many rounds.
    private static let every = 40

    func look(at database: Database) async throws {
        rounds += 1
        guard rounds % Self.every == 0, violations.isEmpty else { return }
        violations = try await CoverageRecount.run(database)
    }
}
