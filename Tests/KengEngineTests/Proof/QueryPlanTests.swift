import KengContent
import KengDomain
@testable import KengEngine
import KengGateways
import KengSimulation
import KengStore
import KengTestSupport
import KengText
import Testing

/// The sending loop and the conversation never read a whole table of people or messages.
struct QueryPlanTests {
    static let big = [
        "message", "resident", "part", "phone", "inbound", "household", "session", "attendance",
    ]

    @Test func theSendingLoopScansNothing() async throws {
        let city = try await TestCity(.init(households: 42, segmentsPerSecond: 24))
        try await city.approve(try city.brief())
        try await city.run(for: .seconds(3), tick: .milliseconds(100))
        let now = city.clock.now
        let area = try city.area("V1").id
        let phone = try city.reader()
        let plans = try await city.database.write { transaction -> [PlanReader.Plan] in
            let plans = PlanReader(transaction)
            guard let wave = try transaction.openWaves(campaignState: .running).first,
                let row = try transaction.due(in: wave.id, at: .init(milliseconds: .max), limit: 1)
                    .first
            else { return [] }
            _ = try plans.dueReplies(at: now, limit: 10)
            _ = try plans.dueReplies(via: "sandbox", at: now, limit: 10)
            _ = try plans.due(in: wave.id, at: now, limit: 10)
            _ = try plans.nextDue(waves: [wave.id])
            _ = try plans.handedOver(by: 7, limit: 10)
            _ = try plans.adoptHandedOver(of: 6, by: 7, limit: 0)
            _ = try plans.endedWorkersWithRows()
            _ = try plans.workersWithRows()
            _ = try plans.wavesToPlan()
            _ = try plans.openWaves(campaignState: .running)
            _ = try plans.inhabitedAreas(under: [area])
            _ = try plans.recipients(
                in: area, after: Resident.ID(rawValue: 0), untrainedOnly: true, limit: 10)
            _ = try plans.recipients(
                in: area, after: Resident.ID(rawValue: 0), untrainedOnly: true,
                missedBy: wave.campaign, limit: 10)
            _ = try plans.audienceSize(areas: [area], untrainedOnly: false)
            _ = try plans.newestQuiz(of: phone, since: now)
            _ = try plans.holder(of: phone)
            _ = try plans.isOptedOut(phone)
            _ = try plans.segmentsUsed(by: wave.campaign)
            _ = try plans.isDone(wave.id)
            _ = try plans.quietDays(from: LocalDay(number: 20_000))
            _ = try plans.finishIfDone(wave.id, at: now)
            _ = try plans.cancelPlanned(in: wave.id, limit: 0, at: now)
            _ = try plans.home(of: Resident.ID(rawValue: 1))
            try plans.handOff([row], worker: 7, at: now)
            try plans.hold([(row.id, now)])
            try plans.settle([(row.id, .accepted, 0)], at: now)
            try plans.requeue([(row.id, now, true)])
            let taken = TakenMessage(message: row.id, gateway: "g", references: ["r"])
            try plans.recordTaken([taken], at: now)
            _ = try plans.takeEarlyReceipts(of: [taken])
            for named in [phone, nil] {
                try plans.merge([
                    PartReceipt(
                        gateway: "g", reference: "r", phone: named, status: .delivered, code: "",
                        at: now)
                ])
            }
            try plans.setOptOut(true, of: phone, evidence: "", at: now, entry: 1)
            try plans.setLanguage(.chinese, of: phone)
            try plans.setUnreadable(1, of: phone)
            try plans.count(.attendances, in: area, by: 1)
            return plans.found
        }
        #expect(plans.count > 30)
        for plan in plans {
            // The one holds only what is on its way: never more than the last batches of dead workers. The other
            // is the audience itself, which a server reads at once when it is most of the city.
            let scans = plan.steps.filter { step in
                step.hasPrefix("SCAN ")
                    && !(["message_handoff"] + (TestDatabase.isFile ? [] : ["resident_audience"]))
                        .contains {
                            step.hasSuffix("USING INDEX \($0)")
                        }
            }
            for step in scans {
                let table = step.dropFirst(5).prefix { $0 != " " }
                #expect(!Self.big.contains(String(table)), "\(step)\n\(plan.sql)")
            }
        }
    }

    @Test func aSearchThatScansIsSeen() async throws {
        let city = try await TestCity(.init(households: 7))
        let found = try await city.database.read { transaction in
            let plans = PlanReader(transaction)
            _ = try plans.all("SELECT id FROM message WHERE segments = 3") { try $0.integer(0) }
            return plans.found
        }
        #expect(found.first?.steps == ["SCAN message"])
    }
}
