import Crypto
import KengContent
import KengDomain
import KengStore

/// Writes one row per recipient, a batch at a time, so that the first can leave while the last is still unwritten.
actor Planner {
    private let desk: CampaignDesk
    private let editions: EditionShelf
    private let batch: Int
    private var bodies: [BodyKey: (id: Body.ID, segments: Int)] = [:]
    private var areas: [Wave.ID: [Area.ID]] = [:]
    private var ahead: [Wave.ID: Batch] = [:]

    struct BodyKey: Hashable {
        let campaign: Campaign.ID
        let edition: Edition.ID
        let form: Int
        let values: Placeholders
    }

    /// - Parameter batch: the most rows of one commit; replies wait for the writer no longer than that takes.
    init(desk: CampaignDesk, editions: EditionShelf, batch: Int = 10_000) {
        self.desk = desk
        self.editions = editions
        self.batch = batch
    }

    /// The most rows of one commit while texts leave, so that planning and sending have the writer by turns.
    private static let batchBetweenTexts = 2000

    /// The first of a wave are few, so that they leave at once.
    private static let firstBatch = 1000

    /// Plans one batch of every wave that is not fully planned.
    ///
    /// - Parameter isSending: the last round handed over much; the next one should not wait long.
    /// - Returns: whether there may be more.
    func step(at now: Instant, isSending: Bool = false) async throws -> Bool {
        let waiting = try await desk.database.read { try $0.wavesToPlan() }
        let waves = Set(waiting.map(\.wave.id))
        ahead = ahead.filter { waves.contains($0.key) }
        for planning in waiting {
            try await plan(planning, isSending: isSending, at: now)
        }
        return !waiting.isEmpty
    }

    /// The next rows of a wave, on no disk yet.
    private struct Batch: Sendable {
        let from: Cursor
        let rows: [PlannedMessage]
        let end: Cursor
        let isDone: Bool
    }

    private struct Cursor: Hashable, Sendable {
        var area: Area.ID
        var resident: Resident.ID
    }

    /// One batch is written while the next is prepared: the store and the rest work side by side.
    private func plan(
        _ planning: WavePlanning, isSending: Bool, at now: Instant
    ) async throws {
        let wave = planning.wave
        let most = isSending ? min(batch, Self.batchBetweenTexts) : batch
        let cursor = Cursor(area: planning.area, resident: planning.resident)
        let ready: Batch
        if let batch = ahead.removeValue(forKey: wave.id), batch.from == cursor {
            ready = batch
        } else {
            let first = planning.area.rawValue == 0 ? min(most, Self.firstBatch) : most
            ready = try await prepare(wave, from: cursor, most: first, at: now)
        }
        async let next =
            ready.isDone ? nil : prepare(wave, from: ready.end, most: most, at: now)
        try await write(ready, of: planning, at: now)
        ahead[wave.id] = try await next
        if ready.isDone { areas[wave.id] = nil }
    }

    private func prepare(
        _ wave: Wave, from start: Cursor, most: Int, at now: Instant
    ) async throws -> Batch {
        let id = wave.campaign
        let campaign = try await desk.database.read { try $0.known(id) }
        let shelf = try await editions.editions(of: id)
        let leaves = try await leaves(of: wave, campaign.brief)
        var cursor = start
        var index = leaves.firstIndex { $0 >= cursor.area } ?? leaves.count
        if index < leaves.count, leaves[index] > cursor.area {
            cursor = Cursor(area: leaves[index], resident: Resident.ID(rawValue: 0))
        }
        var rows: [PlannedMessage] = []
        while index < leaves.count, rows.count < most {
            let area = leaves[index]
            let (after, limit) = (cursor.resident, most - rows.count)
            let untrained = campaign.brief.audience.isUntrainedOnly
            let missed = campaign.brief.schedule.isAgain(wave.number) ? id : nil
            let found = try await desk.database.read {
                try $0.recipients(
                    in: area, after: after, untrainedOnly: untrained, missedBy: missed,
                    limit: limit)
            }
            for recipient in found
            where campaign.brief.audience.languages.contains(recipient.language) {
                rows.append(
                    try await row(
                        for: recipient, in: area, wave, campaign, shelf, at: now))
            }
            if found.count < limit {
                index += 1
                cursor = Cursor(
                    area: index < leaves.count ? leaves[index] : area,
                    resident: Resident.ID(rawValue: 0))
            } else if let last = found.last {
                cursor = Cursor(area: area, resident: last.resident)
            }
        }
        return Batch(from: start, rows: rows, end: cursor, isDone: index >= leaves.count)
    }

    private func write(_ batch: Batch, of planning: WavePlanning, at now: Instant) async throws {
        let wave = planning.wave
        try await desk.database.write { transaction in
            // Another program planned these, or the campaign was stopped.
            guard try transaction.stands(planning) else { return }
            let fresh = try transaction.plan(batch.rows)
            var tally = WaveTally()
            for row in fresh {
                tally.add(
                    wave.id, row.state, reason: row.state == .suppressed ? row.reason : 0,
                    segments: row.segments)
            }
            try transaction.apply(tally)
            try transaction.moveCursor(
                of: wave.id, to: batch.end.area, batch.end.resident,
                seal: fresh.reduce(planning.seal) { $0 &+ $1.seal })
            if batch.isDone { try transaction.markPlanned(wave.id, at: now) }
        }
    }

    private func row(
        for recipient: Recipient, in area: Area.ID, _ wave: Wave, _ campaign: Campaign,
        _ shelf: [Edition], at now: Instant
    ) async throws -> PlannedMessage {
        let path = desk.tree.path(of: area)
        let brief = campaign.brief
        let lane: Lane = brief.messageClass == .emergency ? .emergency : .bulk
        let offset = path.first?.offset ?? .utc
        func planned(
            _ state: MessageState, reason: Int64, body: Body.ID, segments: Int, due: Instant
        ) -> PlannedMessage {
            PlannedMessage(
                id: desk.world.newID(Message.self), wave: wave.id,
                resident: recipient.resident, phone: recipient.phone, channel: .sms, lane: lane,
                messageClass: brief.messageClass, state: state, reason: reason, body: body,
                segments: segments, offset: offset, due: due, expires: wave.ends)
        }
        func suppressed(_ why: Suppression) -> PlannedMessage {
            planned(
                .suppressed, reason: why.rawValue, body: Body.ID(rawValue: 0), segments: 0,
                due: wave.starts)
        }
        guard !recipient.isOptedOut else { return suppressed(.optedOut) }
        guard let leaf = path.first,
            let rule = desk.rulebook.handoffRule(for: brief.messageClass, in: leaf.jurisdiction)
        else { return suppressed(.noRoute) }
        let key = Edition.Key(
            slug: brief.lesson, language: recipient.language, jurisdiction: leaf.jurisdiction)
        guard let edition = shelf.first(where: { $0.key == key }) else {
            return suppressed(.noEdition)
        }
        // Neighbours get other forms, and a retry in a later wave gets another one than before; who was
        // missed gets what was meant for them.
        let number = min(wave.number, brief.schedule.waves)
        let form =
            brief.manner == nil
            ? 0 : Int((recipient.resident.rawValue &+ Int64(number)) % Int64(QuizBank.forms))
        let values = desk.values(for: path)
        do {
            let body = try await body(of: edition, form: form, campaign, values)
            let starts = max(wave.starts, now)
            let lawful = rule.firstLawful(from: starts, at: offset)
            let due =
                lawful > starts && lane == .bulk
                ? HandoffRule.spread(lawful, by: HandoffRule.delay(in: area), before: wave.ends)
                : lawful
            return planned(
                .planned, reason: 0, body: body.id, segments: body.segments,
                due: min(due, wave.ends))
        } catch Composer.Problem.unresolved {
            return suppressed(.noFireNumber)
        }
    }

    private func body(
        of edition: Edition, form: Int, _ campaign: Campaign, _ values: Placeholders
    ) async throws -> (id: Body.ID, segments: Int) {
        let key = BodyKey(
            campaign: campaign.id, edition: edition.id, form: form, values: values)
        if let known = bodies[key] { return known }
        let body = try desk.composer.body(
            of: edition, form: form, brief: campaign.brief, values: values)
        let fresh = desk.world.newID(Body.self)
        let id = try await desk.database.write {
            try $0.bodyID(of: body, hash: body.hash, orNew: fresh)
        }
        bodies[key] = (id, body.segments)
        return (id, body.segments)
    }

    /// The areas of the audience that have residents of their own, in the order of their ids.
    private func leaves(of wave: Wave, _ brief: CampaignBrief) async throws -> [Area.ID] {
        if let known = areas[wave.id] { return known }
        let roots = brief.audience.areas
        let found = try await desk.database.read { try $0.inhabitedAreas(under: roots) }
        areas[wave.id] = found
        return found
    }
}

