import Foundation
import KengContent
import KengDomain
import KengText
import Testing

/// The table of replies, hard ones with their reason: `Tests/Fixtures/replies.jsonl`, read with the shipped keywords.
struct ReplyCaseTests {
    struct Case: Decodable, CustomTestStringConvertible {
        let text: String
        let language: String?
        let open: Bool
        let expected: Int?
        let intent: String
        let answers: String?
        /// Absent where it does not matter.
        let danger: String?
        /// The language to answer in; empty for none, absent where it does not matter.
        let replyLanguage: String?
        let why: String?

        enum CodingKeys: String, CodingKey {
            case text, language, open, expected, intent, answers, danger, replyLanguage, why
        }

        init(from decoder: any Decoder) throws {
            let fields = try decoder.container(keyedBy: CodingKeys.self)
            text = try fields.decode(String.self, forKey: .text)
            language = try fields.decodeIfPresent(String.self, forKey: .language)
            open = try fields.decode(Bool.self, forKey: .open)
            expected = try fields.decodeIfPresent(Int.self, forKey: .expected)
            intent = try fields.decode(String.self, forKey: .intent)
            answers = try fields.decodeIfPresent([String].self, forKey: .answers)?.joined()
            danger = try fields.decodeIfPresent(String.self, forKey: .danger)
            replyLanguage = try fields.decodeIfPresent(String.self, forKey: .replyLanguage)
            why = try fields.decodeIfPresent(String.self, forKey: .why)
        }

        var testDescription: String { "\(language ?? "-") \(text)" }
    }

    static let cases: [Case] = load()
    static let reader: ReplyReader? =
        (try? KeywordFile.load(locales: root + "/Locales")).map { ReplyReader($0) }

    static let tests = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
        .deletingLastPathComponent().deletingLastPathComponent()
    static let root = tests.deletingLastPathComponent().path
    static let table = tests.appendingPathComponent("Fixtures/replies.jsonl")

    static func load() -> [Case] {
        guard let text = try? String(contentsOf: table, encoding: .utf8) else { return [] }
        // A line that cannot be read is missing from the count below.
        return text.split(separator: "\n").compactMap { line in
            try? JSONDecoder().decode(Case.self, from: Data(line.utf8))
        }
    }

    @Test func theTableIsWhole() throws {
        let lines = try String(contentsOf: Self.table, encoding: .utf8).split(separator: "\n")
        #expect(lines.count == Self.cases.count)
        #expect(lines.count > 1000)
    }

    @Test(arguments: cases)
    func aReplyIsUnderstoodAsTheTableSays(row: Case) throws {
        let reader = try #require(Self.reader)
        let known = ReplyContext(
            language: row.language.flatMap(Language.init(tag:)), isOpen: row.open,
            expected: row.expected ?? 1)
        let reply = reader.read(row.text, in: known)
        let why = Comment(rawValue: row.why ?? "")
        #expect(reply.intent.rawValue == row.intent, why)
        #expect((reply.danger == nil) == (reply.intent != .emergency), why)
        if let danger = row.danger { #expect(reply.danger?.rawValue == danger, why) }
        #expect(String(reply.answers.map(\.letter)) == row.answers ?? "", why)
        if let tag = row.replyLanguage {
            #expect(reply.language == Language(tag: tag), why)
        }
    }

    /// Without an open question nothing is an answer, and with one every other intent stays.
    @Test(arguments: cases)
    func anOpenQuestionChangesNothingButAnswers(row: Case) throws {
        let reader = try #require(Self.reader)
        let language = row.language.flatMap(Language.init(tag:))
        let open = reader.read(
            row.text,
            in: ReplyContext(language: language, isOpen: true, expected: row.expected ?? 1))
        let shut = reader.read(row.text, in: ReplyContext(language: language, isOpen: false))
        #expect(shut.intent != .answer)
        if open.intent != .answer { #expect(shut.intent == open.intent) }
    }
}
