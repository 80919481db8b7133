import KengDomain
import KengText

/// A bank that measures: enough questions, two critical ones, no way to win by guessing a letter.
enum QuizRules {
    static let fewest = 10
    static let critical = 2

    static func findings(in quiz: QuizSource, of manifest: Manifest) -> [Finding] {
        var findings = quiz.isWhole ? bank(quiz) : []
        findings += BlockRules.repeated(
            quiz.questions.map { ($0.name, $0.place) }, as: "question")
        for question in quiz.questions {
            for language in manifest.languages where question.texts[language] == nil {
                findings.append(
                    Finding(
                        .translationMissing, at: question.place,
                        found: "no \(language.rawValue) in the question \(question.name)",
                        expected: "all languages"))
            }
            for text in question.texts.values {
                findings += options(of: text)
                findings += feedback(of: text, key: question.key)
            }
        }
        return findings
    }

    private static func bank(_ quiz: QuizSource) -> [Finding] {
        var findings: [Finding] = []
        func find(_ rule: Rule, _ found: String, _ expected: String) {
            findings.append(Finding(rule, at: quiz.place, found: found, expected: expected))
        }
        do {
            _ = try PassRule(ask: quiz.ask, right: quiz.right)
        } catch {
            find(
                .value, "the pass rule \(quiz.right) of \(quiz.ask)",
                "4 of 5, or all of fewer, at most 9")
        }
        let count = quiz.questions.count
        if count < fewest { find(.quizFew, "\(count) questions", "at least \(fewest)") }
        let marked = quiz.questions.count(where: \.isCritical)
        if marked != critical {
            find(.quizCritical, "\(marked) critical questions", "exactly \(critical)")
        }
        for option in Choice.allCases {
            let keyed = quiz.questions.count { $0.key == option }
            if keyed == 0 || keyed * 2 > max(count, 3) {
                find(
                    .quizKeySpread, "\(option.letter) as the right answer of \(keyed) of \(count)",
                    "each letter, and none for more than half")
            }
        }
        return findings
    }

    private static func options(of text: QuestionText) -> [Finding] {
        var findings: [Finding] = []
        var seen: Set<String> = []
        for option in text.options {
            let folded = fold(option.text)
            if stopWords.contains(folded) {
                findings.append(
                    Finding(
                        .quizStopWord, at: option.place, found: "the option “\(option.text)”",
                        expected: "no word that is a command"))
            }
            if !seen.insert(folded).inserted {
                findings.append(
                    Finding(
                        .quizSameOptions, at: option.place,
                        found: "the option “\(option.text)” again", expected: "three options"))
            }
        }
        return findings
    }

    private static func feedback(of text: QuestionText, key: Choice) -> [Finding] {
        Choice.allCases.compactMap { option in
            let words = text.wrong[option]
            if option == key {
                guard let words else { return nil }
                return Finding(
                    .quizFeedback, at: words.place,
                    found: "a reason why \(option.letter) is wrong, which is the key",
                    expected: "none")
            }
            guard words?.isEmpty ?? true else { return nil }
            return Finding(
                .quizFeedback, at: text.place, found: "no reason why \(option.letter) is wrong",
                expected: "a short sentence")
        }
    }

    /// Opt-out, opt-in and help words of all languages, folded: facts of the law page, section 5.
    static let stopWords: Set<String> = [
        "TC", "TU CHOI", "HUY", "NGUNG", "DUNG", "THOI", "BERHENTI", "STOP", "BATAL", "UNREG",
        "KELUAR", "退订", "TD", "T", "N", "R", "拒收", "停止", "STOPALL", "UNSUBSCRIBE", "CANCEL",
        "END", "QUIT", "HD", "CO", "YA",
    ]

    /// As the inbox reads a reply: folded, letters and digits alone, in capitals.
    static func fold(_ text: String) -> String {
        let words = text.folded.uppercased().split { !$0.isLetter && !$0.isNumber }
        return words.joined(separator: " ")
    }
}
