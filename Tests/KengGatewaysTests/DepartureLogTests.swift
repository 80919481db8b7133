import Foundation
import Testing

@testable import KengGateways

struct DepartureLogTests {
    private let folder = FileManager.default.temporaryDirectory
        .appending(path: "keng-departures-\(UUID().uuidString)")
    private var logs: DepartureLogs { DepartureLogs(prefix: folder.appending(path: "city").path) }

    init() throws {
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    }

    private func file(_ worker: Int64) -> URL {
        folder.appending(path: "city.departures-\(worker)")
    }

    /// A log whose worker has died: nobody holds it any more.
    private func dead(_ worker: Int64, _ messages: [Int64]) throws {
        let log = try #require(logs.begin(worker))
        log.note(messages)
    }

    @Test func whatLeftIsKnownAfterTheDeath() throws {
        let log = try #require(logs.begin(7))
        log.note([1, Int64.max])
        log.note([])
        log.note([-2])
        // It lives: others tell nothing by it.
        #expect(logs.account(of: 7) == .cannotTell)
        withExtendedLifetime(log) {}
    }

    @Test func theDeadTell() throws {
        try dead(7, [1, Int64.max, -2])
        #expect(logs.account(of: 7) == .left([1, Int64.max, -2]))
        try dead(8, [])
        #expect(logs.account(of: 8) == .left([]))
    }

    @Test func whoHasNoLogIsNotToldOf() throws {
        try dead(7, [1])
        #expect(logs.account(of: 9) == .cannotTell)
    }

    /// The machine was started anew: what had not reached the disk is gone.
    @Test func aLogFromBeforeARestartIsNotBelieved() throws {
        try dead(7, [1])
        var bytes = try Data(contentsOf: file(7))
        bytes[30] = bytes[30] == 0x61 ? 0x62 : 0x61
        try bytes.write(to: file(7))
        #expect(logs.account(of: 7) == .cannotTell)
    }

    /// Whatever is cut off, an account never says that something stayed which had been noted before.
    @Test func aTornEndIsLeftOut() throws {
        try dead(7, [1, 2, 3])
        let bytes = try Data(contentsOf: file(7))
        for cut in 1...8 {
            try bytes.dropLast(cut).write(to: file(7))
            #expect(logs.account(of: 7) == .left([1, 2]))
        }
        try bytes.prefix(20).write(to: file(7))
        #expect(logs.account(of: 7) == .cannotTell)
    }

    @Test func aWorkerBeginsOnce() throws {
        try dead(7, [1])
        #expect(logs.begin(7) == nil)
        #expect(logs.account(of: 7) == .left([1]))
    }

    @Test func onlyWhatIsSettledIsForgotten() throws {
        try dead(7, [1])
        try dead(8, [2])
        let living = try #require(logs.begin(9))
        try Data("theirs".utf8).write(to: folder.appending(path: "city.departures-notes"))
        logs.forget(allBut: [8])
        let names = try FileManager.default.contentsOfDirectory(atPath: folder.path).sorted()
        #expect(names == ["city.departures-8", "city.departures-9", "city.departures-notes"])
        withExtendedLifetime(living) {}
    }
}
