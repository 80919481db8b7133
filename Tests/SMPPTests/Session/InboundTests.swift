import NIOCore
import Testing

@testable import SMPP

struct InboundTests {
    @Test func aMessageIsHandedOverAndAnsweredWhenTheCallerSaysSo() throws {
        var play = try Play.bound()
        let inbound = try Self.only(play.receive(.deliver(try Play.message()), sequence: 77))
        let answer = play.session.acknowledge(inbound.id, .ok)
        #expect(answer == PDU(.deliverResponse(.empty), sequence: 77))
    }

    @Test func anAcknowledgementOfAnEarlierConnectionIsNotWritten() throws {
        var play = try Play.bound()
        let inbound = try Self.only(play.receive(.deliver(try Play.message()), sequence: 77))
        _ = play.disconnected()
        #expect(play.session.acknowledge(inbound.id, .ok) == nil)
        guard case .write(let bind) = play.connected().first else {
            Issue.record("no bind")
            return
        }
        _ = play.answerBind(.ok, sequence: bind.sequence)
        #expect(play.session.acknowledge(inbound.id, .ok) == nil)
    }

    @Test func aBindThatOnlySendsRefusesMessages() throws {
        var play = try Play.bound(mode: .transmitter)
        let refusal = PDU(
            .deliverResponse(.empty), sequence: 77, status: .incorrectBindStatus)
        #expect(
            play.receive(.deliver(try Play.message()), sequence: 77) == [.write(refusal)])
    }

    @Test func aMessageBeforeTheBindStandsIsPutOff() throws {
        var play = try Play()
        _ = play.start()
        _ = play.connected()
        let status = CommandStatus(rawValue: 0x64)
        let refusal = PDU(.deliverResponse(.empty), sequence: 77, status: status)
        #expect(
            play.receive(.deliver(try Play.message()), sequence: 77) == [.write(refusal)])
    }

    @Test func anUnknownRequestIsNackedAndTheLinkGoesOn() throws {
        var play = try Play.bound()
        let nack = PDU(.genericNack, sequence: 3, status: CommandStatus(rawValue: 0x03))
        let unknown = Body.unknown(Command(rawValue: 0x777), ByteBuffer())
        #expect(play.receive(unknown, sequence: 3) == [.write(nack)])
        #expect(play.receive(.submit(try Play.message()), sequence: 3) == [.write(nack)])
        #expect(play.room == 64)
    }

    @Test(arguments: [
        (Command.deliver, Body.deliverResponse(.empty)), (.data, .dataResponse(.empty)),
        (.alertNotification, .genericNack), (Command(rawValue: 0x777), .genericNack),
    ])
    func aBrokenRequestIsAnsweredInItsOwnKind(command: Command, answer: Body) throws {
        var play = try Play.bound()
        let header = Header(length: 20, command: command, status: .ok, sequence: 6)
        let problem = DecodingProblem.truncated(at: 1)
        #expect(
            play.receive(.malformed(header, problem))
                == [.write(PDU(answer, sequence: 6, status: problem.status))])
    }

    @Test(arguments: [
        Body.submitResponse(.absent), .deliverResponse(.empty), .cancelResponse, .unbindResponse,
        .genericNack, .unknown(Command(rawValue: 0x8000_0777), ByteBuffer()),
    ])
    func aResponseToNothingIsCountedOnly(body: Body) throws {
        var play = try Play.bound()
        #expect(play.receive(body, sequence: 4_000) == [])
        #expect(play.session.unexpected == 1)
    }

    private static func only(_ actions: [SessionAction]) throws -> Inbound {
        guard actions.count == 1, case .inbound(let inbound) = actions[0] else {
            throw Missing.inbound
        }
        return inbound
    }

    private enum Missing: Error { case inbound }
}
