import KengDomain
import KengText
import SMPP
import Testing

@testable import KengGateways

/// Each text that is added ends as exactly one answer, and no part of one leaves again once it was taken or
/// may have been.
struct OutboxTests {
    static let start = Instant(milliseconds: 1_800_000_000_000)

    static func settings(rate: Int = 1_000_000) throws -> SMPPSettings {
        let bind = try Bind(mode: .transceiver, systemID: "keng", password: "secret")
        return SMPPSettings(
            name: "viettel",
            links: [
                LinkSettings(host: "127.0.0.1", port: 1, session: SessionSettings(bind: bind))
            ],
            segmentsPerSecond: rate, source: try Address(ton: 5, npi: 0, digits: "PCCC-HN"),
            region: try Jurisdiction("VN"))
    }

    static func text(
        _ message: Int64, segments: Int = 1, lane: Lane = .bulk, attempt: Int = 0,
        expires: Duration = .seconds(3600)
    ) throws -> OutboundText {
        OutboundText(
            message: message, phone: try PhoneNumber(international: 84_900_000_000 + message),
            text: segments == 1
                ? "Gọi 114" : String(repeating: "cháy ", count: 13 * segments),
            segments: segments, language: .vietnamese, lane: lane, attempt: attempt,
            expires: start + expires)
    }

    /// A box with these texts, all of whose parts have left; their tokens in order.
    private func sent(
        _ texts: [OutboundText], _ settings: SMPPSettings? = nil
    ) throws -> (Outbox, [UInt64]) {
        var box = Outbox(try settings ?? Self.settings(), referencesFrom: 0)
        for text in texts { box.add(text, at: Self.start) }
        var tokens: [UInt64] = []
        _ = box.take(1000, at: Self.start) { tokens.append($0.token) }
        return (box, tokens)
    }

    /// Promise 5: what is taken leaves in a quarter of a second, also of a program's part of the rate.
    @Test func theRoomFollowsThePart() throws {
        var state = SMPPState(try Self.settings(rate: 400), referencesFrom: 0)
        state.change(0, .bound, at: Self.start)
        #expect(state.room(at: Self.start) == 100)
        state.outbox.limit(to: 40)
        #expect(state.room(at: Self.start) == 10)
    }

