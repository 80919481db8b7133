import KengSimulation
import SMPP
import Testing

/// What is answered, when, and what is counted.
struct SMSCAnswerTests {
    private let second = Duration.seconds(1)

    @Test func whatComesTwiceIsAcceptedTwiceAndCountedOnce() throws {
        var play = try SMSCPlay(SMSCProfile())
        let ids = try play.submit(["A", "B", "A"]).map(\.messageID)
        #expect(ids == ["1000000001", "1000000002", "1000000003"])
        #expect(play.smsc.counts.duplicates == 1)
        #expect(
            play.smsc.ledger.records.map { $0.marks.contains(.duplicate) } == [false, false, true])
    }

    @Test func otherPhonesAndOtherPartsAreOtherMessages() throws {
        var play = try SMSCPlay(SMSCProfile())
        try play.submit(["A"], to: "84901234567")
        try play.submit(["A"], to: "84901234568")
        #expect(play.smsc.counts.duplicates == 0)
    }

    @Test func aboveTheWindowIsRefusedWithTheStatusAskedFor() throws {
        var profile = SMSCProfile()
        profile.window = 2
        profile.windowStatus = .messageQueueFull
        profile.answerDelay = .milliseconds(20)
        var play = try SMSCPlay(profile)
        try play.submit(["A", "B", "C"])
        #expect(play.smsc.counts.throttled == 1)
        #expect(play.smsc.counts.longestWindow == 3)
        play.tick(.milliseconds(25))
        #expect(play.responses.map(\.status) == [.ok, .ok, .messageQueueFull])
        try play.submit(["D"], at: .milliseconds(30))
        #expect(play.smsc.counts.accepted == 3)
    }

    @Test func answersWaitAsLongAsAskedFor() throws {
        var profile = SMSCProfile()
        profile.answerDelay = .milliseconds(20)
        var play = try SMSCPlay(profile)
        #expect(try play.submit(["A"], at: .milliseconds(3)).isEmpty)
        play.tick(.milliseconds(22))
        #expect(play.responses.isEmpty)
        play.tick(.milliseconds(23))
        #expect(play.responses.count == 1)
    }

    @Test func theRateIsThatOfAWholeSecond() throws {
        var profile = SMSCProfile()
        profile.rate = 2
        var play = try SMSCPlay(profile)
        let first = try play.submit(["A", "B", "C"], at: .milliseconds(900)).map(\.status)
        #expect(first == [.ok, .ok, .throttled])
        let next = try play.submit(["D", "E"], at: .milliseconds(1100)).map(\.status)
        #expect(next == [.ok, .ok])
        // Four within a second, although no second of the clock had more than two.
        #expect(play.smsc.overspeedWindows == 1)
        #expect(play.smsc.fastestSecond == 4)
    }

    @Test func aRateThatIsOnlyCountedRefusesNothing() throws {
        var profile = SMSCProfile()
        profile.rate = 2
        profile.rateManner = .count
        var play = try SMSCPlay(profile)
        try play.submit(["A", "B", "C"])
        #expect(play.smsc.counts.throttled == 0)
        #expect(play.smsc.overspeedWindows == 1)
    }

    @Test func aSteadySenderIsNeverTooFast() throws {
        var profile = SMSCProfile()
        profile.rate = 100
        var play = try SMSCPlay(profile)
        for index in 0..<1000 {
            try play.submit(["\(index)"], at: .milliseconds(10 * index))
        }
        #expect(play.smsc.counts.accepted == 1000)
        #expect(play.smsc.overspeedWindows == 0)
        #expect(play.smsc.fastestSecond == 100)
    }

    @Test(arguments: UInt64(0)..<20)
    func everySubmitIsAcceptedOrThrottledAndTheShareIsKept(seed: UInt64) throws {
        var profile = SMSCProfile()
        profile.throttledShare = 0.05
        var play = try SMSCPlay(profile, seed: seed)
        let answers = try play.submit((0..<2000).map { "\($0)" })
        #expect(answers.count == 2000)
        #expect(play.smsc.counts.accepted + play.smsc.counts.throttled == 2000)
        #expect((50...160).contains(play.smsc.counts.throttled))
    }

    @Test(arguments: UInt64(0)..<20)
    func aCutLosesAnswersOfWhatWasAccepted(seed: UInt64) throws {
        var profile = SMSCProfile()
        profile.dropAt = 40
        var play = try SMSCPlay(profile, seed: seed)
        let answers = try play.submit((0..<100).map { "\($0)" })
        #expect(answers.count == 39)
        #expect(play.drops == 1)
        let counts = play.smsc.counts
        #expect(counts.accepted == answers.count + counts.doubtful)
        #expect((10...50).contains(counts.doubtful))
        // Whatever comes by the same link afterwards was never read.
        #expect(try play.submit(["late"]).isEmpty)
        #expect(play.smsc.counts.accepted == counts.accepted)
    }

    @Test func answersThatWaitedForACutLinkAreDoubtful() throws {
        var profile = SMSCProfile()
        profile.answerDelay = second
        profile.dropEvery = .milliseconds(500)
        var play = try SMSCPlay(profile)
        try play.submit(["A", "B"])
        play.tick(.milliseconds(500))
        #expect(play.drops == 0)
        play.tick(.milliseconds(520))
        #expect(play.drops == 1)
        play.smsc.closed(1)
        play.tick(.seconds(2))
        #expect(play.responses.isEmpty)
        #expect(play.smsc.counts.doubtful == 2)
    }

    @Test func onlyTheNameAndPasswordAskedForMayBind() throws {
        var profile = SMSCProfile()
        profile.systemID = "keng"
        profile.password = "other"
        var smsc = TestSMSC(profile, seed: 1, startedAt: 0)
        let bind = try Bind(mode: .transceiver, systemID: "keng", password: "secret08")
        #expect(smsc.verdict(on: bind) == .invalidPassword)
        let stranger = try Bind(mode: .transceiver, systemID: "kong", password: "other")
        #expect(smsc.verdict(on: stranger) == .invalidSystemID)
        #expect(smsc.counts.bindsRefused == 2)
    }
}
