import NIOCore
import Testing

@testable import SMPP

struct ServerSessionTests {
    @Test(arguments: [(CommandStatus.ok, true), (.invalidPassword, false)])
    func theVerdictDecidesABind(status: CommandStatus, isBound: Bool) throws {
        var play = ServerPlay()
        let actions = try play.bind(.transceiver, verdict: status)
        guard case .write(let response) = actions.first else {
            Issue.record("no response")
            return
        }
        #expect(response.status == status)
        #expect(actions.count == (isBound ? 2 : 1))
        #expect(play.session.room == (isBound ? 64 : 0))
    }

    @Test func aSecondBindIsRefused() throws {
        var play = ServerPlay()
        _ = try play.bind(.transceiver)
        let refusal = PDU(
            .bindResponse(BindResponse(absent: .transceiver)), sequence: 1, status: .alreadyBound)
        #expect(try play.bind(.transceiver) == [.write(refusal)])
    }

    @Test(arguments: [nil, BindMode.receiver])
    func aSubmitWithoutTheRightBindIsRefused(mode: BindMode?) throws {
        var play = ServerPlay()
        if let mode { _ = try play.bind(mode) }
        let refusal = PDU(.submitResponse(.absent), sequence: 8, status: .incorrectBindStatus)
        #expect(
            play.receive(PDU(.submit(try Play.message()), sequence: 8)) == [.write(refusal)])
    }

    @Test(arguments: [BindMode.transmitter, .transceiver])
    func aSubmitIsHandedOver(mode: BindMode) throws {
        var play = ServerPlay()
        _ = try play.bind(mode)
        let submit = PDU(.submit(try Play.message()), sequence: 8)
        #expect(play.receive(submit) == [.request(submit)])
    }

    @Test func enquiriesAndUnbindsAreAnswered() throws {
        var play = ServerPlay()
        _ = try play.bind(.receiver)
        #expect(
            play.receive(PDU(.enquireLink, sequence: 2))
                == [.write(PDU(.enquireLinkResponse, sequence: 2))])
        #expect(
            play.receive(PDU(.unbind, sequence: 3))
                == [.write(PDU(.unbindResponse, sequence: 3)), .close])
    }

    @Test func eachDeliveryIsAnsweredOrDoubtful() throws {
        var play = ServerPlay()
        _ = try play.bind(.receiver)
        let message = try Play.message()
        let first = play.session.deliver(message, token: 1, at: .zero)
        _ = play.session.deliver(message, token: 2, at: .zero)
        let answer = DeliverAnswer(token: 1, status: .ok, isLate: false)
        #expect(
            play.receive(PDU(.deliverResponse(.empty), sequence: first.sequence))
                == [.delivered(answer)])
        var actions: [ServerAction] = []
        play.session.disconnected(into: &actions)
        #expect(actions == [.doubtful([2])])
    }

    @Test func aConnectionThatNeverBindsIsClosed() {
        var play = ServerPlay()
        var actions: [ServerAction] = []
        play.session.tick(at: .seconds(29), into: &actions)
        #expect(actions == [])
        play.session.tick(at: .seconds(30), into: &actions)
        #expect(actions == [.close])
    }
}

private struct ServerPlay {
    var session = ServerSession(ServerSettings(systemID: "smsc"), at: .zero)

    mutating func bind(
        _ mode: BindMode, verdict: CommandStatus = .ok
    ) throws -> [ServerAction] {
        let bind = try Bind(mode: mode, systemID: "keng", password: "secret08")
        return receive(PDU(.bind(bind), sequence: 1), verdict: verdict)
    }

    mutating func receive(_ pdu: PDU, verdict: CommandStatus = .ok) -> [ServerAction] {
        var actions: [ServerAction] = []
        session.received(.pdu(pdu), at: .zero, verdict: { _ in verdict }, into: &actions)
        return actions
    }
}
