import KengDomain
import Testing

struct QuizBankTests {
    static func bank(_ count: Int, critical: Set<Int>, ask: Int, right: Int) throws -> QuizBank {
        try QuizBank(
            rule: try PassRule(ask: ask, right: right),
            questions: try (0..<count).map { number in
                try Question(
                    id: "q\(number)", ask: "?", options: ["a", "b", "c"], key: .b,
                    isCritical: critical.contains(number), right: "", wrong: ["x", "", "z"])
            })
    }

    @Test(arguments: [(5, 0), (6, 1), (8, 2), (10, 2), (12, 3), (9, 5)], 0..<QuizBank.forms)
    func aFormHasAllCriticalQuestionsAndNoneTwice(size: (Int, Int), form: Int) throws {
        let bank = try Self.bank(size.0, critical: Set(0..<size.1), ask: 5, right: 4)
        let places = bank.form(form)
        #expect(places.count == 5)
        #expect(Set(places).count == 5)
        #expect(Set(0..<size.1).isSubset(of: places))
        #expect(places.allSatisfy { bank.questions.indices.contains($0) })
        #expect(bank.form(form) == places)
    }

    @Test func neighboursGetOtherForms() throws {
        let bank = try Self.bank(10, critical: [0, 1], ask: 5, right: 4)
        #expect(Set((0..<QuizBank.forms).map { bank.form($0) }).count == QuizBank.forms)
    }

    @Test func theRealBanksHoldEnoughForEveryForm() throws {
        #expect(throws: QuizBank.Problem.tooFew(4, ask: 5)) {
            try Self.bank(4, critical: [], ask: 5, right: 4)
        }
        #expect(throws: QuizBank.Problem.critical(6, ask: 5)) {
            try Self.bank(8, critical: Set(0..<6), ask: 5, right: 4)
        }
    }

    @Test(arguments: [(1, 1), (3, 3), (5, 4), (5, 5), (6, 5), (9, 8)])
    func strictRulesHold(ask: Int, right: Int) throws {
        #expect(try PassRule(ask: ask, right: right).right == right)
    }

    @Test(arguments: [(3, 2), (4, 3), (5, 3), (6, 4), (9, 7)])
    func whatGuessingPassesIsRefused(ask: Int, right: Int) {
        #expect(throws: PassRule.Problem.guessable(ask: ask, right: right)) {
            try PassRule(ask: ask, right: right)
        }
    }

    @Test(arguments: [(0, 0), (10, 10), (5, 6), (5, 0)])
    func whatCannotBeIsRefused(ask: Int, right: Int) {
        #expect(throws: PassRule.Problem.impossible(ask: ask, right: right)) {
            try PassRule(ask: ask, right: right)
        }
    }

    @Test(arguments: [2, 4])
    func aQuestionHasThreeOptions(count: Int) {
        #expect(throws: Question.Problem.options(count)) {
            try Question(
                id: "q", ask: "?", options: Array(repeating: "o", count: count), key: .a,
                isCritical: false, right: "", wrong: ["", "", ""])
        }
    }
}
