import Foundation
import KengDomain
import Testing

@testable import KengContent

struct EditionTests {
    private func draft(
        _ sample: Sample = Sample(), _ language: Language = .vietnamese,
        _ jurisdiction: Jurisdiction = .vietnam
    ) throws -> EditionDraft {
        let lesson = try #require(sample.library.lessons.first)
        return try EditionDraft(lesson, language: language, jurisdiction: jurisdiction)
    }

    @Test func aBlockForAnotherJurisdictionIsLeftOut() throws {
        #expect(try draft().text.blocks.map(\.id) == ["why", "do", "never", "remember"])
        #expect(
            try draft(Sample(), .vietnamese, .china).text.blocks.map(\.id)
                == ["why", "do", "never", "minors", "remember"])
    }

    @Test func aFactForAnotherJurisdictionIsLeftOut() throws {
        #expect(try draft().text.facts.map(\.id) == ["lid-first"])
        #expect(
            try draft(Sample(), .chinese, .china).text.facts.map(\.id) == ["lid-first", "minors"])
    }

    @Test(arguments: Language.allCases, [Jurisdiction.vietnam, .indonesia, .china])
    func decodingGivesAnEqualValueAndEqualBytes(
        language: Language, jurisdiction: Jurisdiction
    ) throws {
        let draft = try draft(Sample(), language, jurisdiction)
        let back = try EditionCoding.decode(draft.canonical)
        #expect(back == draft.text)
        #expect(EditionCoding.encode(back) == draft.canonical)
        #expect(draft.hash.utf8.count == 64)
    }

    @Test func aScriptKeepsItsLines() throws {
        let script = try #require(Sample().library.scripts.first)
        let draft = try EditionDraft(script, language: .chinese, jurisdiction: .china)
        #expect(draft.text.lines.map(\.at) == [0, 3])
        #expect(draft.text.minutes == 1)
        #expect(try EditionCoding.decode(draft.canonical) == draft.text)
    }

    /// The bytes are a promise: a hash that was published must come out the same for ever.
    @Test func theCanonicalFormIsFixed() throws {
        let text = EditionText(
            title: "a\u{0302}\"\\\n\u{1}/", summary: "", sms: "{fire_number}", smsUnmarked: nil,
            zalo: "", minutes: 3, audience: ["H"], topics: [],
            blocks: [Block(id: "do", heading: "H", markdown: "- x", isCritical: true)],
            lines: [SpokenLine(id: "l1", at: 4, say: "s", isCritical: false)], quiz: nil,
            facts: [Fact(id: "f", says: "s", grade: .general, source: "o", needsReview: true)],
            reviewedBy: [], reviewDue: try LocalDay("2027-05-31"))
        let expected =
            #"{"audience":["H"],"blocks":[{"critical":true,"heading":"H","id":"do","markdown":"- x"}],"#
            + #""facts":[{"grade":"C","id":"f","needs_review":true,"says":"s","source":"o"}],"#
            + #""lines":[{"at":4,"critical":false,"id":"l1","say":"s"}],"minutes":3,"quiz":null,"#
            + #""review_due":"2027-05-31","reviewed_by":[],"schema":"keng.edition/1","#
            + #""sms":"{fire_number}","sms_unmarked":null,"summary":"","#
            + #""title":"â\"\\\n\u0001/","topics":[],"zalo":""}"#
        #expect(String(decoding: EditionCoding.encode(text), as: UTF8.self) == expected)
        #expect(try EditionCoding.decode(EditionCoding.encode(text)) == text)
    }

    @Test func decomposedTextGivesTheSameHash() throws {
        let spoiled = Sample().files[Sample.vi]?.decomposedStringWithCanonicalMapping ?? ""
        let other = try draft(Sample().adding(Sample.vi, spoiled))
        #expect(other.hash == (try draft().hash))
        #expect(
            other.text.title.utf8.elementsEqual(
                "Chảo dầu".precomposedStringWithCanonicalMapping.utf8))
    }

    @Test func oneLetterGivesAnotherHash() throws {
        let other = try draft(Sample().replacing(Sample.vi, "Không đổ nước", with: "Không đổ nướ"))
        #expect(other.hash != (try draft().hash))
    }

    @Test(arguments: [
        ("{", EditionCoding.Problem.notJSON), ("[1]", .wrong("schema")), ("{}", .missing("schema")),
        (#"{"schema":"keng.edition/9"}"#, .schema("keng.edition/9")),
        (#"{"schema":"keng.edition/1"}"#, .missing("review_due")),
        (#"{"schema":1}"#, .wrong("schema")),
    ])
    func wrongBytesAreRefusedByName(bytes: String, problem: EditionCoding.Problem) {
        #expect(throws: problem) { try EditionCoding.decode(Array(bytes.utf8)) }
    }

    @Test func aLessonIsOnlyForItsJurisdictions() throws {
        let taiwan = try Jurisdiction("TW")
        #expect(throws: EditionDraft.Problem.notForJurisdiction(taiwan)) {
            try draft(Sample(), .chinese, taiwan)
        }
    }

    @Test func aMissingTitleIsNamed() throws {
        #expect(throws: EditionDraft.Problem.missing("title")) {
            try draft(Sample().replacing(Sample.vi, "title: \"Chảo dầu\"\n", with: ""))
        }
    }

    @Test func theLibraryDraftsEveryLanguageAndJurisdiction() throws {
        let drafts = try Sample().library.drafts().map { try $0.get() }
        #expect(drafts.count == 18)
        #expect(Set(drafts.map(\.key)).count == 18)
    }
}