/// Decoded editions, kept: they never change.
actor EditionShelf {
    private let database: Database
    private var known: [Edition.ID: Edition] = [:]
    private var missing: Set<Edition.ID> = []

    init(database: Database) {
        self.database = database
    }

    func edition(_ id: Edition.ID) async throws -> Edition? {
        if let edition = known[id] { return edition }
        guard let row = try await database.read({ try $0.edition(id) }) else {
            missing.insert(id)
            return nil
        }
        let edition = try Edition(row: row)
        known[id] = edition
        return edition
    }

    /// What is known of editions at a moment.
    struct Picture: Sendable {
        fileprivate let known: [Edition.ID: Edition]
        fileprivate let missing: Set<Edition.ID>

        /// - Returns: nil when there is no such edition.
        /// - Throws: `Conversation.UnreadEdition` when nobody has looked for it yet.
        func edition(_ id: Edition.ID) throws(Conversation.UnreadEdition) -> Edition? {
            if let edition = known[id] { return edition }
            guard missing.contains(id) else { throw Conversation.UnreadEdition(edition: id) }
            return nil
        }
    }

    func snapshot() -> Picture { Picture(known: known, missing: missing) }

    func editions(of campaign: Campaign.ID) async throws -> [Edition] {
        var editions: [Edition] = []
        for id in try await database.read({ try $0.editions(of: campaign) }) {
            if let edition = try await edition(id) { editions.append(edition) }
        }
        return editions
    }
}

extension SentBody {
    /// The same text for the same edition and form has the same hash.
    var hash: String {
        let owner = "\(edition?.rawValue ?? 0)/\(form ?? -1)/\(language.rawValue)\n"
        return SHA256.hash(data: Array((owner + text).utf8)).hexadecimal
    }
}
