import Foundation
import KengDomain
import KengEngine
import KengStore

/// Residents with phones in a row, each of whom has just been asked the first question of a quiz.
struct BenchPeople {
    let station: Station
    let first: Int64
    let count: Int

    func ask() async throws {
        try await move()
        let start = FirstCampaign(station: station, desk: station.desk, areas: ["00001"])
        try await start.start()
        let (now, world) = (station.world.now(), station.world)
        guard
            let id = try await station.database.read({ try $0.campaigns(in: [.approved]).first }),
            let campaign = try await station.database.read({ try $0.campaign(id) }),
            let edition = try await station.database.read({ try $0.newestEditions() })
                .map(Edition.init(row:)).first(where: {
                    $0.key.slug == campaign.brief.lesson && $0.key.language == .vietnamese
                        && $0.key.jurisdiction.code == "VN"
                })
        else { throw Complaint(.bug, "The bench has no campaign to ask by.", "", "") }
        let wave = Wave(
            id: world.newID(Wave.self), campaign: id, number: 1, starts: now,
            ends: now + .seconds(12 * 3600))
        // What the quiz asks follows from the edition and the form; the words before it do not matter here.
        let body = SentBody(
            text: "A, B, C?", language: .vietnamese, encoding: "gsm7", units: 8, segments: 1,
            edition: edition.id, form: 0)
        try await station.database.write { transaction in
            var state = campaign.state
            try state.start()
            try transaction.setState(state, of: id, at: now)
            try transaction.addWave(wave)
            try transaction.markPlanned(wave.id, at: now)
            let bodyID = try transaction.bodyID(
                of: body, hash: "bench", orNew: world.newID(Body.self))
            let people = try transaction.all(
                "SELECT holder_id, number FROM phone WHERE number >= $1 AND number < $2",
                [.integer(first), .integer(first + Int64(count))]
            ) {
                (
                    resident: Resident.ID(rawValue: try $0.integer(0)),
                    phone: try PhoneNumber(international: try $0.integer(1))
                )
            }
            let rows = people.map { person in
                PlannedMessage(
                    id: world.newID(Message.self), wave: wave.id, resident: person.resident,
                    phone: person.phone, channel: .sms, lane: .bulk, messageClass: .awareness,
                    state: .accepted, reason: 0, body: bodyID, segments: body.segments,
                    offset: .hanoi, due: now, expires: wave.ends)
            }
            var tally = WaveTally()
            for row in try transaction.plan(rows) {
                tally.add(wave.id, row.state, segments: row.segments)
            }
            try transaction.apply(tally)
            try transaction.execute(
                "UPDATE message SET handoff_at = $1 WHERE wave_id = $2",
                [.integer(now.milliseconds), .integer(wave.id.rawValue)])
        }
    }

    /// Brings them in as any city would: by a file.
    private func move() async throws {
        let file = station.options.location.filesPrefix + ".people.csv"
        var text = "household_code,area_code,address,name,phone,language\n"
        for number in 0..<count {
            text += "B\(number),00001,Phố \(number),Người \(number),\(first + Int64(number)),vi\n"
        }
        try text.write(toFile: file, atomically: true, encoding: .utf8)
        var settings = ImportSettings()
        settings.system = DemoSetup.areaSystem
        settings.badRows = station.options.location.filesPrefix + ".bench-bad-rows.csv"
        let report = try await PeopleImport(
            database: station.database, world: station.world, settings: settings
        ).residents(from: file) { _ in }
        guard report.added == count else {
            throw Complaint(
                .badData,
                "Only \(report.added) of \(count) phones from \(first) are mobile numbers.",
                "Each must be a number of the country.", "--first-phone 84900000000")
        }
    }
}
