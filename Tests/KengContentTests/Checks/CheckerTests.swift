import Foundation
import KengDomain
import Testing

@testable import KengContent

/// One spoiled thing, the rule that must name it, and nothing else that is an error.
struct Spoiled: Sendable, CustomTestStringConvertible {
    let rule: Rule
    let file: String
    let old: String
    let new: String
    var severity = Finding.Severity.error
    var alone = true

    var testDescription: String { "\(rule.rawValue): \(new.prefix(40))" }

    var findings: [Finding] { Sample().replacing(file, old, with: new).findings() }
}

struct CheckerTests {
    @Test func aFaultlessFolderHasNoFindings() {
        #expect(Sample().findings().map(\.report) == [])
    }

    @Test(arguments: blocks + placeholders + texts + facts + scripts)
    func whatIsSpoiledIsNamedAndNothingElse(spoiled: Spoiled) {
        let findings = spoiled.findings
        let named = findings.filter { $0.rule == spoiled.rule }
        #expect(!named.isEmpty, "\(findings.map(\.report))")
        #expect(named.allSatisfy { $0.severity == spoiled.severity })
        #expect(named.contains { $0.place.file == spoiled.file }, "\(named.map(\.report))")
        if spoiled.alone {
            #expect(Set(findings.map(\.rule)) == [spoiled.rule], "\(findings.map(\.report))")
        }
    }

    static let blocks: [Spoiled] = [
        Spoiled(rule: .blockMissing, file: Sample.id, old: "{#why}", new: "{#whyy}", alone: false),
        Spoiled(
            rule: .blockMissing, file: Sample.vi, old: "{#remember}", new: "{#ghi-nho}",
            alone: false),
        Spoiled(
            rule: .blockRepeated, file: Sample.vi, old: "{#remember}", new: "{#why}", alone: false),
        Spoiled(rule: .blockEmpty, file: Sample.zh, old: "热油会**烧起来**。", new: ""),
        Spoiled(rule: .blockMarks, file: Sample.zh, old: "{#do .critical}", new: "{#do}"),
        Spoiled(rule: .blockMarks, file: Sample.id, old: "for=CN", new: "for=CN,VN"),
        Spoiled(
            rule: .blockMarks, file: Sample.vi, old: "{#never .critical}", new: "{#never}",
            alone: false),
        Spoiled(
            rule: .blockOrder, file: Sample.zh,
            old: "## 不要 {#never .critical}\n\n- 不要倒水。\n\n## 孩子 {#minors for=CN}\n\n马上离开。\n",
            new: "## 孩子 {#minors for=CN}\n\n马上离开。\n\n## 不要 {#never .critical}\n\n- 不要倒水。\n"),
        Spoiled(rule: .value, file: Sample.vi, old: "- Để nguội.\n", new: "", severity: .warning),
        Spoiled(
            rule: .blockHeading, file: Sample.vi, old: "{#remember}", new: "{#sms}", alone: false),
        Spoiled(
            rule: .blockHeading, file: Sample.id, old: "## Mengapa", new: "Teks.\n\n## Mengapa"),
    ]

    static let placeholders: [Spoiled] = [
        Spoiled(
            rule: .placeholderUnequal, file: Sample.id, old: "2. Hubungi {fire_number}.",
            new: "2. Hubungi."),
        Spoiled(rule: .placeholderUnequal, file: Sample.vi, old: "Goi {fire_number}", new: "Goi"),
        Spoiled(
            rule: .placeholderUnknown, file: Sample.vi, old: "{fire_number}", new: "{fire_numbr}",
            alone: false),
        Spoiled(rule: .placeholderUnknown, file: Sample.zh, old: "热油会", new: "热油{会"),
        Spoiled(
            rule: .placeholderUnknown, file: Sample.quiz, old: "关火", new: "关火{sender}", alone: false
        ),
        Spoiled(rule: .numberTyped, file: Sample.zh, old: "热油会", new: "拨打119，热油会"),
        Spoiled(
            rule: .numberTyped, file: Sample.scriptID, old: "Matikan kompor, tutup wajan segera.",
            new: "Matikan, tutup, 112."),
        Spoiled(rule: .numberTyped, file: Sample.quiz, old: "Nguy hiểm.", new: "Gọi 114."),
        Spoiled(
            rule: .numberTyped, file: Sample.manifest, old: "Minors leave.", new: "Minors call 119."
        ),
    ]

    static let texts: [Spoiled] = [
        Spoiled(rule: .textTraditional, file: Sample.zh, old: "关火。\n2", new: "關火。\n2"),
        Spoiled(
            rule: .textNotNFC, file: Sample.vi, old: "Rời đi ngay",
            new: "Ro\u{031B}\u{0300}i đi ngay"),
        Spoiled(rule: .textMarkup, file: Sample.vi, old: "Rời đi ngay", new: "<b>Rời</b> đi ngay"),
        Spoiled(rule: .textMarkup, file: Sample.id, old: "Segera pergi", new: "[Segera](x) pergi"),
        Spoiled(rule: .textMarkup, file: Sample.id, old: "Segera pergi", new: "Segera &amp; pergi"),
        Spoiled(rule: .textMarkup, file: Sample.zh, old: "马上离开", new: "马上离开 https://x.vn"),
        Spoiled(
            rule: .textControl, file: Sample.vi, old: "Rời đi ngay", new: "Rời\u{200B} đi ngay"),
        Spoiled(
            rule: .sentenceLong, file: Sample.vi, old: "Rời đi ngay",
            new: String(repeating: "đi ", count: 33), severity: .warning),
        Spoiled(
            rule: .textLong, file: Sample.id, old: "Matikan kompor, tutup wajan. Hubungi",
            new: String(repeating: "Matikan kompor. ", count: 12)),
        Spoiled(
            rule: .textLong, file: Sample.zh, old: "zalo: |-\n  关火。",
            new: "zalo: |-\n  " + String(repeating: "关火。", count: 340)),
        Spoiled(
            rule: .textLong, file: Sample.scriptZh, old: "关火，盖锅盖。拨打",
            new: String(repeating: "关火。", count: 70) + "拨打"),
        Spoiled(
            rule: .unmarkedMarks, file: Sample.vi, old: "Tat bep, day nap", new: "Tat bep, đay nap"),
        Spoiled(
            rule: .unmarkedMissing, file: Sample.scriptVi,
            old: "sms_unmarked: \"Tat bep, day nap. Goi {fire_number}.\"\n", new: "",
            severity: .warning),
    ]

