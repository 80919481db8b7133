import KengDomain
import KengGateways

/// What happened, in order, as it was seen from outside the engine.
enum SimulationEntry: Sendable {
    case handover(WatchedGateway.Handover)
    case kept(InboundEvent)
    /// A person paused or stopped it.
    case paused(Campaign.ID, real: Instant)
    case resumed(Campaign.ID)
    /// That day is one of mourning in an area and below it.
    case quiet(String, LocalDay, real: Instant)
    /// A person changed it, so that no approval holds any more.
    case voided(Campaign.ID)
    /// The program was killed or its clock was set: what takes long now has a reason.
    case disturbed

    init(_ entry: WatchedGateway.Entry) {
        switch entry {
        case .handover(let handover): self = .handover(handover)
        case .kept(let event): self = .kept(event)
        }
    }
}

/// A campaign as the people who made it know it.
struct SimulatedCampaign: Sendable {
    let id: Campaign.ID
    let wish: CampaignWish
    var isApproved = false
    /// The texts on the approver's check page and the segments of each.
    var seen: [String: Int] = [:]
}

/// Where everybody stood when a person sent a campaign again.
struct SentAgain: Sendable {
    let campaign: Campaign.ID
    let wave: Int64
    /// Residents whom a message had missed and none had reached or still might.
    let missed: Set<Int64>

    init(_ campaign: Campaign.ID, _ rows: [Int64: SimulatedRow]) {
        self.campaign = campaign
        let own = rows.values.filter { $0.campaign == campaign }
        wave = (own.map(\.waveNumber).max() ?? 0) + 1
        var states: [Int64: Set<MessageState>] = [:]
        for row in own {
            guard let resident = row.resident, let state = row.state else { continue }
            states[resident, default: []].insert(state)
        }
        missed = Set(
            states.filter { _, states in
                states.isDisjoint(with: [.planned, .handoff, .accepted, .delivered])
                    && !states.isDisjoint(with: [.undelivered, .expired, .rejected, .unknown])
            }.keys)
    }
}

struct SimulationRecord: Sendable {
    var entries: [SimulationEntry] = []
    var campaigns: [Int: SimulatedCampaign] = [:]
    /// Each time a person sent a campaign again, in order.
    var again: [SentAgain] = []
    var faults: [Violation] = []
    var notKept: [String] = []
    var rounds = 0
    var crashes = 0
    var acts = 0
}
