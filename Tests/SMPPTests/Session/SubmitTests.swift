import Testing

@testable import SMPP

struct SubmitTests {
    @Test func anAnswerNamesTheTokenTheStatusAndTheID() throws {
        var play = try Play.bound()
        let sequence = try play.submit(41)
        let answer = SubmitAnswer(token: 41, status: .ok, messageID: "0a")
        #expect(try play.answer(sequence, id: "0a") == [.answered(answer)])
        #expect(try play.answer(sequence) == [])
        #expect(play.session.unexpected == 1)
    }

    @Test func theWindowLimitsWhatIsInFlight() throws {
        var play = try Play.bound { $0.window = 3 }
        let sequences = try (0..<3).map { try play.submit($0) }
        #expect(play.room == 0)
        _ = try play.answer(sequences[1])
        #expect(play.room == 1)
    }

    @Test func sequenceNumbersWrapToOneAndSkipWhatIsInFlight() throws {
        var play = try Play.bound(lastSequence: 0x7FFF_FFFC) { $0.window = 4 }
        let sequences = try (0..<4).map { try play.submit($0) }
        #expect(sequences == [0x7FFF_FFFE, 0x7FFF_FFFF, 1, 2])
        for sequence in sequences.dropFirst() { _ = try play.answer(sequence) }
        var seen: Set<UInt32> = []
        for token in UInt64(0)..<100 {
            let sequence = try play.submit(token)
            seen.insert(sequence)
            _ = try play.answer(sequence)
        }
        #expect(seen.count == 100)
        #expect(!seen.contains(sequences[0]))
        let last = SubmitAnswer(token: 0, status: .ok, messageID: "id")
        #expect(try play.answer(sequences[0]) == [.answered(last)])
    }

    @Test func aSubmitPastItsDeadlineIsDoubtfulAndMayStillBeAnswered() throws {
        var play = try Play.bound {
            $0.window = 1
            $0.enquireAfter = .seconds(1_000)
        }
        let sequence = try play.submit(5)
        #expect(play.session.nextDeadline == .seconds(60))
        #expect(play.wait(.seconds(59)) == [])
        #expect(play.wait(.seconds(1)) == [.doubtful([5])])
        #expect(play.room == 1)
        let late = SubmitAnswer(token: 5, status: .ok, messageID: "id", isLate: true)
        #expect(try play.answer(sequence) == [.answered(late)])
    }

    @Test func aLostLinkMakesEverythingInFlightDoubtfulOnce() throws {
        var play = try Play.bound()
        let sequences = try (10..<14).map { try play.submit($0) }
        _ = try play.answer(sequences[2])
        let retry = SessionAction.connect(after: .seconds(1))
        #expect(play.disconnected() == [.doubtful([10, 11, 13]), retry])
        #expect(play.disconnected() == [])
        _ = play.connected()
        #expect(try play.answer(sequences[0]) == [])
    }

    @Test func aLostBindStatusIsReportedAndBoundAgain() throws {
        var play = try Play.bound()
        let sequence = try play.submit(5)
        let answer = SubmitAnswer(token: 5, status: .incorrectBindStatus)
        #expect(
            try play.answer(sequence, .incorrectBindStatus) == [.answered(answer), .close])
    }

    @Test func aNackInPlaceOfAnAnswerRefusesTheSubmit() throws {
        var play = try Play.bound()
        let sequence = try play.submit(5)
        let answer = SubmitAnswer(token: 5, status: .invalidMessageLength)
        #expect(
            play.receive(.genericNack, sequence: sequence, .invalidMessageLength)
                == [.answered(answer)])
    }

    @Test(arguments: [
        (CommandStatus.ok, SessionAction.doubtful([5])),
        (
            .invalidDestinationFlag,
            .answered(SubmitAnswer(token: 5, status: .invalidDestinationFlag))
        ),
    ])
    func aBrokenAnswerCountsForWhatItsHeaderSays(
        status: CommandStatus, expected: SessionAction
    ) throws {
        var play = try Play.bound()
        let sequence = try play.submit(5)
        let header = Header(
            length: 20, command: .submitResponse, status: status, sequence: sequence)
        #expect(play.receive(.malformed(header, .truncated(at: 4))) == [expected])
        #expect(play.session.inFlight == 0)
    }

    @Test func aQuestionIsAnsweredRefusedOrLeftOpen() throws {
        var play = try Play.bound { $0.responseTimeout = .seconds(10) }
        let query = try Query(messageID: "id", source: .none)
        let sequences = (0..<3).compactMap {
            play.session.query(query, token: $0, at: play.now)?.sequence
        }
        try #require(sequences.count == 3)
        let state = try QueryResponse(messageID: "id", state: 2)
        #expect(
            play.receive(.queryResponse(state), sequence: sequences[0])
                == [.queried(QueryAnswer(token: 0, outcome: .state(state)))])
        #expect(
            play.receive(.queryResponse(nil), sequence: sequences[1], .queryFailed)
                == [.queried(QueryAnswer(token: 1, outcome: .refused(.queryFailed)))])
        #expect(
            play.wait(.seconds(10)) == [.queried(QueryAnswer(token: 2, outcome: .unanswered))])
        #expect(play.receive(.queryResponse(state), sequence: sequences[2]) == [])
    }
}
