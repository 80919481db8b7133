package import KengDomain
package import KengText

/// Judges a library: what `keng content check` prints and what keeps a lesson from being published.
package struct Checker: Sendable {
    /// How many SMS segments a text takes.
    let segments: @Sendable (String) -> Int
    /// The words of a marked Vietnamese text that nobody can tell apart once the marks are gone.
    let collisions: @Sendable (String) -> [Collision]
    /// Given, reviews that are due before this day are told.
    let today: LocalDay?

    /// Words that share one form without marks: “cháy” and “chạy” are both “chay”.
    package struct Collision: Hashable, Sendable {
        package let unmarked: String
        package let words: [String]

        package init(unmarked: String, words: [String]) {
            self.unmarked = unmarked
            self.words = words
        }
    }

    package init(
        segments: @escaping @Sendable (String) -> Int,
        collisions: @escaping @Sendable (String) -> [Collision] = { _ in [] },
        today: LocalDay? = nil
    ) {
        self.segments = segments
        self.collisions = collisions
        self.today = today
    }

    /// The checker that counts segments and collisions as they are sent.
    package init(collisions: Collisions?, today: LocalDay?) {
        self.init(
            segments: { SegmentCount($0).segments },
            collisions: { text in
                (collisions?.findings(in: text) ?? []).map {
                    Collision(unmarked: $0.unmarked, words: $0.words)
                }
            }, today: today)
    }

    /// Every finding, those of reading included, in reading order and each once.
    package func check(_ library: Library) -> [Finding] {
        var findings = library.findings + LibraryRules.findings(in: library)
        let numbers = library.jurisdictions.values.flatMap {
            [$0.nationalFireNumber, $0.policeNumber, $0.ambulanceNumber].compactMap { $0 }
                + $0.fireNumberByArea.values
        }
        let longest = max(3, numbers.map(\.utf8.count).max() ?? 0)
        let budget = BudgetRules(
            segments: segments, collisions: collisions,
            number: String(repeating: "0", count: longest))
        for lesson in library.lessons {
            findings += FactRules.findings(in: lesson, today: today)
            findings += BlockRules.findings(in: lesson)
            findings += TranslationRules.findings(in: lesson)
            findings += PlaceholderRules.findings(in: lesson)
            findings += TextRules.findings(in: lesson)
            findings += budget.findings(in: lesson)
            if let quiz = lesson.quiz {
                findings += QuizRules.findings(in: quiz, of: lesson.manifest)
                findings += budget.findings(in: quiz)
            }
        }
        for script in library.scripts {
            findings += FactRules.findings(in: script, today: today)
            findings += TranslationRules.findings(in: script)
            findings += PlaceholderRules.findings(in: script)
            findings += TextRules.findings(in: script)
            findings += ScriptRules.findings(in: script)
            findings += budget.findings(in: script)
        }
        return Set(findings).sorted(by: Finding.inReadingOrder)
    }
}

extension Sequence<Finding> {
    package var hasErrors: Bool { contains { $0.severity == .error } }
}
