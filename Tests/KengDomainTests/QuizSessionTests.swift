import KengDomain
import Testing

struct QuizSessionTests {
    static let start = Instant(milliseconds: 1_800_000_000_000)
    static let keys: [Choice] = [.a, .b, .c, .a, .b]

    static func session(
        _ manner: QuizSession.Manner, critical: Set<Int> = [0]
    ) throws -> QuizSession {
        QuizSession(
            manner: manner,
            items: keys.enumerated().map {
                QuizSession.Item(key: $1, isCritical: critical.contains($0))
            }, rule: try PassRule(ask: 5, right: 4), deadline: start + .seconds(3600))
    }

    /// Whatever arrives, in whatever order: one end, never a pass without four right and all critical.
    @Test(arguments: UInt64(1)...40)
    func aQuizEndsAtMostOnceAndAPassIsEarned(seed: UInt64) throws {
        var chance = SeededGenerator(seed: seed)
        let manner: QuizSession.Manner = seed % 2 == 0 ? .oneByOne : .allInOne
        var session = try Self.session(manner)
        var now = Self.start
        var results: [QuizSession.Result] = []
        var helps = 0
        for _ in 0..<30 {
            now = now + .seconds(Int(chance.next() % 200))
            let count = manner == .oneByOne ? 1 : Int(chance.next() % 7)
            let letters = (0..<count).map { place in
                chance.next() % 4 > 0
                    ? Self.keys[(session.question + place) % 5]
                    : Choice.allCases[Int(chance.next() % 3)]
            }
            let action =
                chance.next() % 6 == 0
                ? session.receiveUnreadable(at: now) : session.receive(letters, at: now)
            switch action {
            case .finish(let result):
                #expect(now < session.deadline)
                results.append(result)
            case .help: helps += 1
            case .feedbackAndAsk(let asked, _, let next): #expect(next == asked + 1)
            case .ignore: break
            }
        }
        #expect(results.count <= 1)
        if manner == .allInOne { #expect(helps <= 1) }
        guard let result = results.first else { return }
        let right = zip(session.answers, Self.keys).count { $0 == $1 }
        #expect(result.right == right && result.asked == 5)
        #expect(result.isPassed == (right >= 4 && session.answers[0] == Self.keys[0]))
        #expect(session.state == (result.isPassed ? .passed : .failed))
        #expect(Set(result.wrong) == Set((0..<5).filter { session.answers[$0] != Self.keys[$0] }))
    }

    @Test func aMissedCriticalQuestionFailsAndIsSaidFirst() throws {
        var session = try Self.session(.allInOne, critical: [3])
        let action = session.receive([.b, .b, .c, .b, .b], at: Self.start)
        guard case .finish(let result) = action else {
            Issue.record("\(action)")
            return
        }
        #expect(!result.isPassed)
        #expect(result.wrong == [3, 0])
    }

    @Test(arguments: [QuizSession.Manner.oneByOne, .allInOne])
    func afterTheDeadlineNothingCounts(manner: QuizSession.Manner) throws {
        var session = try Self.session(manner)
        #expect(session.receive(Self.keys, at: session.deadline) == .ignore)
        #expect(session.state == .expired)
        #expect(session.receive(Self.keys, at: Self.start) == .ignore)
    }

    @Test func aRowFinishesWhatIsOpen() throws {
        var session = try Self.session(.oneByOne)
        #expect(
            session.receive([.a], at: Self.start)
                == .feedbackAndAsk(question: 0, choice: .a, next: 1))
        #expect(session.receive([.b, .c], at: Self.start) == .help)
        guard case .finish(let result) = session.receive([.b, .c, .a, .b], at: Self.start) else {
            Issue.record("\(session.state)")
            return
        }
        #expect(result.isPassed && result.right == 5 && result.wrong.isEmpty)
        #expect(session.state == .passed)
    }
}
