import NIOCore
import Testing

@testable import SMPP

struct CongestionTests {
    @Test(arguments: [(CommandStatus.throttled, 100), (.messageQueueFull, 5_000)])
    func throttlingPausesAndThenStartsWithOne(status: CommandStatus, milliseconds: Int) throws {
        var play = try Play.bound()
        let sequences = try (0..<20).map { try play.submit($0) }
        for sequence in sequences { _ = try play.answer(sequence, status) }
        #expect(play.room == 0)
        #expect(play.session.nextDeadline == .milliseconds(milliseconds))
        _ = play.wait(.milliseconds(milliseconds - 1))
        #expect(play.room == 0)
        _ = play.wait(.milliseconds(1))
        #expect(play.room == 1)
    }

    /// Twenty were in flight, so the window doubles up to ten and then grows by one a round.
    @Test func theWindowGrowsBackLikeTCP() throws {
        var play = try Play.bound()
        let sequences = try (0..<20).map { try play.submit($0) }
        for sequence in sequences { _ = try play.answer(sequence, .throttled) }
        _ = play.wait(.seconds(1))
        var rooms: [Int] = []
        for _ in 0..<8 {
            rooms.append(play.room)
            let round = try (0..<play.room).map { try play.submit(UInt64($0)) }
            for sequence in round { _ = try play.answer(sequence) }
        }
        #expect(rooms == [1, 2, 4, 8, 10, 11, 12, 13])
    }

    @Test(arguments: [1, 64]) func thePauseDoublesUntilSomethingIsAccepted(window: Int) throws {
        var play = try Play.bound { $0.window = window }
        func pause(_ count: Int) throws -> [Duration?] {
            try (0..<count).map { _ in
                _ = try play.answer(try play.submit(0), .throttled)
                let end = try #require(play.session.nextDeadline)
                let pause = end - play.now
                _ = play.wait(pause)
                return pause
            }
        }
        let doubled = [100, 200, 400, 800, 1_000, 1_000].map { Duration.milliseconds($0) }
        #expect(try pause(6) == doubled)
        _ = try play.answer(try play.submit(0))
        #expect(try pause(2) == Array(doubled.prefix(2)))
    }

    @Test func theWindowNeverGrowsAboveItsLimit() throws {
        var play = try Play.bound { $0.window = 3 }
        _ = try play.answer(try play.submit(0), .throttled)
        _ = play.wait(.seconds(1))
        for token in UInt64(0)..<100 { _ = try play.answer(try play.submit(token)) }
        #expect(play.room == 3)
    }

    @Test func answersOfOneRoundTripMakeTheWindowFallOnce() throws {
        var window = CongestionWindow(
            limit: 64, firstPause: .milliseconds(100), longestPause: .seconds(1))
        window.throttled(epoch: 0, inFlight: 40, at: .zero)
        window.throttled(epoch: 0, inFlight: 4, at: .zero)
        #expect(window.pausedUntil == .milliseconds(100))
        for _ in 0..<100 { window.accepted(epoch: 0) }
        #expect(window.allowed == 1)
        for _ in 0..<(1 + 2 + 4 + 8 + 16) { window.accepted(epoch: 1) }
        #expect(window.allowed == 20)
    }

    @Test(arguments: [(UInt8(79), 64), (80, 20), (89, 20), (90, 1), (99, 1)])
    func theGatewaysLoadLimitsTheWindow(load: UInt8, allowed: Int) throws {
        var play = try Play.bound()
        let sequences = try (0..<40).map { try play.submit($0) }
        let tlv = try TLV(.congestionState, ByteBuffer(integer: load))
        for sequence in sequences { _ = try play.answer(sequence, tlvs: [tlv]) }
        #expect(play.room == allowed)
    }
}
