import KengDomain
import Testing

@testable import KengStore

/// Promise 6.
struct ReceiptTests {
    /// Any order, any repetition, split over any number of transactions, before or after the answer.
    @Test(arguments: UInt64(1)...12)
    func receiptsCommute(seed: UInt64) async throws {
        var chance = SeededGenerator(seed: seed)
        let store = try StoreFixture()
        let segments = 1 + Int(chance.next() % 3)
        let count = 1 + Int(chance.next() % 6)
        let reports = (0..<count).map { _ in
            let status = ReceiptStatus.allCases[Int(chance.next() % 5)]
            return (1 + Int(chance.next() % UInt64(segments)), status)
        }
        var outcomes: Set<[String]> = []
        for id in Int64(1)...8 {
            var order = (reports + reports.filter { _ in chance.next() % 2 == 0 })
            order.shuffle(using: &chance)
            let early = Int(chance.next() % UInt64(order.count + 1))
            try await store.take(id, segments: segments, references: false)
            for (place, report) in order.enumerated() {
                if place == early { try await store.record(id, segments: segments) }
                let receipt = try store.receipt(id, report.0, report.1, code: "\(report.1)")
                try await store.database.write { try $0.merge([receipt]) }
            }
            if early == order.count { try await store.record(id, segments: segments) }
            outcomes.insert(try await store.outcome(id))
        }
        #expect(outcomes.count == 1, "\(reports): \(outcomes)")
        #expect(try await store.number("SELECT COUNT(*) FROM early_receipt") == 0)
        #expect(
            try await store.number("SELECT SUM(messages) FROM wave_count WHERE messages > 0") == 8)
    }

    @Test func aLateDeliveryCorrectsAnExpiry() async throws {
        let store = try StoreFixture()
        try await store.take(1, segments: 1)
        for status in [ReceiptStatus.expired, .delivered, .expired] {
            let receipt = try store.receipt(1, 1, status)
            try await store.database.write { try $0.merge([receipt]) }
        }
        #expect(try await store.outcome(1) == ["1 5 ", "state 4"])
        #expect(
            try await store.number(
                "SELECT SUM(messages * state) FROM wave_count WHERE wave_id = 7") == 4)
    }

    @Test func aReceiptForNobodyWaits() async throws {
        let store = try StoreFixture()
        let receipts = [
            try store.receipt(9, 1, .delivered), try store.receipt(9, 1, .enroute),
        ]
        try await store.database.write { try $0.merge(receipts) }
        #expect(try await store.number("SELECT status FROM early_receipt") == 5)
        try await store.take(9, segments: 1)
        #expect(try await store.outcome(9) == ["1 5 ", "state 4"])
    }

    @Test func theSameReferencesTwiceChangeNothing() async throws {
        let store = try StoreFixture()
        try await store.take(1, segments: 2)
        let receipt = try store.receipt(1, 1, .delivered)
        try await store.database.write { try $0.merge([receipt]) }
        let before = try await store.outcome(1)
        try await store.record(1, segments: 2)
        #expect(try await store.outcome(1) == before)
    }

    /// A provider that names no phone is believed by its reference alone.
    @Test func aReceiptWithoutAPhoneIsFoundByItsReference() async throws {
        let store = try StoreFixture()
        try await store.take(1, segments: 1, byReference: true)
        let receipt = try store.receipt(1, 1, .delivered, namesPhone: false)
        try await store.database.write { try $0.merge([receipt]) }
        #expect(try await store.outcome(1) == ["1 5 ", "state 4"])
    }

    /// Two messages of one phone are told apart by the reference.
    @Test func theReferenceDecidesBetweenMessagesOfOnePhone() async throws {
        let store = try StoreFixture()
        try await store.take(1, segments: 1, phone: 1)
        try await store.take(2, segments: 1, phone: 1)
        let receipt = try store.receipt(1, 1, .delivered)
        try await store.database.write { try $0.merge([receipt]) }
        #expect(try await store.outcome(1) == ["1 5 ", "state 4"])
        #expect(try await store.outcome(2) == ["1 0 ", "state 3"])
    }

    /// Another phone's receipt with the same reference moves nothing.
    @Test func aReceiptOfAnotherPhoneWaits() async throws {
        let store = try StoreFixture()
        try await store.take(1, segments: 1, phone: 3)
        let receipt = try store.receipt(1, 1, .delivered)
        try await store.database.write { try $0.merge([receipt]) }
        #expect(try await store.outcome(1) == ["1 0 ", "state 3"])
        #expect(try await store.number("SELECT COUNT(*) FROM early_receipt") == 1)
    }
}
