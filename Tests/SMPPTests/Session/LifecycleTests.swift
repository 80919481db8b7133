import Testing

@testable import SMPP

struct LifecycleTests {
    @Test func startingConnectsAtOnceAndOnlyOnce() throws {
        var play = try Play()
        #expect(play.start() == [.connect(after: .zero)])
        #expect(play.start() == [])
    }

    @Test func aConnectionIsBoundWithTheFirstSequenceNumber() throws {
        var play = try Play()
        _ = play.start()
        let bind = PDU(.bind(play.session.settings.bind), sequence: 1)
        #expect(play.connected() == [.write(bind)])
        #expect(play.room == 0)
        #expect(play.answerBind(.ok) == [.bound])
        #expect(play.room == 64)
    }

    @Test(arguments: [(BindMode.receiver, 0), (.transmitter, 64), (.transceiver, 64)])
    func onlyModesThatSendHaveRoom(mode: BindMode, room: Int) throws {
        let play = try Play.bound(mode: mode)
        #expect(play.room == room)
    }

    @Test func theWaitDoublesToItsLimit() throws {
        var play = try Play()
        _ = play.start()
        let waits = (0..<8).map { _ in play.connectFailed() }
        let expected = [5, 10, 20, 40, 80, 160, 300, 300]
        #expect(waits == expected.map { [.connect(after: .seconds($0))] })
    }

    @Test(arguments: [(UInt64(0), 5_000), (125, 4_375), (250, 3_750), (251, 5_000)])
    func chanceTakesUpToAQuarterOfTheWait(random: UInt64, milliseconds: Int) throws {
        var play = try Play()
        _ = play.start()
        let expected = SessionAction.connect(after: .milliseconds(milliseconds))
        #expect(play.connectFailed(random: random) == [expected])
    }

    @Test(arguments: [(29, 10), (30, 1)])
    func aBindThatHeldIsSoonBack(held: Int, wait: Int) throws {
        var play = try Play()
        _ = play.start()
        _ = play.connectFailed()
        _ = play.connected()
        _ = play.answerBind(.ok)
        play.now = .seconds(held)
        #expect(play.disconnected() == [.connect(after: .seconds(wait))])
    }

    @Test(arguments: [
        (CommandStatus.ok, [1, 5, 10]), (.throttled, [10, 20, 40]), (.systemError, [10, 20, 40]),
    ])
    func aBindThatTookAMessageIsSoonBack(status: CommandStatus, waits: [Int]) throws {
        var play = try Play()
        _ = play.start()
        _ = play.connectFailed()
        _ = play.connected()
        _ = play.answerBind(.ok)
        _ = try play.answer(try play.submit(1), status)
        let first = play.disconnected()
        let later = (0..<2).map { _ in play.connectFailed() }
        #expect([first] + later == waits.map { [.connect(after: .seconds($0))] })
    }

    @Test func aBindThatBroughtATextIsSoonBack() throws {
        var play = try Play.bound(mode: .receiver)
        _ = play.receive(.deliver(try Play.message()), sequence: 9)
        #expect(play.disconnected() == [.connect(after: .seconds(1))])
    }

    @Test(arguments: [CommandStatus.invalidPassword, .invalidSystemID])
    func aWrongNameOrPasswordEndsTheSession(status: CommandStatus) throws {
        var play = try Play()
        _ = play.start()
        _ = play.connected()
        #expect(play.answerBind(status) == [.close, .fatal(status)])
        #expect(play.session.state == .stopped)
        #expect(play.disconnected() == [])
    }

    @Test(arguments: [
        (CommandStatus.alreadyBound, 30), (.bindFailed, 5), (.systemError, 5),
        (CommandStatus(rawValue: 0x401), 5),
    ])
    func anotherRefusalWaitsAndTriesAgain(status: CommandStatus, seconds: Int) throws {
        var play = try Play()
        _ = play.start()
        _ = play.connected()
        #expect(play.answerBind(status) == [.bindRefused(status), .close])
        #expect(play.disconnected() == [.connect(after: .seconds(seconds))])
    }

