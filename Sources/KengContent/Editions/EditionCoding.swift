import Crypto
package import KengDomain

/// An edition's words as the bytes that are stored, hashed and exchanged.
///
/// Decoding gives an equal value, and encoding that gives the same bytes.
package enum EditionCoding {
    /// Changes when a member is added; old bytes stay readable.
    static let schema = "keng.edition/1"

    package enum Problem: Error, Hashable {
        case notJSON
        case schema(String)
        case missing(String)
        case wrong(String)
    }

    package static func encode(_ text: EditionText) -> [UInt8] {
        let value: [String: CanonicalJSON] = [
            "schema": .text(schema), "title": .text(text.title), "summary": .text(text.summary),
            "sms": .text(text.sms), "sms_unmarked": .optional(text.smsUnmarked),
            "zalo": .text(text.zalo), "minutes": .number(text.minutes),
            "audience": .texts(text.audience), "topics": .texts(text.topics),
            "blocks": .list(text.blocks.map(block)), "lines": .list(text.lines.map(line)),
            "quiz": text.quiz.map(quiz) ?? .null, "facts": .list(text.facts.map(fact)),
            "reviewed_by": .texts(text.reviewedBy),
            "review_due": .optional(text.reviewDue?.description),
        ]
        return CanonicalJSON.object(value).bytes
    }

    /// Lower-case hex SHA-256 of the canonical bytes.
    package static func hash(_ text: EditionText) -> String { Digest.hex(encode(text)) }

    package static func decode(_ bytes: some Sequence<UInt8>) throws(Problem) -> EditionText {
        do {
            return try read(CanonicalJSON(parsing: bytes))
        } catch let problem as CanonicalJSON.Problem {
            switch problem {
            case .notJSON: throw .notJSON
            case .missing(let key): throw .missing(key)
            case .kind(let key): throw .wrong(key)
            case .value("schema"): throw .schema("")
            case .value(let key): throw .wrong(key)
            }
        } catch let problem as Problem {
            throw problem
        } catch {
            throw .wrong("quiz")
        }
    }

    private static func read(_ json: CanonicalJSON) throws -> EditionText {
        let found = try json.text("schema")
        guard found == schema else { throw Problem.schema(found) }
        let due: LocalDay? = try json.optionalText("review_due").map { try LocalDay($0) }
        let quiz: QuizBank? =
            if case .null = try json.member("quiz") { nil } else {
                try readQuiz(json.member("quiz"))
            }
        return EditionText(
            title: try json.text("title"), summary: try json.text("summary"),
            sms: try json.text("sms"), smsUnmarked: try json.optionalText("sms_unmarked"),
            zalo: try json.text("zalo"), minutes: try json.number("minutes"),
            audience: try json.texts("audience"), topics: try json.texts("topics"),
            blocks: try json.list("blocks").map(readBlock),
            lines: try json.list("lines").map(readLine), quiz: quiz,
            facts: try json.list("facts").map(readFact),
            reviewedBy: try json.texts("reviewed_by"), reviewDue: due)
    }
}

// MARK: - Parts

extension EditionCoding {
    private static func block(_ block: Block) -> CanonicalJSON {
        .object([
            "id": .text(block.id), "heading": .text(block.heading),
            "markdown": .text(block.markdown), "critical": .flag(block.isCritical),
        ])
    }

    private static func readBlock(_ json: CanonicalJSON) throws -> Block {
        Block(
            id: try json.text("id"), heading: try json.text("heading"),
            markdown: try json.text("markdown"), isCritical: try json.flag("critical"))
    }

    private static func line(_ line: SpokenLine) -> CanonicalJSON {
        .object([
            "id": .text(line.id), "at": .number(line.at), "say": .text(line.say),
            "critical": .flag(line.isCritical),
        ])
    }

    private static func readLine(_ json: CanonicalJSON) throws -> SpokenLine {
        SpokenLine(
            id: try json.text("id"), at: try json.number("at"), say: try json.text("say"),
            isCritical: try json.flag("critical"))
    }

    private static func fact(_ fact: Fact) -> CanonicalJSON {
        .object([
            "id": .text(fact.id), "says": .text(fact.says), "grade": .text(fact.grade.rawValue),
            "source": .text(fact.source), "needs_review": .flag(fact.needsReview),
        ])
    }

    private static func readFact(_ json: CanonicalJSON) throws -> Fact {
        guard let grade = Fact.Grade(rawValue: try json.text("grade")) else {
            throw Problem.wrong("grade")
        }
        return Fact(
            id: try json.text("id"), says: try json.text("says"), grade: grade,
            source: try json.text("source"), needsReview: try json.flag("needs_review"))
    }

    private static func quiz(_ bank: QuizBank) -> CanonicalJSON {
        .object([
            "ask": .number(bank.rule.ask), "right": .number(bank.rule.right),
            "questions": .list(
                bank.questions.map { question in
                    .object([
                        "id": .text(question.id), "ask": .text(question.ask),
                        "options": .texts(question.options),
                        "key": .text(String(question.key.letter)),
                        "critical": .flag(question.isCritical), "right": .text(question.right),
                        "wrong": .texts(question.wrong),
                    ])
                }),
        ])
    }

    private static func readQuiz(_ json: CanonicalJSON) throws -> QuizBank {
        let questions = try json.list("questions").map { item in
            guard let key = choice(try item.text("key")) else { throw Problem.wrong("key") }
            return try Question(
                id: try item.text("id"), ask: try item.text("ask"),
                options: try item.texts("options"), key: key,
                isCritical: try item.flag("critical"), right: try item.text("right"),
                wrong: try item.texts("wrong"))
        }
        let rule = try PassRule(ask: try json.number("ask"), right: try json.number("right"))
        return try QuizBank(rule: rule, questions: questions)
    }
}