    static let facts: [Spoiled] = [
        Spoiled(rule: .factUnreviewed, file: Sample.manifest, old: "    review: needed\n", new: ""),
        Spoiled(
            rule: .factUnknown, file: Sample.manifest, old: "[why, do, never, remember]",
            new: "[why, do, never, rember]"),
        Spoiled(
            rule: .factUnknown, file: Sample.quiz, old: "name: q3\n    key: A\n    fact: lid-first",
            new: "name: q3\n    key: A\n    fact: lid-frist"),
        Spoiled(
            rule: .value, file: Sample.manifest, old: "jurisdictions: [CN]",
            new: "jurisdictions: [TW]"),
    ]

    static let scripts: [Spoiled] = [
        Spoiled(
            rule: .scriptTiming, file: Sample.scriptVi, old: "Hãy tắt bếp ngay",
            new: "Hãy tắt bếp ngay lập tức khi thấy lửa bùng lên cao"),
        Spoiled(rule: .scriptTiming, file: Sample.scriptZh, old: "at: 3", new: "at: 9"),
        Spoiled(rule: .scriptTiming, file: Sample.scriptID, old: "at: 3", new: "at: 0"),
        Spoiled(
            rule: .scriptForbidden, file: Sample.scriptVi,
            old: "Không bao giờ được đổ nước vào chảo dầu.",
            new: "Hãy nhanh tay đổ nước vào chảo dầu."),
        Spoiled(
            rule: .blockMarks, file: Sample.scriptID, old: "id: l2", new: "id: l3", alone: false),
        Spoiled(rule: .blockMarks, file: Sample.scriptZh, old: ", critical: true", new: ""),
        Spoiled(
            rule: .blockRepeated, file: Sample.scriptVi, old: "id: l2", new: "id: l1", alone: false),
    ]

    @Test func aCriticalBlockWithoutAFactIsAWarning() {
        let findings = Sample().replacing(
            Sample.manifest, "do, never, remember", with: "do, remember"
        )
        .findings()
        #expect(findings.map(\.rule) == [.factMissing])
        #expect(findings.map(\.place.file) == [Sample.vi])
        #expect(!findings.hasErrors)
    }

    @Test(arguments: [("bep", 2), ("chay", 0)])
    func anAmbiguousWordIsNamedWhereThePlainTextKeepsIt(word: String, count: Int) {
        let checker = Checker(
            segments: { _ in 1 },
            collisions: { _ in [Checker.Collision(unmarked: word, words: ["bếp", "bẹp"])] })
        let findings = checker.check(Sample().stamped.library)
        #expect(findings.map(\.rule) == Array(repeating: .unmarkedAmbiguous, count: count))
        #expect(findings.allSatisfy { $0.found == "“bep” for “bếp” and “bẹp”" })
    }

    @Test(arguments: [("2027-05-31", 0), ("2027-06-01", 2)])
    func aReviewThatIsDueIsAWarning(today: String, count: Int) throws {
        let findings = Sample().findings(today: try LocalDay(today))
        #expect(findings.map(\.rule) == Array(repeating: .reviewOverdue, count: count))
        #expect(!findings.hasErrors)
    }

    @Test func aReviewerSettlesAGradeCFact() {
        let sample = Sample().replacing(Sample.manifest, "    review: needed\n", with: "")
            .replacing(
                Sample.manifest, "reviewed_by: []",
                with: "reviewed_by: [\"Trung tá An, 2026-11-01\"]")
        #expect(sample.findings().isEmpty)
    }

    @Test func aReportReadsLikeACompilersLine() throws {
        let finding = try #require(
            Sample().replacing(Sample.zh, "热油会", with: "拨打119，热油会").findings().first)
        #expect(
            finding.report
                == "lessons/pan-fire/zh-Hans.md:22: number.typed: Found the number 119; "
                + "expected {fire_number}. Write {fire_number}: each area has its own.")
    }

    @Test func everyRuleSaysWhatToDo() {
        for rule in Rule.allCases {
            #expect(
                rule.advice.hasSuffix(".") || rule.advice.hasSuffix("}")
                    || rule.advice.hasSuffix("--renew"))
        }
        #expect(Set(Rule.allCases.map(\.rawValue)).count == Rule.allCases.count)
    }
}

struct TypedNumberTests {
    @Test(arguments: [
        ("Gọi 114", 1), ("gọi 114.", 1), ("(119)", 1), ("拨打119！", 1), ("拨打１１９", 1), ("112/114", 0),
        ("113, 114", 2), ("999", 1), ("96119", 1), ("1.114 hộ", 0), ("0,115", 0), ("110V", 0),
        ("A114", 0), ("2114", 0), ("1140", 0), ("20 phút", 0), ("{fire_number}", 0),
        ("x 995\ny 911", 2),
    ])
    func aNumberToCallIsFoundWhereItStandsAlone(text: String, count: Int) {
        let source = SourceText(text, at: Place(file: "f", line: 1), followsLines: true)
        #expect(PlaceholderRules.typed(source).count == count)
    }
}
