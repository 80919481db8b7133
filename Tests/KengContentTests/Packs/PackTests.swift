import Foundation
import KengDomain
import Testing

@testable import KengContent

#if canImport(FoundationXML)
    import FoundationXML
#endif

/// Packs of the sample lesson, at a fixed moment.
enum SamplePacks {
    static let moment = Instant(milliseconds: 1_795_330_800_000)  // 2026-11-22T07:00:00Z

    static func source(
        _ language: Language, _ jurisdiction: Jurisdiction, sample: Sample = Sample()
    ) throws -> PackSource {
        let lesson = try #require(sample.library.lessons.first)
        let draft = try EditionDraft(lesson, language: language, jurisdiction: jurisdiction)
        return PackSource(key: draft.key, number: 3, publishedAt: moment, text: draft.text)
    }

    static func files(_ archive: [UInt8]) throws -> [String: String] {
        let entries = try ZipReader.entries(of: archive)
        return Dictionary(
            uniqueKeysWithValues: entries.map {
                ($0.name, String(decoding: $0.bytes, as: UTF8.self))
            })
    }

    static func epub(_ language: Language, _ code: String) throws -> [String: String] {
        let rules = try Bundled.rules(code)
        return try files(EPUBPack.build(source(language, rules.jurisdiction), rules: rules))
    }
}

/// Tells where a document is not well-formed XML.
enum WellFormed {
    static func problem(of text: String) -> String? {
        let parser = XMLParser(data: Data(text.utf8))
        return parser.parse() ? nil : "line \(parser.lineNumber)"
    }
}

struct PackTests {
    private static let codes = ["VN", "ID", "CN"]

