import Foundation
import KengDomain
import KengTestSupport
import Synchronization

@testable import KengStore

/// A database on disk that is gone after the test.
final class StoreFixture: Sendable {
    let folder: URL
    let database: Database
    private let place: TestDatabase
    /// Others that are gone after the test, too.
    let older = Mutex<[TestDatabase]>([])
    private let ids = Mutex<Int64>(1000)

    init() throws {
        folder = FileManager.default.temporaryDirectory
            .appending(path: "keng-store-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        place = try TestDatabase(file: folder.appending(path: "keng.db").path)
        database = try place.open()
    }

    /// Opens it once more, as a second program does.
    func reopened() throws(StoreProblem) -> Database { try place.open() }

    deinit {
        try? FileManager.default.removeItem(at: folder)
    }

    func newID() -> Int64 {
        ids.withLock { id in
            id += 1
            return id
        }
    }

    static let now = Instant(milliseconds: 1_800_000_000_000)

    /// A message that the provider took, in this many segments.
    ///
    /// - Parameter phone: whose it is; without it, one of its own.
    func take(
        _ id: Int64, segments: Int, references: Bool = true, phone: Int64? = nil,
        byReference: Bool = false
    ) async throws {
        let message = Message.ID(rawValue: id)
        let row = PlannedMessage(
            id: message, wave: Wave.ID(rawValue: 7), resident: Resident.ID(rawValue: id),
            phone: try Self.phone(phone ?? id), channel: .sms, lane: .bulk,
            messageClass: .awareness, state: .accepted, reason: 0,
            body: Body.ID(rawValue: 1), segments: segments, offset: .hanoi, due: Self.now,
            expires: Self.now + .seconds(3600))
        try await database.write { transaction in
            _ = try transaction.plan([row])
            var tally = WaveTally()
            tally.add(row.wave, .accepted, segments: segments)
            try transaction.apply(tally)
        }
        if references { try await record(id, segments: segments, byReference: byReference) }
    }

    static func phone(_ id: Int64) throws -> PhoneNumber {
        try PhoneNumber(international: 84_912_000_000 + id)
    }

    func record(_ id: Int64, segments: Int, byReference: Bool = false) async throws {
        let taken = TakenMessage(
            message: Message.ID(rawValue: id), gateway: "g",
            references: (1...segments).map { "\(id).\($0)" }, isFoundByReference: byReference)
        try await database.write { transaction in
            try transaction.recordTaken([taken], at: Self.now)
            try transaction.merge(try transaction.takeEarlyReceipts(of: [taken]))
        }
    }

    /// A receipt that names the phone of message `id`, or none.
    func receipt(
        _ id: Int64, _ segment: Int, _ status: ReceiptStatus, code: String = "",
        namesPhone: Bool = true
    ) throws -> PartReceipt {
        PartReceipt(
            gateway: "g", reference: "\(id).\(segment)",
            phone: namesPhone ? try Self.phone(id) : nil, status: status, code: code, at: Self.now)
    }

    func number(_ sql: String) async throws -> Int64? {
        try await database.read { try $0.first(sql) { try $0.integer(0) } }
    }

    /// The message's state, then the status and code of each of its segments.
    func outcome(_ id: Int64) async throws -> [String] {
        try await database.read { transaction in
            try transaction.all(
                """
                SELECT 'state ' || state FROM message WHERE id = $1
                UNION ALL
                SELECT number || ' ' || status || ' ' || COALESCE(code, '') FROM part
                WHERE message_id = $1
                ORDER BY 1
                """, [.integer(id)]
            ) { try $0.text(0) }
        }
    }
}
