package import KengDomain

/// The words of a lesson or script for one language and jurisdiction, ready to be published.
package struct EditionDraft: Hashable, Sendable {
    package let kind: Edition.Kind
    package let key: Edition.Key
    package let text: EditionText
    /// The canonical form that the store keeps and the hash is made of.
    package let canonical: [UInt8]
    package let hash: String

    package enum Problem: Error, Hashable {
        case noSuchLanguage(Language)
        case notForJurisdiction(Jurisdiction)
        /// A short text or the title is missing.
        case missing(String)
        /// A question does not exist in this language.
        case question(String)
        case quiz(QuizBank.Problem)
        case passRule(PassRule.Problem)
    }

    init(kind: Edition.Kind, key: Edition.Key, text: EditionText) {
        self.kind = kind
        self.key = key
        self.text = text
        canonical = EditionCoding.encode(text)
        hash = Digest.hex(canonical)
    }

    package init(
        _ lesson: LessonSource, language: Language, jurisdiction: Jurisdiction
    ) throws(Problem) {
        let manifest = lesson.manifest
        guard manifest.jurisdictions.contains(jurisdiction) else {
            throw .notForJurisdiction(jurisdiction)
        }
        guard let source = lesson.texts[language] else { throw .noSuchLanguage(language) }
        let blocks = source.blocks.filter { $0.jurisdictions?.contains(jurisdiction) ?? true }.map {
            Block(
                id: $0.id, heading: $0.heading.text.inNFC, markdown: $0.body.text.inNFC,
                isCritical: $0.isCritical)
        }
        guard let quiz = lesson.quiz else { throw .missing("quiz") }
        let text = EditionText(
            title: try Self.required(source.title, "title"),
            summary: try Self.required(source.summary, "summary"),
            sms: try Self.required(source.sms, "sms"),
            smsUnmarked: source.smsUnmarked?.text.inNFC,
            zalo: try Self.required(source.zalo, "zalo"), minutes: manifest.minutes,
            audience: manifest.audience, topics: manifest.topics, blocks: blocks, lines: [],
            quiz: try Self.bank(quiz, in: language),
            facts: Self.facts(manifest, in: jurisdiction), reviewedBy: manifest.reviewedBy,
            reviewDue: manifest.reviewDue)
        self.init(
            kind: .lesson,
            key: Edition.Key(slug: manifest.slug, language: language, jurisdiction: jurisdiction),
            text: text)
    }

    package init(
        _ script: ScriptSource, language: Language, jurisdiction: Jurisdiction
    ) throws(Problem) {
        let manifest = script.manifest
        guard manifest.jurisdictions.contains(jurisdiction) else {
            throw .notForJurisdiction(jurisdiction)
        }
        guard let source = script.texts[language] else { throw .noSuchLanguage(language) }
        let lines = source.lines.map {
            SpokenLine(id: $0.id, at: $0.at, say: $0.say.text.inNFC, isCritical: $0.isCritical)
        }
        let text = EditionText(
            title: try Self.required(source.title, "title"), summary: "",
            sms: try Self.required(source.sms, "sms"),
            smsUnmarked: source.smsUnmarked?.text.inNFC, zalo: "", minutes: manifest.minutes,
            audience: manifest.audience, topics: manifest.topics, blocks: [], lines: lines,
            quiz: nil, facts: Self.facts(manifest, in: jurisdiction),
            reviewedBy: manifest.reviewedBy, reviewDue: manifest.reviewDue)
        self.init(
            kind: .script,
            key: Edition.Key(slug: manifest.slug, language: language, jurisdiction: jurisdiction),
            text: text)
    }

    private static func required(
        _ text: SourceText?, _ name: String
    ) throws(Problem) -> String {
        guard let text, !text.isEmpty else { throw .missing(name) }
        return text.text.inNFC
    }

    private static func facts(_ manifest: Manifest, in jurisdiction: Jurisdiction) -> [Fact] {
        manifest.facts.filter { $0.jurisdictions?.contains(jurisdiction) ?? true }.map {
            Fact(
                id: $0.id, says: $0.says.text.inNFC, grade: $0.grade, source: $0.source.inNFC,
                needsReview: $0.needsReview)
        }
    }

    private static func bank(_ quiz: QuizSource, in language: Language) throws(Problem) -> QuizBank
    {
        var questions: [Question] = []
        for source in quiz.questions {
            guard let text = source.texts[language] else { throw .question(source.name) }
            do {
                questions.append(
                    try Question(
                        id: source.name, ask: text.ask.text.inNFC,
                        options: text.options.map(\.text.inNFC), key: source.key,
                        isCritical: source.isCritical, right: text.right.text.inNFC,
                        wrong: Choice.allCases.map { text.wrong[$0]?.text.inNFC ?? "" }))
            } catch {
                throw .question(source.name)
            }
        }
        let rule: PassRule
        do {
            rule = try PassRule(ask: quiz.ask, right: quiz.right)
        } catch {
            throw .passRule(error)
        }
        do {
            return try QuizBank(rule: rule, questions: questions)
        } catch {
            throw .quiz(error)
        }
    }
}

extension Library {
    /// Every edition that the library can give: each lesson and script, language and jurisdiction, in that order.
    ///
    /// Check the library first: what carries an error must not be published.
    package func drafts() -> [Result<EditionDraft, EditionDraft.Problem>] {
        lessons.flatMap { lesson in
            lesson.manifest.editions.map { language, jurisdiction in
                Result { () throws(EditionDraft.Problem) in
                    try EditionDraft(lesson, language: language, jurisdiction: jurisdiction)
                }
            }
        }
            + scripts.flatMap { script in
                script.manifest.editions.map { language, jurisdiction in
                    Result { () throws(EditionDraft.Problem) in
                        try EditionDraft(script, language: language, jurisdiction: jurisdiction)
                    }
                }
            }
    }
}

extension Manifest {
    /// The languages and jurisdictions of its editions.
    var editions: [(Language, Jurisdiction)] {
        languages.flatMap { language in jurisdictions.map { (language, $0) } }
    }
}
