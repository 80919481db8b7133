import KengContent
import KengDomain
import KengEngine
import KengGateways
import KengStore

/// Compares what was seen from outside with what the database says, promise by promise.
///
/// It shares no decision with the engine: hours, caps, areas and receipts are worked out here again.
struct SimulationJudge: Sendable {
    let record: SimulationRecord
    let city: SimulatedCity
    let rows: [Int64: SimulatedRow]
    let residents: [Int64: SimulatedResident]
    /// The parent of each area, by code.
    let parents: [String: String]

    var messageCount: Int { rows.count }

    init(_ record: SimulationRecord, _ city: SimulatedCity) async throws {
        self.record = record
        self.city = city
        rows = try await SimulatedRow.all(city.database)
        residents = try await SimulatedResident.all(city.database)
        parents = SimulatedPeople.parents
    }

    func violations() async throws -> [Violation] {
        var found: [Violation] = []
        found += try await missedOrDoubled()
        found += accounts()
        found += forbiddenMinutes()
        found += textsAfterOptOut()
        found += textsOnQuietDays()
        found += textsWhilePaused()
        found += receiptsThatCount()
        found += try await textsNotKept()
        found += try await CoverageRecount.run(city.database)
        found += tooFast()
        found += aboveTheCaps()
        found += try await lateReplies()
        found += otherTexts()
        found += unapproved()
        found += wrongNumbers()
        found += try await city.verifier.run().violations.map {
            Violation($0.promise, "verify, \($0.row)", $0.found, $0.expected)
        }
        return found
    }

    var handovers: [WatchedGateway.Handover] {
        record.entries.compactMap {
            guard case .handover(let handover) = $0 else { return nil }
            return handover
        }
    }

    func lies(_ area: String, under roots: [String]) -> Bool {
        var place: String? = area
        while let code = place {
            if roots.contains(code) { return true }
            place = parents[code]
        }
        return false
    }
}

/// A message as it stands in the end.
struct SimulatedRow: Sendable {
    let id: Int64
    let campaign: Campaign.ID?
    let wave: Int64?
    let waveNumber: Int64
    let resident: Int64?
    let phone: Int64
    let messageClass: MessageClass?
    let state: MessageState?
    let attempts: Int64
    let due: Instant
    let segments: Int64

    static func all(_ database: Database) async throws -> [Int64: SimulatedRow] {
        let rows = try await database.read { transaction in
            try transaction.all(
                """
                SELECT message.id, wave.campaign_id, message.wave_id, COALESCE(wave.number, 0),
                    message.resident_id, message.phone, message.class, message.state,
                    message.attempts, message.due_at, message.segments
                FROM message
                LEFT JOIN wave ON wave.id = message.wave_id
                """
            ) { row in
                SimulatedRow(
                    id: try row.integer(0),
                    campaign: row.optionalInteger(1).map { Campaign.ID(rawValue: $0) },
                    wave: row.optionalInteger(2), waveNumber: try row.integer(3),
                    resident: row.optionalInteger(4), phone: try row.integer(5),
                    messageClass: MessageClass(rawValue: try row.integer(6)),
                    state: MessageState(rawValue: try row.integer(7)),
                    attempts: try row.integer(8),
                    due: Instant(milliseconds: try row.integer(9)),
                    segments: try row.integer(10))
            }
        }
        return Dictionary(uniqueKeysWithValues: rows.map { ($0.id, $0) })
    }
}

struct SimulatedResident: Sendable {
    let area: String
    let jurisdiction: String
    let offset: Int64
    let isHolder: Bool

    static func all(_ database: Database) async throws -> [Int64: SimulatedResident] {
        let rows = try await database.read { transaction in
            try transaction.all(
                """
                SELECT resident.id, area.code, area.jurisdiction, area.utc_offset,
                    resident.is_holder
                FROM resident
                JOIN area ON area.id = resident.area_id
                """
            ) { row in
                (
                    try row.integer(0),
                    SimulatedResident(
                        area: try row.text(1), jurisdiction: try row.text(2),
                        offset: try row.integer(3), isHolder: try row.flag(4))
                )
            }
        }
        return Dictionary(uniqueKeysWithValues: rows)
    }
}
