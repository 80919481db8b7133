import KengDomain
import KengEngine
import KengStore

/// A running campaign with one planned row of one segment for each resident, as the planner would leave it.
struct BenchWave {
    let station: Station
    /// The most rows.
    let most: Int

    private static let text = "PCCC: Bep dau chay, tat bep, day vung kin, khong do nuoc. Goi 114."

    func plan() async throws -> Wave.ID {
        // A real campaign in one small ward; the wave below is added to it.
        let first = FirstCampaign(station: station, desk: station.desk, areas: ["00001"])
        try await first.start()
        let (now, world) = (station.world.now(), station.world)
        let found = try await station.database.read { transaction in
            (
                campaign: try transaction.campaigns(in: [.approved]).first,
                areas: try transaction.inhabitedAreas(
                    under: station.areas.area(
                        system: DemoSetup.areaSystem, code: DemoSetup.cityCode
                    ).map { [$0.id] } ?? [])
            )
        }
        guard let campaign = found.campaign else {
            throw Complaint(.bug, "The bench has no campaign to add its wave to.", "", "")
        }
        let wave = Wave(
            id: world.newID(Wave.self), campaign: campaign, number: 1, starts: now,
            ends: now + .seconds(12 * 3600))
        let body = SentBody(
            text: Self.text, language: .vietnamese, encoding: "gsm7", units: Self.text.utf8.count,
            segments: 1, edition: nil, form: nil)
        let bodyID = try await station.database.write { transaction in
            if var state = try transaction.campaign(campaign)?.state {
                try state.start()
                try transaction.setState(state, of: campaign, at: now)
            }
            try transaction.addWave(wave)
            try transaction.markPlanned(wave.id, at: now)
            return try transaction.bodyID(of: body, hash: "bench", orNew: world.newID(Body.self))
        }
        var planned = 0
        for area in found.areas where planned < most {
            let left = most - planned
            planned += try await station.database.write { transaction in
                let people = try transaction.recipients(
                    in: area, after: Resident.ID(rawValue: 0), untrainedOnly: false, limit: left)
                let rows = people.map { person in
                    PlannedMessage(
                        id: world.newID(Message.self), wave: wave.id, resident: person.resident,
                        phone: person.phone, channel: .sms, lane: .bulk,
                        messageClass: .awareness, state: .planned, reason: 0, body: bodyID,
                        segments: 1, offset: .hanoi, due: now, expires: wave.ends)
                }
                let fresh = try transaction.plan(rows)
                var tally = WaveTally()
                for row in fresh { tally.add(wave.id, row.state, segments: row.segments) }
                try transaction.apply(tally)
                return fresh.count
            }
        }
        return wave.id
    }
}