    @Test(arguments: Language.allCases, codes)
    func everyDocumentOfAnEPUBIsWellFormed(language: Language, code: String) throws {
        let files = try SamplePacks.epub(language, code)
        for (name, text) in files where name.hasSuffix("xhtml") || name.hasSuffix("opf") {
            #expect(WellFormed.problem(of: text) == nil, "\(name)")
        }
        #expect(
            files.keys.sorted() == [
                "META-INF/container.xml", "OEBPS/answers.xhtml", "OEBPS/front.xhtml",
                "OEBPS/lesson.xhtml", "OEBPS/nav.xhtml", "OEBPS/package.opf", "OEBPS/quiz.xhtml",
                "OEBPS/sources.xhtml", "OEBPS/style.css", "mimetype",
            ])
    }

    @Test(arguments: Language.allCases, codes)
    func theSamePackHasTheSameBytes(language: Language, code: String) throws {
        let rules = try Bundled.rules(code)
        let source = try SamplePacks.source(language, rules.jurisdiction)
        #expect(try EPUBPack.build(source, rules: rules) == EPUBPack.build(source, rules: rules))
        #expect(try HTMLPack.build(source, rules: rules) == HTMLPack.build(source, rules: rules))
    }

    @Test(arguments: [("VN", "Gọi 114."), ("CN", "Gọi 119.")])
    func theNumberIsThatOfTheJurisdictionAndNotOfTheLanguage(code: String, words: String) throws {
        let lesson = try #require(SamplePacks.epub(.vietnamese, code)["OEBPS/lesson.xhtml"])
        #expect(lesson.contains(words))
    }

    @Test(arguments: [
        (Language.indonesian, "Hubungi nomor pemadam kebakaran setempat."),
        (.vietnamese, "Gọi số điện thoại cứu hỏa nơi bạn ở."), (.chinese, "拨打当地火警电话。"),
    ])
    func whereNoNumberIsCertainNoneIsInvented(language: Language, words: String) throws {
        let files = try SamplePacks.epub(language, "ID")
        #expect(files["OEBPS/lesson.xhtml"]?.contains(words) == true)
        for (name, text) in files where name.hasSuffix("xhtml") {
            #expect(
                !text.contains("112") && !text.contains("113") && !text.contains("{"), "\(name)")
        }
    }

    @Test func aPackageSaysWhatItIs() throws {
        let package = try #require(SamplePacks.epub(.chinese, "CN")["OEBPS/package.opf"])
        #expect(package.contains("<dc:language>zh-Hans</dc:language>"))
        #expect(package.contains("dcterms:modified\">2026-11-22T07:00:00Z</meta>"))
        #expect(package.contains("schema:accessMode\">textual"))
        #expect(package.contains("<dc:coverage>CN</dc:coverage>"))
    }

    @Test func aPublicationKeepsItsNameInEveryEdition() throws {
        let source = try SamplePacks.source(.vietnamese, .vietnam)
        let later = PackSource(
            key: source.key, number: 4, publishedAt: SamplePacks.moment + .seconds(60),
            text: source.text)
        #expect(source.identifier == later.identifier)
        #expect(source.identifier != (try SamplePacks.source(.vietnamese, .china)).identifier)
        #expect(source.identifier == "872055c7-732f-57a5-8654-de6a599fd7cc")
    }

    @Test func theQuizHidesItsAnswersAndTheLastPageGivesThem() throws {
        let files = try SamplePacks.epub(.vietnamese, "VN")
        #expect(files["OEBPS/quiz.xhtml"]?.contains("Nguy hiểm.") == false)
        #expect(files["OEBPS/answers.xhtml"]?.contains("<strong>B</strong>. Đậy nắp") == true)
        #expect(files["OEBPS/quiz.xhtml"]?.contains("đúng 4 trong 5 câu") == true)
    }

    @Test func theSourcesPageSaysHowSureEachFactIs() throws {
        let page = try #require(SamplePacks.epub(.chinese, "CN")["OEBPS/sources.xhtml"])
        #expect(page.contains("fsm.119.gov.taipei"))
        #expect(page.contains("等待消防人员确认"))
        #expect(page.contains("本课尚未经消防人员审核"))
    }

    @Test func aPageNeedsNoScriptAndNoNetwork() throws {
        let rules = try Bundled.rules("VN")
        let archive = try HTMLPack.build(SamplePacks.source(.vietnamese, .vietnam), rules: rules)
        let files = try SamplePacks.files(archive)
        #expect(files.keys.sorted() == ["index.html"])
        let page = try #require(files["index.html"])
        for word in ["<script", "http:", "https:", "src=", "@import", "url("] {
            #expect(!page.contains(word), "\(word)")
        }
        #expect(page.contains("@page { size: A4"))
        #expect(page.components(separatedBy: "<details>").count == 11)
        #expect(page.contains("Gọi 114."))
    }

    @Test func markupInTextsStaysText() throws {
        let sample = Sample().replacing(
            Sample.vi, "Dầu nóng sẽ", with: "<script>x</script> A & B [l](javascript:x)"
        )
        .replacing(Sample.vi, "title: \"Chảo dầu\"", with: "title: \"<b> & \\\"x\\\"\"")
        let rules = try Bundled.rules("VN")
        let source = try SamplePacks.source(.vietnamese, .vietnam, sample: sample)
        let files = try SamplePacks.files(EPUBPack.build(source, rules: rules))
        for (name, text) in files where name.hasSuffix("xhtml") || name.hasSuffix("opf") {
            #expect(WellFormed.problem(of: text) == nil, "\(name)")
            #expect(!text.contains("<script") && !text.contains("javascript:"), "\(name)")
        }
        #expect(files["OEBPS/front.xhtml"]?.contains("&lt;b&gt; &amp; &quot;x&quot;") == true)
    }

    @Test(arguments: [
        (0, "1970-01-01T00:00:00Z"), (1_795_330_800_999, "2026-11-22T07:00:00Z"),
        (-1, "1969-12-31T23:59:59Z"),
    ])
    func aMomentIsWrittenInWholeSecondsOfUTC(milliseconds: Int64, text: String) {
        #expect(Timestamp.text(Instant(milliseconds: milliseconds)) == text)
        #expect(Timestamp.instant(text).map(Timestamp.text) == text)
    }

    @Test(arguments: [
        "2026-11-22", "2026-11-22 07:00:00Z", "2026-13-22T07:00:00Z", "2026-11-22T24:00:00Z",
    ])
    func anotherFormOfAMomentIsNotRead(text: String) {
        #expect(Timestamp.instant(text) == nil)
    }
}