    @Test func anAcceptedTextHasAReferenceForEachPart() throws {
        var (box, tokens) = try sent([Self.text(1, segments: 3)])
        #expect(tokens.count == 3)
        for (token, reference) in zip(tokens, ["a", "b", "c"]).reversed() {
            #expect(!box.hasAnswers)
            box.answered(token, .accepted, code: "", reference: reference, at: Self.start)
        }
        #expect(
            box.takeAnswers() == [
                SubmitAnswer(message: 1, outcome: .accepted(references: ["a", "b", "c"]))
            ])
    }

    @Test(arguments: [
        (Reaction.permanent, 0, SubmitOutcome.rejected(code: "X")),
        (.throttled(after: .seconds(1)), 0, .throttled(after: .seconds(1))),
        (.temporary(after: .seconds(9), tries: 3), 0, .temporary(code: "X", after: .seconds(9))),
        (.temporary(after: .seconds(9), tries: 3), 2, .rejected(code: "X")),
        (.barred, 0, .barred(code: "X")),
    ])
    func aRefusalOfAWholeTextIsToldAsItIs(
        reaction: Reaction, attempt: Int, outcome: SubmitOutcome
    ) throws {
        var (box, tokens) = try sent([Self.text(1, attempt: attempt)])
        box.answered(tokens[0], reaction, code: "X", reference: "", at: Self.start)
        #expect(box.takeAnswers() == [SubmitAnswer(message: 1, outcome: outcome)])
    }

    @Test func whatIsMissingOfAPartlyTakenTextFollows() throws {
        var (box, tokens) = try sent([Self.text(1, segments: 3)])
        box.answered(tokens[0], .accepted, code: "", reference: "a", at: Self.start)
        box.answered(
            tokens[1], .throttled(after: .seconds(1)), code: "T", reference: "", at: Self.start)
        box.answered(tokens[2], .accepted, code: "", reference: "c", at: Self.start)
        #expect(!box.hasAnswers)
        var again: [Outbox.Departure] = []
        let wait = box.take(10, at: Self.start) { again.append($0) }
        #expect(again.isEmpty && wait == .seconds(1))
        _ = box.take(10, at: Self.start + .seconds(1)) { again.append($0) }
        #expect(again.map(\.part) == [1])
        box.answered(
            again[0].token, .accepted, code: "", reference: "b", at: Self.start + .seconds(1))
        #expect(
            box.takeAnswers() == [
                SubmitAnswer(message: 1, outcome: .accepted(references: ["a", "b", "c"]))
            ])
    }

    @Test func aLaterRetryHoldsNothingBack() throws {
        var (box, tokens) = try sent([Self.text(1, segments: 2)])
        box.answered(tokens[0], .accepted, code: "", reference: "a", at: Self.start)
        box.answered(
            tokens[1], .throttled(after: .seconds(1)), code: "T", reference: "", at: Self.start)
        for message in 2...4 { box.add(try Self.text(Int64(message)), at: Self.start) }
        var left = 0
        let waits = (0..<4).map { _ in
            box.take(1, at: Self.start) { _ in left += 1 }
        }
        #expect(left == 3)
        #expect(waits == [nil, nil, .seconds(1), .seconds(1)])
    }

    @Test func aPartThatIsRefusedForGoodEndsTheTextAndNamesItself() throws {
        var (box, tokens) = try sent([Self.text(1, segments: 2)])
        box.answered(tokens[0], .accepted, code: "", reference: "a", at: Self.start)
        box.answered(tokens[1], .permanent, code: "0x0B", reference: "", at: Self.start)
        #expect(
            box.takeAnswers() == [
                SubmitAnswer(message: 1, outcome: .rejected(code: "0x0B (2/2)"))
            ])
    }

    @Test func aLostAnswerIsUnknownAtOnceAndALateOneIsWaitedFor() throws {
        var (box, tokens) = try sent([Self.text(1), Self.text(2), Self.text(3)])
        box.doubtful(tokens[0], mayCome: false, at: Self.start)
        #expect(box.takeAnswers() == [SubmitAnswer(message: 1, outcome: .unknown)])
        box.doubtful(tokens[1], mayCome: true, at: Self.start)
        box.doubtful(tokens[2], mayCome: true, at: Self.start)
        #expect(!box.hasAnswers)
        box.answered(tokens[1], .accepted, code: "", reference: "late", at: Self.start)
        #expect(
            box.takeAnswers() == [
                SubmitAnswer(message: 2, outcome: .accepted(references: ["late"]))
            ])
        box.sweep(at: Self.start + Outbox.grace, isUp: true)
        #expect(box.takeAnswers() == [SubmitAnswer(message: 3, outcome: .unknown)])
        box.answered(tokens[2], .accepted, code: "", reference: "too late", at: Self.start)
        #expect(!box.hasAnswers)
    }

    @Test func aTextWithoutAWayOutGoesBack() throws {
        var box = Outbox(try Self.settings(), referencesFrom: 0)
        box.add(try Self.text(1), at: Self.start)
        box.sweep(at: Self.start, isUp: true)
        #expect(!box.hasAnswers)
        box.sweep(at: Self.start, isUp: false)
        #expect(
            box.takeAnswers() == [
                SubmitAnswer(message: 1, outcome: .throttled(after: .seconds(1)))
            ])
        box.add(try Self.text(2), at: Self.start)
        box.sweep(at: Self.start + Outbox.patience, isUp: true)
        #expect(box.takeAnswers().map(\.message) == [2])
        #expect(box.queued == 0)
        var left = 0
        _ = box.take(10, at: Self.start) { _ in left += 1 }
        #expect(left == 0)
    }

    @Test func aTextWhoseSegmentsAreNotThoseThatWereShownHasNoWayOut() throws {
        var box = Outbox(try Self.settings(), referencesFrom: 0)
        let text = OutboundText(
            message: 1, phone: try PhoneNumber(international: 84_900_000_001), text: "Gọi 114",
            segments: 2, language: .vietnamese, expires: Self.start + .seconds(60))
        box.add(text, at: Self.start)
        #expect(
            box.takeAnswers() == [SubmitAnswer(message: 1, outcome: .rejected(code: "SEGMENTS"))])
    }

    @Test func emergenciesLeaveFirstThenReplies() throws {
        var box = Outbox(try Self.settings(), referencesFrom: 0)
        for (message, lane) in [(1, Lane.bulk), (2, .reply), (3, .emergency), (4, .bulk)] {
            box.add(try Self.text(Int64(message), lane: lane), at: Self.start)
        }
        var order: [Int64] = []
        _ = box.take(10, at: Self.start) { order.append($0.phone.number - 84_900_000_000) }
        #expect(order == [3, 2, 1, 4])
    }

    @Test func longTextsToOnePhoneHaveOtherReferences() throws {
        var box = Outbox(try Self.settings(), referencesFrom: 255)
        let phone = try PhoneNumber(international: 84_900_000_001)
        for message in Int64(1)...200 {
            box.add(
                OutboundText(
                    message: message, phone: phone,
                    text: String(repeating: "cháy ", count: 26), segments: 2,
                    language: .vietnamese, expires: Self.start + .seconds(60)), at: Self.start)
        }
        var references: [UInt16] = []
        _ = box.take(1000, at: Self.start) { if $0.part == 0 { references.append($0.reference) } }
        #expect(Set(references.map { $0 & 0xFF }).count == 200)
    }

    /// The provider's second is as long as ever, whatever becomes of our clock.
    @Test(arguments: [3600, 1, -1, -3600])
    func aClockThatIsSetOpensNoSecondTwice(by seconds: Int) throws {
        var box = Outbox(try Self.settings(rate: 50), referencesFrom: 0)
        for message in Int64(1)...200 {
            box.add(try Self.text(message, expires: .seconds(20_000)), at: Self.start)
        }
        var left = 0
        _ = box.take(1000, at: Self.start) { _ in left += 1 }
        #expect(left == 50)
        let step = Duration.seconds(seconds)
        box.clock(isAhead: step)
        for later in [1, 500, 990] {
            let now = Self.start + .milliseconds(later) + step
            let wait = box.take(1000, at: now) { _ in left += 1 }
            #expect(left == 50 && (wait ?? .zero) > .zero)
        }
        _ = box.take(1000, at: Self.start + .seconds(2) + step) { _ in left += 1 }
        #expect(left == 100)
    }

    /// Any mixture of answers, losses, late words and retries.
    @Test(arguments: UInt64(1)...40)
    func everyTextHasOneAnswerAndNoPartLeavesTwice(seed: UInt64) throws {
        var chance = SeededGenerator(seed: seed)
        var box = Outbox(try Self.settings(rate: 50), referencesFrom: 0)
        var now = Self.start
        var added: Set<Int64> = []
        var answered: [Int64: SubmitOutcome] = [:]
        /// Parts that were taken or may have been.
        var spent: Set<[Int64]> = []
        var flying: [(token: UInt64, key: [Int64])] = []
        var late: [(token: UInt64, key: [Int64])] = []
        var left: [Instant] = []
        func collect() {
            for answer in box.takeAnswers() {
                #expect(answered.updateValue(answer.outcome, forKey: answer.message) == nil)
            }
        }
        for step in 0..<4000 {
            now = now + .milliseconds(Int64(chance.next() % 60))
            if step < 2000, chance.next() % 4 == 0 {
                let message = Int64(added.count + 1)
                added.insert(message)
                box.add(
                    try Self.text(
                        message, segments: 1 + Int(chance.next() % 3),
                        lane: Lane.allCases[Int(chance.next() % 3)],
                        expires: (now - Self.start) + .seconds(30)), at: now)
            }
            _ = box.take(Int(chance.next() % 8), at: now) { departure in
                let key = [departure.phone.number - 84_900_000_000, Int64(departure.part)]
                #expect(!spent.contains(key), "part \(key) leaves again")
                #expect(answered[key[0]] == nil)
                spent.insert(key)
                flying.append((departure.token, key))
                left.append(now)
            }
            while !flying.isEmpty, chance.next() % 3 > 0 {
                let (token, key) = flying.remove(at: Int(chance.next() % UInt64(flying.count)))
                switch chance.next() % 20 {
                case 0..<12:
                    box.answered(token, .accepted, code: "", reference: "r", at: now)
                case 12..<14:
                    spent.remove(key)
                    box.answered(
                        token, .throttled(after: .seconds(1)), code: "T", reference: "", at: now)
                case 14..<16:
                    spent.remove(key)
                    box.answered(
                        token, .temporary(after: .seconds(2), tries: 3), code: "S",
                        reference: "", at: now)
                case 16: box.answered(token, .permanent, code: "P", reference: "", at: now)
                case 17:
                    spent.remove(key)
                    box.answered(token, .barred, code: "B", reference: "", at: now)
                case 18: box.doubtful(token, mayCome: false, at: now)
                default:
                    box.doubtful(token, mayCome: true, at: now)
                    late.append((token, key))
                }
            }
            if !late.isEmpty, chance.next() % 10 == 0 {
                let (token, _) = late.removeFirst()
                box.answered(token, .accepted, code: "", reference: "l", at: now)
            }
            if chance.next() % 5 == 0 { box.sweep(at: now, isUp: chance.next() % 20 > 0) }
            collect()
        }
        for (token, _) in flying {
            box.answered(token, .accepted, code: "", reference: "r", at: now)
        }
        for round in 1...100 {
            now = now + .seconds(2)
            var tokens: [UInt64] = []
            _ = box.take(1000, at: now) { tokens.append($0.token) }
            for token in tokens {
                box.answered(token, .accepted, code: "", reference: "r", at: now)
            }
            box.sweep(at: now, isUp: round < 50)
            collect()
        }
        let missing = added.subtracting(answered.keys)
        #expect(missing.isEmpty)
        #expect(added.count > 300)
        for (index, first) in left.enumerated() {
            let second = left[index...].prefix { $0 < first + .seconds(1) }
            #expect(second.count <= 50)
        }
    }
}
