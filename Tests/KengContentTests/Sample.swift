import Foundation
import KengDomain
import Testing

@testable import KengContent

/// A small content folder without a fault, in which a test spoils one thing.
struct Sample {
    var files: [String: String]

    init() {
        files = Self.lesson.merging(Self.script) { first, _ in first }
        for code in ["VN", "ID", "CN"] {
            files["jurisdictions/\(code).yaml"] = Self.rules.replacingOccurrences(
                of: "XX", with: code)
        }
    }

    /// A sample in which `old` of `file` is `new`; the test fails when there was no `old`.
    func replacing(
        _ file: String, _ old: String, with new: String,
        sourceLocation: SourceLocation = #_sourceLocation
    ) -> Sample {
        var changed = self
        let text = files[file] ?? ""
        #expect(text.contains(old), "the sample has no “\(old)”", sourceLocation: sourceLocation)
        changed.files[file] = text.replacingOccurrences(of: old, with: new)
        return changed
    }

    func without(_ file: String) -> Sample {
        var changed = self
        changed.files[file] = nil
        return changed
    }

    func adding(_ file: String, _ text: String) -> Sample {
        var changed = self
        changed.files[file] = text
        return changed
    }

    var content: ContentFiles { ContentFiles(files.mapValues { Data($0.utf8) }) }

    var library: Library { Library(content) }

    /// The sample with the hashes that `keng content stamp` writes.
    var stamped: Sample {
        var changed = self
        for (file, bytes) in Stamp(library).rewrites(of: content, renewing: true).changed {
            changed.files[file] = String(decoding: bytes, as: UTF8.self)
        }
        return changed
    }

    /// The findings of the whole check, as `rule at file:line`.
    func findings(today: LocalDay? = nil) -> [Finding] {
        Checker(segments: { ($0.utf16.count + 69) / 70 }, collisions: { _ in [] }, today: today)
            .check(stamped.library)
    }
}

extension Sample {
    static let manifest = "lessons/pan-fire/lesson.yaml"
    static let quiz = "lessons/pan-fire/quiz.yaml"
    static let vi = "lessons/pan-fire/vi.md"
    static let id = "lessons/pan-fire/id.md"
    static let zh = "lessons/pan-fire/zh-Hans.md"
    static let scriptManifest = "scripts/s-pan/script.yaml"
    static let scriptVi = "scripts/s-pan/vi.yaml"
    static let scriptID = "scripts/s-pan/id.yaml"
    static let scriptZh = "scripts/s-pan/zh-Hans.yaml"

    private static let rules = """
        code: XX
        hours: {awareness: 07:00-21:30, service: 00:00-24:00, advertising: 07:00-22:00, emergency: 00:00-24:00}
        caps: {awareness: {per_day: 1}}
        opt_out_footer: {vi: "Từ chối: soạn TC", id: "Berhenti: balas BERHENTI", zh-Hans: "拒收请回复R"}
        sources:
          hours: {mark: D, source: "a law"}
          caps: {mark: D, source: "a law"}
          opt_out_footer: {mark: D, source: "a habit"}

        """

