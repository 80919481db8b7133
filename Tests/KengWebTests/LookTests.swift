import Foundation
import KengText
import Testing

@testable import KengWeb

struct LookTests {
    private static let folder = City.root + "/Sources/KengWeb/Resources"

    /// The palette as the style sheet has it, not as a table in a test has it.
    private static func palette() throws -> [String: String] {
        let sheet = try String(contentsOfFile: folder + "/keng.css", encoding: .utf8)
        return Dictionary(
            sheet.matches(of: /--([a-z0-9]+): (#[0-9a-f]{6})/).map {
                (String($0.1), String($0.2))
            }, uniquingKeysWith: { first, _ in first })
    }

    @Test(arguments: [
        ("ink", "paper", 7.0), ("muted", "paper", 7), ("muted", "ground", 4.5),
        ("action", "paper", 4.5), ("action", "ground", 4.5), ("danger", "paper", 4.5),
        ("danger", "ground", 4.5), ("good", "paper", 4.5), ("good", "ground", 4.5),
        ("control", "paper", 3), ("control", "ground", 3), ("ink", "warning", 7),
        ("paper", "header", 7), ("ink", "ramp1", 4.5), ("ink", "ramp2", 4.5),
        ("ink", "ramp3", 4.5), ("paper", "ramp4", 4.5), ("paper", "ramp5", 4.5),
        ("ink", "band1", 7), ("ink", "band2", 7), ("ink", "focus", 7), ("paper", "action", 4.5),
        ("paper", "good", 4.5), ("paper", "danger", 4.5), ("muted", "ramp2", 4.5),
    ])
    func textStandsOutFromItsGround(text: String, ground: String, least: Double) throws {
        let palette = try Self.palette()
        let found = Self.contrast(try #require(palette[text]), try #require(palette[ground]))
        #expect(found >= least, "\(text) on \(ground): \(found)")
    }

    /// WCAG 2.2: relative luminance of the lighter to that of the darker.
    private static func contrast(_ one: String, _ other: String) -> Double {
        let pair = [one, other].map(luminance).sorted()
        return (pair[1] + 0.05) / (pair[0] + 0.05)
    }

    private static func luminance(_ colour: String) -> Double {
        let number = Int(colour.dropFirst(), radix: 16) ?? 0
        let parts = [16, 8, 0].map { shift -> Double in
            let part = Double((number >> shift) & 255) / 255
            return part <= 0.04045 ? part / 12.92 : pow((part + 0.055) / 1.055, 2.4)
        }
        return 0.2126 * parts[0] + 0.7152 * parts[1] + 0.0722 * parts[2]
    }

    /// A line of facts is a grid of its own, so a cell that paper hides moves nothing; long words break.
    @Test(arguments: [
        #"\n\.facts > div \{ display: grid;"#, #"\nbody \{[^}]*overflow-wrap: break-word;"#,
        #"(?s)@media print \{.*\n  h1, h2, h3, caption[^}]*break-after: avoid"#,
        #"(?s)@media print \{.*\.legend i[^}]*print-color-adjust: exact"#,
    ])
    func theSheetKeepsPagesInShape(rule: String) throws {
        let sheet = try String(contentsOfFile: Self.folder + "/keng.css", encoding: .utf8)
        #expect(try Regex(rule).firstMatch(in: sheet) != nil)
    }

    @Test func theScriptStaysUnderTenKilobytes() throws {
        let script = try Data(contentsOf: URL(fileURLWithPath: Self.folder + "/keng.js"))
        #expect(script.count <= 10_240)
    }

    @Test func noTemplateHoldsStyleOrScriptOfItsOwn() throws {
        let folder = Self.folder + "/templates"
        for name in try FileManager.default.contentsOfDirectory(atPath: folder) {
            let text = try String(contentsOfFile: folder + "/" + name, encoding: .utf8)
            #expect(!text.contains(" style="), "\(name)")
            #expect(!text.contains(/\son[a-z]+="/), "\(name)")
            #expect(text.split(separator: "{{{").count <= (name == "lesson.mustache" ? 2 : 1))
        }
    }

    /// A Chinese sentence has Chinese marks: none of ours stands beside a Chinese character.
    @Test func chineseWordsHaveChinesePunctuation() throws {
        let words = try String(
            contentsOfFile: City.root + "/Locales/zh-Hans/messages.arb", encoding: .utf8)
        for line in words.split(separator: "\n") where !line.hasPrefix("  \"@") {
            let text = line.split(separator: "\": \"", maxSplits: 1).last ?? ""
            let plain = text.replacing(/\{\w+, plural, other/, with: "{").replacing("\",", with: "")
            #expect(
                plain.firstMatch(of: /\p{Han}\s?[,;:!?()]|[,;:!?()]\s?\p{Han}/) == nil, "\(line)")
            #expect(plain.firstMatch(of: /\}[.,;:]\s/) == nil, "\(line)")
        }
    }

    /// Templates write no mark between two values: the catalogue does, in each language.
    @Test func noTemplateHoldsAColonBetweenValues() throws {
        let folder = Self.folder + "/templates"
        for name in try FileManager.default.contentsOfDirectory(atPath: folder) {
            let text = try String(contentsOfFile: folder + "/" + name, encoding: .utf8)
            #expect(text.firstMatch(of: /(\}\}|\]\])(: | \()/) == nil, "\(name)")
        }
    }

    /// Facts on source are English in the library; pages say so, to readers and to voices.
    @Test(arguments: [("vi", "tiếng Anh"), ("id", "bahasa Inggris"), ("zh-Hans", "英文")])
    func sourcesAreMarkedAsQuoted(tag: String, word: String) async throws {
        let city = try await City()
        try await city.browse(as: nil) { browser in
            let page = try await browser.get("/l/smoke-is-the-killer?lang=\(tag)").text
            #expect(page.contains(word))
            let facts = page.matches(of: /<td lang="en"><q>/).count
            #expect(facts > 5)
            #expect(page.matches(of: /<td lang="en">/).count == 2 * facts)
        }
    }

    @Test(arguments: [(0, 0), (1999, 0), (2000, 1), (5999, 2), (7999, 3), (8000, 4), (10_000, 4)])
    func theRampHasFiveSteps(share: Int, step: Int) {
        #expect(Ramp.step(share) == step)
    }
}
