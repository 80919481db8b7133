package import KengDomain
package import KengEngine
import KengGateways
import KengStore

extension SimulatedCity {
    package func area(_ code: String) throws -> Area {
        guard let area = tree.area(system: SimulatedPeople.system, code: code) else {
            throw Problem.noArea(code)
        }
        return area
    }

    /// A brief over these areas that starts now and is open for three days.
    package func brief(
        _ codes: [String] = ["V", "I"], manner: QuizSession.Manner? = .allInOne,
        starts: Instant? = nil, hours: Int = 72, everyDays: Int = 0, waves: Int = 1,
        budget: Int = 0, route: [String] = ["sandbox"],
        messageClass: MessageClass = .awareness
    ) throws -> CampaignBrief {
        let starts = starts ?? clock.now
        return CampaignBrief(
            name: "test", lesson: shelf.lesson, messageClass: messageClass,
            manner: manner, isUnmarked: false,
            audience: Audience(
                areas: try codes.map { try area($0).id }, languages: Language.allCases,
                isUntrainedOnly: false),
            schedule: try Schedule(
                starts: starts, ends: starts + .seconds(hours * 3600), everyDays: everyDays,
                waves: waves),
            route: route, budgetSegments: budget)
    }

    /// Drafts, submits and approves.
    @discardableResult
    package func approve(_ brief: CampaignBrief) async throws -> Campaign.ID {
        let id = try await desk.create(brief, by: author)
        try await desk.submit(id, by: author)
        try await approve(id, digest: try await desk.check(id).digest)
        return id
    }

    /// As many approve as must.
    package func approve(_ id: Campaign.ID, digest: String) async throws {
        guard !(try await desk.approve(id, digest: digest, by: approver)) else { return }
        try await desk.approve(id, digest: digest, by: secondApprover)
    }

    package func state(of id: Campaign.ID) async throws -> CampaignWord? {
        try await database.read { try $0.campaign(id)?.state.word }
    }

    /// Runs for so long, or until nothing is left to do.
    package func run(
        for duration: Duration, tick: Duration = .seconds(1),
        each: (Instant) async throws -> Bool = { _ in true }
    ) async throws {
        let end = clock.now + duration
        try await simulator.run(until: end, tick: tick, rounds: 20_000, each: each)
        if clock.now < end, !watch.isDead { clock.set(end) }
    }

    /// A person writes from a phone, and the city goes on for a while.
    package func type(
        _ text: String, from phone: PhoneNumber, thenFor duration: Duration = .seconds(120)
    ) async throws {
        sandbox.type(from: phone, text: text, at: clock.now)
        try await run(for: duration)
    }

    /// What was handed over to a phone after a number of earlier texts.
    package func texts(to phone: PhoneNumber) -> [String] {
        watch.handovers.filter { $0.text.phone == phone }.map(\.text.text)
    }

    /// The phone that got the first text in a language.
    package func reader(of language: Language = .vietnamese) throws -> PhoneNumber {
        guard
            let found = watch.handovers.first(where: { $0.text.language == language })?.text.phone
        else { throw Problem.noMessage }
        return found
    }

    /// The right letters for the newest asking text on a phone.
    package func rightLetters(
        for phone: PhoneNumber, in language: Language = .vietnamese
    ) throws -> [Character] {
        let solver = shelf.solver
        for text in texts(to: phone).reversed() {
            if let letters = solver.letters(for: text, in: language) { return letters }
        }
        throw Problem.noMessage
    }

    package func numbers(_ sql: String) async throws -> [Int64] {
        try await database.read { transaction in
            try transaction.all(sql) { try $0.integer(0) }
        }
    }

    package func number(_ sql: String) async throws -> Int {
        Int(try await numbers(sql).first ?? -1)
    }

    /// One line for each row.
    package func lines(_ sql: String, columns: Int) async throws -> [String] {
        try await database.read { transaction in
            try transaction.all(sql) { row in
                (0..<columns).map { row.optionalText($0) ?? "-" }.joined(separator: "|")
            }
        }
    }

    package func change(_ sql: String) async throws {
        _ = try await database.write { try $0.execute(sql) }
    }

    /// What `keng verify` would say.
    package func violations() async throws -> [Verifier.Violation] {
        try await verifier.run().violations
    }
}

/// Every letter replaced by a wrong one.
package func wrong(_ letters: [Character]) -> [Character] {
    letters.map { $0 == "A" ? "B" : "A" }
}
