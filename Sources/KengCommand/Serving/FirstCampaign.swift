import KengDomain
import KengEngine
import KengStore

/// A first campaign, so that a newcomer sees the city move at once.
struct FirstCampaign {
    let station: Station
    let desk: CampaignDesk
    /// Codes of the areas it goes to; the rest of the city stays free for the newcomer's own campaign.
    var areas = ["001", "006"]

    func start() async throws {
        guard let author = try await station.accounts.account(named: "lan"),
            let approver = try await station.accounts.account(named: "minh"),
            try await station.database.read({ try $0.campaigns(in: CampaignWord.allCases) }).isEmpty
        else { return }
        let chosen = areas.compactMap {
            station.areas.area(system: DemoSetup.areaSystem, code: $0)
        }
        let now = desk.world.now()
        let brief = CampaignBrief(
            name: "Chảo dầu bốc cháy", lesson: try Slug("kitchen-oil-fire"),
            messageClass: .awareness, manner: .oneByOne, isUnmarked: false,
            audience: Audience(
                areas: chosen.map(\.id), languages: Language.allCases, isUntrainedOnly: true),
            schedule: try Schedule(starts: now, ends: now + .seconds(72 * 3600)),
            route: [], budgetSegments: 0)
        let id = try await desk.create(brief, by: author)
        try await desk.submit(id, by: author)
        let digest = try await desk.check(id).digest
        try await desk.approve(id, digest: digest, by: approver)
    }
}
