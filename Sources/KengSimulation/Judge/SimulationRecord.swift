import KengDomain
import KengGateways

/// What happened, in order, as it was seen from outside the engine.
enum SimulationEntry: Sendable {
    case handover(WatchedGateway.Handover)
    case kept(InboundEvent)
    /// A person paused or stopped it.
    case paused(Campaign.ID, real: Instant)
    case resumed(Campaign.ID)
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

struct SimulationRecord: Sendable {
    var entries: [SimulationEntry] = []
    var campaigns: [Int: SimulatedCampaign] = [:]
    var faults: [Violation] = []
    var notKept: [String] = []
    var rounds = 0
    var crashes = 0
    var acts = 0
}
