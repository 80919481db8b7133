import KengDomain

/// What is sent must fit: segments, lengths, and the plain variant without marks.
struct BudgetRules {
    let segments: @Sendable (String) -> Int
    let collisions: @Sendable (String) -> [Checker.Collision]
    /// Stands for the longest emergency number while counting.
    let number: String

    static let lessonSMS = 2
    static let scriptSMS = 3
    static let zaloCharacters = 1000
    static let feedbackCharacters = 60

    func findings(in lesson: LessonSource) -> [Finding] {
        lesson.texts.values.flatMap { text in
            short(text.sms, text.smsUnmarked, text.language, limit: Self.lessonSMS)
                + zalo(text.zalo)
        }
    }

    func findings(in script: ScriptSource) -> [Finding] {
        script.texts.values.flatMap { text in
            short(text.sms, text.smsUnmarked, text.language, limit: Self.scriptSMS)
        }
    }

    func findings(in quiz: QuizSource) -> [Finding] {
        var findings: [Finding] = []
        for question in quiz.questions {
            for (language, text) in question.texts {
                var whole = text.ask.text
                for (option, words) in zip(Choice.allCases, text.options) {
                    whole += "\n\(option.letter) \(words.text)"
                }
                let limit = Self.questionSegments(language)
                let count = segments(resolved(whole))
                if count > limit {
                    findings.append(
                        Finding(
                            .textLong, at: text.ask.place,
                            found: "\(count) segments for the question \(question.name)",
                            expected: "at most \(limit)"))
                }
                for words in text.wrong.values where words.text.count > Self.feedbackCharacters {
                    findings.append(
                        Finding(
                            .textLong, at: words.place, severity: .warning,
                            found: "\(words.text.count) characters of feedback",
                            expected: "at most \(Self.feedbackCharacters)"))
                }
            }
        }
        return findings
    }

    /// 134 UCS-2 units are two segments; 160 septets are one.
    private static func questionSegments(_ language: Language) -> Int {
        switch language {
        case .vietnamese, .chinese: 2
        case .indonesian: 1
        }
    }

    private func short(
        _ sms: SourceText?, _ unmarked: SourceText?, _ language: Language, limit: Int
    ) -> [Finding] {
        var findings: [Finding] = []
        for (name, text) in [("sms", sms), ("sms_unmarked", unmarked)] {
            guard let text else { continue }
            let count = segments(resolved(text.text))
            guard count > limit else { continue }
            findings.append(
                Finding(
                    .textLong, at: text.place, found: "\(count) segments in \(name)",
                    expected: "at most \(limit)"))
        }
        guard language == .vietnamese, let sms else { return findings }
        guard let unmarked else {
            findings.append(
                Finding(
                    .unmarkedMissing, at: sms.place, severity: .warning, found: "no sms_unmarked",
                    expected: "the sms without marks, for phones and routes that need it"))
            return findings
        }
        return findings + plain(unmarked, of: sms)
    }

    /// A collision of the marked text only matters where the plain one keeps the word.
    private func plain(_ text: SourceText, of sms: SourceText) -> [Finding] {
        let words = Set(text.text.lowercased().split { !$0.isLetter }.map(String.init))
        let findings = collisions(sms.text).filter { words.contains($0.unmarked) }.map {
            Finding(
                .unmarkedAmbiguous, at: text.place,
                found: "“\($0.unmarked)” for “\($0.words.joined(separator: "” and “"))”",
                expected: "words that stay apart without marks")
        }
        let marked = text.text.filter { !$0.isASCII }
        guard !marked.isEmpty else { return findings }
        return findings + [
            Finding(
                .unmarkedMarks, at: text.place, found: "“\(marked.prefix(8))” in sms_unmarked",
                expected: "ASCII alone")
        ]
    }

    private func zalo(_ text: SourceText?) -> [Finding] {
        guard let text else { return [] }
        let count = resolved(text.text).count
        guard count > Self.zaloCharacters else { return [] }
        return [
            Finding(
                .textLong, at: text.place, found: "\(count) characters in zalo",
                expected: "at most \(Self.zaloCharacters)")
        ]
    }

    /// The text as long as it can become; the sender's name is at most 11 letters (law page, section 1).
    private func resolved(_ text: String) -> String {
        let placeholders = Placeholders([
            Placeholders.fireNumber: number, Placeholders.policeNumber: number,
            Placeholders.ambulanceNumber: number, Placeholders.sender: "PCCC HA NOI",
        ])
        // An unknown placeholder is a finding of its own; here it counts as it is written.
        return (try? placeholders.resolve(text)) ?? text
    }
}
