import KengContent
import KengDomain
import KengEngine
import KengStore
import KengText

/// One published edition as a page: its blocks, its quiz, its texts, and where each fact comes from.
struct LessonView: Sendable {
    let title: String
    let tag: String
    let summary: String
    let minutes: String
    let edition: String
    let isOtherLanguage: Bool
    let choices: [Choice]
    let blocks: [Part]
    let lines: [Line]
    let hasLines: Bool
    let preview: TextPreview?
    let unmarked: TextPreview?
    let quiz: Quiz?
    let facts: [FactLine]
    let hasFacts: Bool
    let reviewed: String
    let packs: [PackLink]
    let hasPacks: Bool
    let allPacks: String

    struct Choice: Sendable {
        let words: String
        let tag: String
        let address: String
        let isHere: Bool
    }

    struct Part: Sendable {
        let heading: String
        let isCritical: Bool
        let html: String
    }

    struct Line: Sendable {
        let at: String
        let say: String
        let isCritical: Bool
    }

    struct Quiz: Sendable {
        let rule: String
        let questions: [Asked]
    }

    struct Asked: Sendable {
        let ask: String
        let isCritical: Bool
        let options: [Option]
        let right: String
    }

    struct Option: Sendable {
        let letter: String
        let text: String
        let isKey: Bool
    }

    struct FactLine: Sendable {
        let says: String
        let grade: String
        let source: String
        let needsReview: Bool
    }

    /// The edition in the language asked for, else in the reader's, else in any: it then says so.
    static func read(_ ask: Ask, path: String, isPublic: Bool) async throws -> LessonView {
        // What is no slug names no lesson.
        guard let slug = try? Slug(ask.text("slug")) else { throw PageProblem.notFound }
        let rows = try await ask.site.database.read { try $0.newestEditions() }
            .filter { $0.key.slug == slug }
        let language =
            ask.query["language"].flatMap { Language(tag: $0) }
            ?? ask.words.language.content
        let place = ask.query["place"]
        let fitting = rows.filter { $0.key.language == language }
        guard
            let row = fitting.first(where: { $0.key.jurisdiction.code == place })
                ?? fitting.first(where: { $0.key.jurisdiction == language.home })
                ?? fitting.first ?? rows.first
        else { throw PageProblem.notFound }
        let packs = try await ServedPacks.read(ask)?.index.packs.first { $0.key == row.key }
        return try LessonView(
            Edition(row: row), packs, among: rows, wanted: language, "\(path)/\(slug)",
            isPublic: isPublic, ask)
    }

    private init(
        _ edition: Edition, _ pack: PackIndex.Pack?, among rows: [EditionRow], wanted: Language,
        _ path: String,
        isPublic: Bool, _ ask: Ask
    ) throws {
        let words = ask.words
        let text = edition.text
        let values = LessonValues(edition.key, ask.site)
        title = text.title
        tag = edition.key.language.rawValue
        summary = values.resolved(text.summary)
        minutes = words.text("lesson.minutes", ["minutes": .number(text.minutes)])
        self.edition = words.text(
            "lesson.edition",
            [
                "number": .number(edition.number), "hash": .text(String(edition.hash.prefix(12))),
                "day": .text(words.day(edition.publishedAt, .hanoi)),
            ])
        isOtherLanguage = edition.key.language != wanted
        choices = rows.map { row in
            Choice(
                words: InterfaceLanguage(row.key.language).ownName
                    + " · \(row.key.jurisdiction)",
                tag: row.key.language.rawValue,
                address:
                    "\(path)?language=\(row.key.language.rawValue)&place=\(row.key.jurisdiction)",
                isHere: row.key == edition.key)
        }
        blocks = text.blocks.map { block in
            Part(
                heading: values.resolved(block.heading), isCritical: block.isCritical,
                html: values.html(block.markdown))
        }
        lines = text.lines.map { line in
            Line(
                at: words.text("lesson.second", ["at": .number(line.at)]),
                say: values.resolved(line.say), isCritical: line.isCritical)
        }
        hasLines = !lines.isEmpty
        let hasTexts = !isPublic && !text.sms.isEmpty
        preview =
            hasTexts
            ? TextPreview(
                values.resolved(text.sms), edition.key.language, ask.site, words) : nil
        unmarked =
            hasTexts
            ? text.smsUnmarked.map {
                TextPreview(
                    values.resolved($0), edition.key.language, ask.site, words)
            } : nil
        quiz = text.quiz.map { Self.quiz($0, values, words) }
        facts = text.facts.map { fact in
            FactLine(
                says: values.resolved(fact.says),
                grade: words.text("grade.\(fact.grade.rawValue)"), source: fact.source,
                needsReview: fact.needsReview)
        }
        hasFacts = !facts.isEmpty
        reviewed =
            text.reviewedBy.isEmpty
            ? words.text("lesson.notReviewed")
            : words.text("lesson.reviewed", ["by": .text(words.list(text.reviewedBy))])
        packs = pack.map { pack in pack.files.map { PackLink($0, of: pack, words) } } ?? []
        hasPacks = !packs.isEmpty
        allPacks = "/packs#\(edition.key.slug)"
    }

    private static func quiz(_ bank: QuizBank, _ values: LessonValues, _ words: Words) -> Quiz {
        Quiz(
            rule: words.text(
                "lesson.rule",
                ["right": .number(bank.rule.right), "ask": .number(bank.rule.ask)]),
            questions: bank.questions.map { question in
                Asked(
                    ask: values.resolved(question.ask), isCritical: question.isCritical,
                    options: zip(KengDomain.Choice.allCases, question.options).map {
                        Option(
                            letter: String($0.letter), text: values.resolved($1),
                            isKey: $0 == question.key)
                    }, right: values.resolved(question.right))
            })
    }
}

extension Language {
    /// Where a reader of this language most likely is, when nobody has said.
    var home: Jurisdiction {
        switch self {
        case .vietnamese: .vietnam
        case .indonesian: .indonesia
        case .chinese: .china
        }
    }
}
