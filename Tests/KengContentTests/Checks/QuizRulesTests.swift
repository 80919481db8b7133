import KengDomain
import Testing

@testable import KengContent

struct QuizRulesTests {
    private func rules(_ sample: Sample) -> Set<String> {
        Set(sample.findings().map { "\($0.rule.rawValue) \($0.severity)" })
    }

    @Test(arguments: [
        ("critical: true", "critical: false", Rule.quizCritical),
        ("key: B", "key: A", .quizFeedback),
        ("pass: {ask: 5, right: 4}", "pass: {ask: 5, right: 3}", .value),
        ("pass: {ask: 5, right: 4}", "pass: {ask: 3, right: 2}", .value),
        ("pass: {ask: 5, right: 4}", "pass: {ask: 3}", .keyMissing),
        ("C: \"Ra ngoài\"", "C: \"Dừng!\"", .quizStopWord),
        ("A: \"关火\"", "A: \"退订\"", .quizStopWord),
        ("C: \"Pergi\"", "C: \"Ｋｅｌｕａｒ\"", .quizStopWord),
        ("C: \"Ra ngoài\"", "C: \"đậy  nắp.\"", .quizSameOptions),
        ("C: \"Nguy hiểm.\"", "D: \"Nguy hiểm.\"", .keyUnknown),
        ("name: q2\n", "name: q1\n", .blockRepeated),
        ("right: \"关火!\"", "rigt: \"关火!\"", .keyUnknown),
        ("ask: \"Apa 4?\"", "ask: \"\(String(repeating: "Apa yang ", count: 20))\"", .textLong),
        (
            "    zh-Hans:\n      ask: \"怎么办 10?\"", "    zh:\n      ask: \"怎么办 10?\"",
            .translationMissing
        ),
    ])
    func aFaultOfTheBankIsNamed(old: String, new: String, rule: Rule) {
        let findings = Sample().replacing(Sample.quiz, old, with: new).findings()
        #expect(
            findings.contains { $0.rule == rule && $0.severity == .error },
            "\(findings.map(\.report))")
        #expect(findings.filter { $0.rule == rule }.allSatisfy { $0.place.file == Sample.quiz })
    }

    @Test func nineQuestionsAreTooFew() throws {
        let quiz = try #require(Sample().files[Sample.quiz])
        let cut = try #require(quiz.firstRange(of: "  - name: q10"))
        let rules = rules(Sample().adding(Sample.quiz, String(quiz[..<cut.lowerBound])))
        #expect(rules == ["quiz.few error"])
    }

    @Test func aLetterForMoreThanHalfOfTheAnswersIsFound() throws {
        let sample = Sample().replacing(Sample.quiz, "key: B", with: "key: A")
        #expect(sample.findings().contains { $0.rule == .quizKeySpread })
    }

    @Test func longFeedbackIsAWarning() {
        let long = String(repeating: "hiểm ", count: 13)
        let sample = Sample().replacing(Sample.quiz, "Nguy hiểm.", with: long)
        #expect(rules(sample) == ["text.long warning"])
    }

    @Test(arguments: [
        ("Dừng!", "DUNG"), ("ｔ", "T"), (" t.c. ", "T C"), ("Từ chối", "TU CHOI"), ("退订", "退订"),
    ])
    func aReplyIsFoldedAsTheInboxReadsIt(text: String, folded: String) {
        #expect(QuizRules.fold(text) == folded)
    }
}
