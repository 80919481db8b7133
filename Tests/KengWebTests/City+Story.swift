import HTTPTypes
import KengDomain
import KengEngine
import KengStore
import KengText

extension City {
    /// A campaign that ran, with texts, receipts and replies for one household of ward 5.
    func story() async throws -> (Household.ID, Resident.ID, Message.ID) {
        let campaign = try await draft(area: Place.ward)
        let newID = world.newID
        return try await database.write { transaction in
            let message = Message.ID(rawValue: newID())
            let wave = Wave(
                id: Wave.ID(rawValue: newID()), campaign: campaign, number: 1,
                starts: City.start, ends: City.start + .seconds(3600))
            let households = try transaction.householdLines(
                in: Place.ward, afterCode: "", limit: 1)
            let resident = try transaction.residentLines(of: households[0].id)[0]
            try transaction.setState(
                .running(digest: "d", by: Account.ID(rawValue: 1)), of: campaign, at: City.start)
            try transaction.addWave(wave)
            var tally = WaveTally()
            tally.add(wave.id, .delivered, segments: 2, messages: 6)
            tally.add(wave.id, .planned, segments: 2, messages: 3)
            tally.add(wave.id, .rejected, segments: 2)
            tally.add(
                wave.id, .suppressed, reason: Suppression.optedOut.rawValue, segments: 2)
            try transaction.apply(tally)
            let body = try transaction.bodyID(
                of: SentBody(
                    text: "Khói nguy hiểm <b>hơn</b> lửa", language: .vietnamese,
                    encoding: "ucs2", units: 30, segments: 1, edition: nil, form: nil),
                hash: "h", orNew: Body.ID(rawValue: newID()))
            _ = try transaction.plan([
                PlannedMessage(
                    id: message, wave: wave.id, resident: resident.id, phone: resident.phone,
                    channel: .sms, lane: .bulk, messageClass: .awareness, state: .delivered,
                    reason: 0, body: body, segments: 1, offset: .hanoi, due: City.start,
                    expires: City.start + .seconds(3600))
            ])
            try transaction.keepingTexts {
                try $0.keep(
                    InboundText(
                        id: newID(), gateway: "sandbox", providerID: "1", phone: resident.phone,
                        text: "cháy <img src=x>", at: City.start, receivedAt: City.start),
                    intent: "emergency", session: nil, reply: nil)
            }
            return (households[0].id, resident.id, message)
        }
    }
}
