import KengDomain
import KengStore

/// What one round hands over, taken lane by lane inside one transaction.
struct Claim: Sendable {
    private(set) var sends: [DueMessage] = []
    /// Rows that were held, suppressed or expired instead.
    private(set) var others = 0
    private var room: HandoffRoom
    /// The most rows it hands over.
    private let limit: Int
    private let desk: CampaignDesk
    private let worker: Int64
    private let gateway: String
    private let now: Instant
    private var quiet: QuietCalendar

    init(
        room: HandoffRoom, limit: Int, desk: CampaignDesk, worker: Int64, gateway: String,
        now: Instant
    ) {
        self.room = room
        self.limit = limit
        self.desk = desk
        self.worker = worker
        self.gateway = gateway
        self.now = now
        quiet = QuietCalendar([], tree: desk.tree)
    }

    /// Segments of a row that waits for the rate; nil when none does.
    var waiting: Int? { room.waiting }

    private var isFull: Bool { room.free <= 0 || sends.count >= limit }

    /// Emergencies first, then replies, then the waves.
    mutating func takeAll(_ transaction: any Transaction) throws {
        guard !isFull else { return }
        // Read in the transaction that hands over: after a day is announced nothing leaves on it.
        let yesterday = LocalDay(of: now, at: .utc).advanced(by: -1)
        quiet = QuietCalendar(try transaction.quietDays(from: yesterday), tree: desk.tree)
        let waves = try transaction.openWaves(campaignState: .running).map {
            (wave: $0, brief: try transaction.known($0.campaign).brief)
        }.filter { $0.brief.mayLeave(by: gateway) }
        try takeReplies([.emergency], transaction)
        for (wave, brief) in waves where brief.messageClass == .emergency {
            try take(wave, transaction)
        }
        try takeReplies([.reply, .bulk], transaction)
        for (wave, brief) in waves where brief.messageClass != .emergency {
            try take(wave, transaction)
        }
    }

    private mutating func takeReplies(_ lanes: [Lane], _ transaction: any Transaction) throws {
        guard !isFull else { return }
        room.turn(toBudget: .max)
        var work = HandoffWork()
        let left = limit - sends.count
        for message in try transaction.dueReplies(
            in: lanes, via: gateway, at: now, limit: left)
        {
            work.decide(message, desk.rule(for: message), at: now, room: &room)
            if room.free <= 0 || work.sends.count >= left { break }
        }
        try write(work, transaction)
    }

    /// Takes what is due of one wave; a campaign that would pass its ceiling is paused instead.
    private mutating func take(_ wave: Wave, _ transaction: any Transaction) throws {
        guard !isFull else { return }
        // An earlier wave of the same campaign may have paused it a moment ago.
        let campaign = try transaction.known(wave.campaign)
        guard campaign.state.word == .running else { return }
        let ceiling = campaign.brief.mostSegments(at: desk.price)
        room.turn(
            toBudget: try ceiling.map { $0 - (try transaction.segmentsUsed(by: wave.campaign)) }
                ?? .max)
        var work = HandoffWork()
        let left = limit - sends.count
        for message in try transaction.due(in: wave.id, at: now, limit: left) {
            work.decide(message, rule(for: message), at: now, room: &room)
            if room.isOverBudget {
                try desk.pauseOverBudget(campaign, transaction, at: now)
                break
            }
            if room.free <= 0 { break }
        }
        // Written before the next wave is asked, so that its caps see these.
        try write(work, transaction)
    }

    private mutating func rule(for message: DueMessage) -> HandoffRule? {
        var rule = desk.rule(for: message)
        if message.facts.messageClass.keepsQuietDays, let area = message.area {
            rule?.quietDays.formUnion(quiet.days(at: area))
        }
        return rule
    }

    private mutating func write(_ work: HandoffWork, _ transaction: any Transaction) throws {
        try work.apply(to: transaction, worker: worker, at: now)
        sends += work.sends
        others += work.held + work.ended
    }
}

extension CampaignDesk {
    /// Stops a campaign at its ceiling until a person raises it or lets it go on.
    func pauseOverBudget(
        _ campaign: Campaign, _ transaction: any Transaction, at now: Instant
    ) throws {
        try pause(campaign, "campaign.budget", transaction, at: now)
    }

    /// Stops the campaigns of these waves: the provider refuses them for what the account or the settings are.
    ///
    /// - Parameter hasAnother: whether another gateway still works for a campaign; what has one goes on.
    func pauseBarred(
        _ waves: Set<Wave.ID>, _ transaction: any Transaction, at now: Instant,
        unless hasAnother: (CampaignBrief) -> Bool = { _ in false }
    ) throws {
        guard !waves.isEmpty else { return }
        let open = try transaction.openWaves(campaignState: .running)
        for id in Set(open.filter { waves.contains($0.id) }.map(\.campaign)) {
            let campaign = try transaction.known(id)
            guard !hasAnother(campaign.brief) else { continue }
            try pause(campaign, "campaign.barred", transaction, at: now)
        }
    }

    private func pause(
        _ campaign: Campaign, _ why: String, _ transaction: any Transaction, at now: Instant
    ) throws {
        var state = campaign.state
        try state.pause()
        try transaction.setState(state, of: campaign.id, at: now)
        try transaction.audit(why, by: "keng", subject: "campaign/\(campaign.id)", at: now)
    }
}