    private static let lesson = [
        manifest: """
        slug: pan-fire
        number: 1
        source: vi
        audience: [L, H]
        topics: [kitchen]
        minutes: 10
        jurisdictions: [VN, ID, CN]
        reviewed_by: []
        review_due: 2027-05-31
        facts:
          - id: lid-first
            says: "Slide a lid over the pan."
            grade: A
            source: "fsm.119.gov.taipei"
            blocks: [why, do, never, remember]
          - id: minors
            says: "Minors leave."
            grade: C
            source: general knowledge
            review: needed
            jurisdictions: [CN]
            blocks: [minors]

        """,
        quiz: quizText,
        vi: """
        ---
        title: "Chảo dầu"
        summary: "Tắt bếp, đậy nắp."
        sms: "Tắt bếp, đậy nắp. Gọi {fire_number}."
        sms_unmarked: "Tat bep, day nap. Goi {fire_number}."
        zalo: |-
          Tắt bếp.
          Gọi {fire_number}.
        ---

        ## Vì sao {#why}

        Dầu nóng sẽ **bùng lửa**.

        ## Việc cần làm {#do .critical}

        1. Tắt bếp.
        2. Gọi {fire_number}.

        ## Không {#never .critical}

        - Không đổ nước.

        ## Trẻ em {#minors for=CN}

        Rời đi ngay.

        ## Ghi nhớ {#remember}

        - Tắt bếp.
        - Đậy nắp.
        - Để nguội.

        """,
        id: """
        ---
        title: "Wajan"
        summary: "Matikan kompor, tutup wajan."
        sms: "Matikan kompor, tutup wajan. Hubungi {fire_number}."
        zalo: |-
          Matikan kompor.
          Hubungi {fire_number}.
        ---

        ## Mengapa {#why}

        Minyak panas akan **menyala**.

        ## Yang harus dilakukan {#do .critical}

        1. Matikan kompor.
        2. Hubungi {fire_number}.

        ## Jangan {#never .critical}

        - Jangan menuang air.

        ## Anak {#minors for=CN}

        Segera pergi.

        ## Ingat {#remember}

        - Matikan kompor.
        - Tutup wajan.
        - Biarkan dingin.

        """,
        zh: """
        ---
        title: "油锅"
        summary: "关火，盖锅盖。"
        sms: "关火，盖锅盖。拨打{fire_number}。"
        zalo: |-
          关火。
          拨打{fire_number}。
        ---

        ## 为什么 {#why}

        热油会**烧起来**。

        ## 请这样做 {#do .critical}

        1. 关火。
        2. 拨打{fire_number}。

        ## 不要 {#never .critical}

        - 不要倒水。

        ## 孩子 {#minors for=CN}

        马上离开。

        ## 记住 {#remember}

        - 关火。
        - 盖锅盖。
        - 放凉。

        """,
    ]

    private static let quizText: String = {
        var text = "pass: {ask: 5, right: 4}\nquestions:\n"
        for number in 1...10 {
            let key = ["A", "B", "C"][number % 3]
            let wrong = ["A", "B", "C"].filter { $0 != key }
            func words(_ language: String, _ ask: String, _ options: [String], _ no: String)
                -> String
            {
                """
                    \(language):
                      ask: "\(ask) \(number)?"
                      A: "\(options[0])"
                      B: "\(options[1])"
                      C: "\(options[2])"
                      wrong: {\(wrong[0]): "\(no)", \(wrong[1]): "\(no)"}
                      right: "\(options[0])!"

                """
            }
            text += "  - name: q\(number)\n    key: \(key)\n    fact: lid-first\n"
            text += number <= 2 ? "    critical: true\n" : ""
            text += words("vi", "Làm gì", ["Tắt bếp", "Đậy nắp", "Ra ngoài"], "Nguy hiểm.")
            text += words("id", "Apa", ["Matikan", "Tutup", "Pergi"], "Berbahaya.")
            text += words("zh-Hans", "怎么办", ["关火", "盖上", "出去"], "危险。")
        }
        return text
    }()

    private static let script = [
        scriptManifest: """
        slug: s-pan
        source: vi
        topics: [kitchen]
        jurisdictions: [VN, ID, CN]
        seconds: 6
        reviewed_by: []
        review_due: 2027-05-31
        must_not_say: {vi: ["đổ nước"], id: ["menuang air"], zh-Hans: ["倒水"]}
        facts:
          - id: lid-first
            says: "Slide a lid over the pan."
            grade: A
            source: "fsm.119.gov.taipei"
            blocks: [l1, l2]

        """,
        scriptVi: """
        title: "Chảo dầu"
        sms: "Tắt bếp, đậy nắp. Gọi {fire_number}."
        sms_unmarked: "Tat bep, day nap. Goi {fire_number}."
        lines:
          - {id: l1, at: 0, say: "Hãy tắt bếp ngay rồi đậy kín nắp chảo."}
          - {id: l2, at: 3, say: "Không bao giờ được đổ nước vào chảo dầu.", critical: true}

        """,
        scriptID: """
        title: "Wajan"
        sms: "Matikan kompor, tutup wajan. Hubungi {fire_number}."
        lines:
          - {id: l1, at: 0, say: "Matikan kompor, tutup wajan segera."}
          - {id: l2, at: 3, say: "Jangan pernah menuang air ke minyak.", critical: true}

        """,
        scriptZh: """
        title: "油锅"
        sms: "关火，盖锅盖。拨打{fire_number}。"
        lines:
          - {id: l1, at: 0, say: "马上关火，然后盖好锅盖。"}
          - {id: l2, at: 3, say: "千万不要往油锅里倒水。", critical: true}

        """,
    ]
}
