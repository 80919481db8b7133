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
        log.leave(messages)
    }

    /// Its worker lives: others tell nothing by it.
    @Test func theLivingAreNotToldOf() throws {
        let log = try #require(logs.begin(7))
        log.leave([1])
        #expect(logs.account(of: 7) == .cannotTell)
        withExtendedLifetime(log) {}
    }

    @Test func theDeadTell() throws {
        try dead(7, [1, Int64.max, -2])
        #expect(logs.account(of: 7) == .known(left: [1, Int64.max, -2], taken: [:]))
        try dead(8, [])
        #expect(logs.account(of: 8) == .known(left: [], taken: [:]))
    }

    @Test func whatWasTakenIsToldWithItsReferences() throws {
        do {
            let log = try #require(logs.begin(7))
            log.leave([1, 2, 3])
            log.take([(1, ["a", "", "烟"]), (3, ["c"])])
            log.leave([3])
            log.take([(2, [String(repeating: "x", count: 300)])])
        }
        // The third left once more; a reference that does not fit is nothing that is known.
        #expect(logs.account(of: 7) == .known(left: [1, 2, 3], taken: [1: ["a", "", "烟"]]))
    }

    /// A file that has grown is written anew with what is open; nothing of that is lost.
    @Test func whatIsSettledIsLeftOutInTheEnd() throws {
        do {
            let log = try #require(logs.begin(7, most: 1000))
            for message in Int64(1)...10_000 {
                log.leave([message])
                if message % 2 == 0 { log.take([(message, ["r\(message)"])]) }
                if message < 9_000 { log.settle([message]) }
            }
        }
        guard case .known(let left, let taken) = logs.account(of: 7) else {
            Issue.record("it cannot tell")
            return
        }
        #expect(left.isSuperset(of: 9_000...10_000))
        #expect(left.count < 1_200)
        #expect(taken[9_998] == ["r9998"] && taken[9_999] == nil)
        #expect(try FileManager.default.contentsOfDirectory(atPath: folder.path).count == 1)
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
        // Nor does it stay for ever.
        logs.forget(allBut: [])
        #expect(!FileManager.default.fileExists(atPath: file(7).path))
    }

    /// Whatever is cut off, an account never says that something stayed which had been noted before.
    @Test func aTornEndIsLeftOut() throws {
        try dead(7, [1, 2, 3])
        let bytes = try Data(contentsOf: file(7))
        for cut in 1...9 {
            try bytes.dropLast(cut).write(to: file(7))
            #expect(logs.account(of: 7) == .known(left: [1, 2], taken: [:]))
        }
        try bytes.prefix(20).write(to: file(7))
        #expect(logs.account(of: 7) == .cannotTell)
    }

    @Test func aWorkerBeginsOnce() throws {
        try dead(7, [1])
        #expect(logs.begin(7) == nil)
        #expect(logs.account(of: 7) == .known(left: [1], taken: [:]))
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