    @Test func aBindWithoutAnAnswerIsGivenUp() throws {
        var play = try Play()
        _ = play.start()
        _ = play.connected()
        #expect(play.session.nextDeadline == .seconds(30))
        #expect(play.wait(.seconds(29)) == [])
        #expect(play.wait(.seconds(1)) == [.close])
        #expect(play.disconnected() == [.connect(after: .seconds(5))])
    }

    @Test func anEnquiryIsAnsweredWhileBinding() throws {
        var play = try Play()
        _ = play.start()
        _ = play.connected()
        let answer = PDU(.enquireLinkResponse, sequence: 9)
        #expect(play.receive(.enquireLink, sequence: 9) == [.write(answer)])
    }

    @Test func silenceIsEnquiredTwiceAndThenEnds() throws {
        var play = try Play.bound()
        #expect(play.wait(.seconds(29)) == [])
        #expect(play.wait(.seconds(1)) == [.write(PDU(.enquireLink, sequence: 2))])
        #expect(play.wait(.seconds(30)) == [.write(PDU(.enquireLink, sequence: 3))])
        #expect(play.wait(.seconds(30)) == [.close])
        #expect(play.disconnected() == [.connect(after: .seconds(1))])
    }

    @Test func anyWordFromTheGatewayEndsTheSilence() throws {
        var play = try Play.bound()
        _ = play.wait(.seconds(30))
        _ = play.wait(.seconds(30))
        #expect(play.receive(.enquireLinkResponse, sequence: 3) == [])
        #expect(play.wait(.seconds(29)) == [])
        #expect(play.wait(.seconds(1)) == [.write(PDU(.enquireLink, sequence: 4))])
    }

    @Test func theGatewaysUnbindIsAnsweredAndFollowedByARetry() throws {
        var play = try Play.bound()
        let token = UInt64(7)
        _ = try play.submit(token)
        let answer = PDU(.unbindResponse, sequence: 5)
        #expect(play.receive(.unbind, sequence: 5) == [.write(answer), .close])
        #expect(
            play.disconnected() == [.doubtful([token]), .connect(after: .seconds(5))])
    }

    @Test func stoppingWaitsForAnswersThenUnbindsThenCloses() throws {
        var play = try Play.bound()
        let sequence = try play.submit(7)
        #expect(play.stop() == [])
        #expect(play.room == 0)
        let answer = SubmitAnswer(token: 7, status: .ok, messageID: "id")
        #expect(
            try play.answer(sequence)
                == [.answered(answer), .write(PDU(.unbind, sequence: 3))])
        #expect(play.receive(.unbindResponse, sequence: 3) == [.close])
        #expect(play.disconnected() == [.stopped])
    }

    @Test func stoppingDoesNotWaitForever() throws {
        var play = try Play.bound()
        _ = try play.submit(7)
        _ = play.stop()
        let actions = play.wait(.seconds(30))
        #expect(actions == [.write(PDU(.unbind, sequence: 3)), .close])
        #expect(play.disconnected() == [.doubtful([7]), .stopped])
    }

    @Test func stoppingBeforeABindEndsAtOnce() throws {
        var idle = try Play()
        #expect(idle.stop() == [.stopped])
        var connecting = try Play()
        _ = connecting.start()
        #expect(connecting.stop() == [.close, .stopped])
        #expect(connecting.connected() == [.close])
    }

    @Test func aLostStreamIsSaidAndFollowedByARetry() throws {
        var play = try Play.bound()
        let nack = PDU(.genericNack, sequence: 0, status: .invalidCommandLength)
        #expect(play.framingLost() == [.write(nack), .close])
        #expect(play.disconnected() == [.connect(after: .seconds(5))])
    }
}
