import KengDomain
import Testing

@testable import KengStore

struct SendingRowTests {
    /// Promise 1, by the index itself.
    @Test func aSecondRowForTheSameRecipientWaveAndChannelIsRefused() async throws {
        let store = try StoreFixture()
        try await store.take(1, segments: 1)
        await #expect(throws: StoreProblem.self) {
            try await store.database.write { transaction in
                try transaction.execute(
                    """
                    INSERT INTO message (id, wave_id, resident_id, phone, channel, lane, class,
                        state, reason, body_id, segments, utc_offset, due_at, expires_at, attempts)
                    SELECT id + 100, wave_id, resident_id, phone, channel, lane, class, state,
                        reason, body_id, segments, utc_offset, due_at, expires_at, attempts
                    FROM message
                    """)
            }
        }
        #expect(try await store.number("SELECT COUNT(*) FROM message") == 1)
    }

    /// Promise 8, by the table itself and by the function.
    @Test func aSecondAttendanceChangesNothing() async throws {
        let store = try StoreFixture()
        try await store.database.write { transaction in
            try transaction.execute(
                "INSERT INTO household (id, area_id, code, address) VALUES (3, 4, 'H', '')")
            try transaction.execute(
                "INSERT INTO area_ancestor (ancestor_id, area_id) VALUES (4, 4)")
        }
        let lesson = try Slug("fire")
        let results = try await store.database.write { transaction in
            try [1, 2, 3].map { id in
                try transaction.record(
                    AttendanceRow(
                        id: id, resident: Resident.ID(rawValue: id == 3 ? 6 : 5),
                        household: Household.ID(rawValue: 3), area: Area.ID(rawValue: 4),
                        lesson: lesson, period: 2026, edition: Edition.ID(rawValue: 1),
                        kind: "class", points: 5, asked: 5, at: StoreFixture.now, session: nil,
                        message: nil, inbound: nil))
            }
        }
        #expect(results.map(\.isNew) == [true, false, true])
        #expect(results.map(\.covers) == [true, false, false])
        let counts = try await store.database.read {
            try $0.areaCounts(of: Area.ID(rawValue: 4))
        }
        #expect(counts == [.attendances: 2, .coveredHouseholds: 1])
    }

    /// Promise 7, by the table itself.
    @Test func aTextIsKeptOnce() async throws {
        let store = try StoreFixture()
        let phone = try PhoneNumber(international: 84_912_345_678)
        let kept = try await store.database.write { transaction in
            try transaction.keepingTexts { texts in
                try ["a", "a", "b"].enumerated().map { place, id in
                    let text = InboundText(
                        id: Int64(place), gateway: "g", providerID: id, phone: phone, text: "A",
                        at: StoreFixture.now, receivedAt: StoreFixture.now)
                    guard try !texts.knows(text) else { return false }
                    try texts.keep(text, intent: "answer", session: nil, reply: nil)
                    return true
                }
            }
        }
        #expect(kept == [true, false, true])
        await #expect(throws: StoreProblem.self) {
            try await store.database.write { transaction in
                try transaction.keepingTexts { texts in
                    try texts.keep(
                        InboundText(
                            id: 9, gateway: "g", providerID: "b", phone: phone, text: "A",
                            at: StoreFixture.now, receivedAt: StoreFixture.now),
                        intent: "answer", session: nil, reply: nil)
                }
            }
        }
    }

    @Test func aHandedOverRowIsNotHandedOverAgain() async throws {
        let store = try StoreFixture()
        try await store.take(1, segments: 1)
        try await store.database.write { transaction in
            try transaction.execute("UPDATE message SET state = 1")
            try transaction.execute(
                "INSERT INTO phone (number, holder_id) VALUES (84912000001, 1)")
            let rows = try transaction.due(
                in: Wave.ID(rawValue: 7), at: StoreFixture.now, limit: 5)
            try transaction.handOff(rows, worker: 1, at: StoreFixture.now)
            try transaction.handOff(rows, worker: 2, at: StoreFixture.now)
        }
        #expect(try await store.number("SELECT worker FROM message") == 1)
        #expect(try await store.number("SELECT attempts FROM message") == 1)
    }
}
