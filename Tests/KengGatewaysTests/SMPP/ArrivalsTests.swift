import KengDomain
import NIOCore
import SMPP
import Testing

@testable import KengGateways

/// A text is taken for a repeat exactly where the provider may not know that we have it.
struct ArrivalsTests {
    private let now = Instant(milliseconds: 1_800_000_000_000)

    private func handle(_ sequence: UInt32, link: Int = 0) throws -> Arrivals.Handle {
        // Only a session makes such an id.
        var session = ClientSession(
            SessionSettings(
                bind: try Bind(mode: .transceiver, systemID: "keng", password: "x")))
        var actions: [SessionAction] = []
        session.start(into: &actions)
        session.connected(at: .zero, into: &actions)
        session.received(
            .pdu(
                PDU(
                    .bindResponse(try BindResponse(mode: .transceiver, systemID: "s")),
                    sequence: 1)), at: .zero, into: &actions)
        let message = try ShortMessage(
            source: Address(digits: "1"), destination: Address(digits: "2"), text: ByteBuffer())
        actions = []
        session.received(
            .pdu(PDU(.deliver(message), sequence: sequence)), at: .zero, into: &actions)
        guard case .inbound(let inbound) = actions.first else {
            throw FieldProblem.tooLong(.text, octets: 0, limit: 0)
        }
        return Arrivals.Handle(link: link, id: inbound.id)
    }

    private func text() throws -> InboundEvent.Content {
        .text(from: try PhoneNumber(international: 84_900_000_001), text: "A")
    }

    /// Adds one text and says under which name it came.
    private func add(
        _ arrivals: inout Arrivals, _ sequence: UInt32, print: UInt64 = 7, at moment: Instant
    ) throws -> InboundEvent.ID? {
        let before = arrivals.count
        arrivals.add(
            text: try text(), print: print, nonce: UInt64(sequence), at: moment,
            try handle(sequence))
        return arrivals.count == before ? nil : arrivals.first(10).last?.id
    }

    @Test func theSameWordLaterIsAnotherText() throws {
        var arrivals = Arrivals()
        let first = try #require(try add(&arrivals, 1, at: now))
        #expect(arrivals.acknowledge([first], at: now) == [try handle(1)])
        let second = try #require(try add(&arrivals, 2, at: now + .seconds(60)))
        #expect(first != second)
    }

    @Test func aRepeatBeforeTheAcknowledgementIsAcknowledgedToo() throws {
        var arrivals = Arrivals()
        let first = try #require(try add(&arrivals, 1, at: now))
        #expect(try add(&arrivals, 2, at: now) == nil)
        #expect(arrivals.acknowledge([first], at: now) == [try handle(1), try handle(2)])
    }

    @Test func anAcknowledgementThatMayBeLostMakesOneRepeatPossible() throws {
        var arrivals = Arrivals()
        let first = try #require(try add(&arrivals, 1, at: now))
        _ = arrivals.acknowledge([first], at: now)
        arrivals.ended(link: 0, at: now + .seconds(1))
        #expect(try add(&arrivals, 2, at: now + .seconds(5)) == first)
        _ = arrivals.acknowledge([first], at: now + .seconds(5))
        // The resident writes the same once more.
        #expect(try add(&arrivals, 3, at: now + .seconds(60)) != first)
    }

    /// The connection ends while the text is being kept: its acknowledgement has no way to go.
    @Test func whatWasBeingKeptWhenTheConnectionEndedComesAgainOnce() throws {
        var arrivals = Arrivals()
        let first = try #require(try add(&arrivals, 1, at: now))
        arrivals.ended(link: 0, at: now + .milliseconds(5))
        _ = arrivals.acknowledge([first], at: now + .milliseconds(9))
        #expect(try add(&arrivals, 2, at: now + .seconds(1)) == first)
        _ = arrivals.acknowledge([first], at: now + .seconds(1))
        // The resident writes the same once more.
        #expect(try add(&arrivals, 3, at: now + .seconds(60)) != first)
    }

    /// It came again before it was kept, on a connection that holds: that one hears of it.
    @Test func whatCameAgainBeforeItWasKeptIsNoLongerInDoubt() throws {
        var arrivals = Arrivals()
        let first = try #require(try add(&arrivals, 1, at: now))
        arrivals.ended(link: 0, at: now + .milliseconds(5))
        #expect(try add(&arrivals, 2, at: now + .milliseconds(7)) == nil)
        _ = arrivals.acknowledge([first], at: now + .milliseconds(9))
        #expect(try add(&arrivals, 3, at: now + .seconds(60)) != first)
    }

    @Test func anAcknowledgementLongBeforeTheEndIsKnownToHaveArrived() throws {
        var arrivals = Arrivals()
        let first = try #require(try add(&arrivals, 1, at: now))
        _ = arrivals.acknowledge([first], at: now)
        arrivals.ended(link: 0, at: now + Arrivals.settling)
        #expect(try add(&arrivals, 2, at: now + .seconds(60)) != first)
    }

    @Test func theEndOfAnotherLinkMeansNothing() throws {
        var arrivals = Arrivals()
        let first = try #require(try add(&arrivals, 1, at: now))
        _ = arrivals.acknowledge([first], at: now)
        arrivals.ended(link: 1, at: now)
        #expect(try add(&arrivals, 2, at: now) != first)
    }

    @Test func whatAnEarlierRunKeptLastIsKnownAgainOnce() throws {
        var before = Arrivals()
        let name = try #require(try add(&before, 1, at: now))
        var after = Arrivals()
        after.recall([name], at: now)
        #expect(try add(&after, 2, at: now + .seconds(9)) == name)
        _ = after.acknowledge([name], at: now + .seconds(9))
        #expect(try add(&after, 3, at: now + .seconds(60)) != name)
    }

    @Test func aMemoryFadesAfterTenMinutes() throws {
        var before = Arrivals()
        let name = try #require(try add(&before, 1, at: now))
        var after = Arrivals()
        after.recall([name], at: now)
        #expect(try add(&after, 2, at: now + Arrivals.repeats) != name)
    }

    @Test func whatIsNotAcknowledgedComesAgainInOrder() throws {
        var arrivals = Arrivals()
        let names = try (UInt32(1)...5).map {
            try #require(try add(&arrivals, $0, print: UInt64($0), at: now))
        }
        #expect(arrivals.first(3).map(\.id) == Array(names.prefix(3)))
        #expect(arrivals.first(3).map(\.id) == Array(names.prefix(3)))
        // In any order, and with one that nobody knows.
        let handles = arrivals.acknowledge([names[2], names[0], "x"], at: now)
        #expect(Set(handles) == [try handle(1), try handle(3)])
        #expect(arrivals.first(10).map(\.id) == [names[1], names[3], names[4]])
    }
}
