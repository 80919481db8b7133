import Foundation
import KengDomain
import Testing

@testable import KengContent

struct TranslationTests {
    private func check(_ sample: Sample) -> [Finding] {
        Checker(segments: { _ in 1 }).check(sample.library)
    }

    @Test func withoutHashesCriticalPartsAreErrorsAndOthersWarnings() {
        let findings = check(Sample()).filter { $0.place.file == Sample.id }
        #expect(findings.allSatisfy { $0.rule == .translationStale })
        // sms, zalo, do, never are critical; title, summary, why, minors, remember are not.
        #expect(findings.count { $0.severity == .error } == 4)
        #expect(findings.count { $0.severity == .warning } == 5)
    }

    @Test(arguments: [
        (Sample.vi, "Không đổ nước", "Không tạt nước", Finding.Severity.error, 2),
        (Sample.vi, "Dầu nóng sẽ", "Dầu nóng", .warning, 2),
        (Sample.vi, "## Việc cần làm", "## Phải làm", .error, 2),
        (Sample.vi, "sms: \"Tắt", "sms: \"Hãy tắt", .error, 2),
        (Sample.scriptVi, "Hãy tắt bếp ngay", "Hãy tắt bếp liền", .warning, 2),
        (Sample.scriptVi, "Không bao giờ được", "Không bao giờ nên", .error, 2),
    ])
    func aChangedSourceMakesItsPartStale(
        file: String, old: String, new: String, severity: Finding.Severity, count: Int
    ) {
        let findings = check(Sample().stamped.replacing(file, old, with: new))
        #expect(findings.map(\.rule) == Array(repeating: .translationStale, count: count))
        #expect(findings.allSatisfy { $0.severity == severity })
    }

    @Test func whiteSpaceAloneMakesNothingStale() {
        let changed = Sample().stamped.replacing(
            Sample.vi, "Dầu nóng sẽ **bùng lửa**.", with: "Dầu nóng\nsẽ   **bùng lửa**.")
        #expect(check(changed).isEmpty)
    }

    @Test func aHashOfNoPartIsFound() {
        let changed = Sample().stamped.replacing(Sample.id, "  minors: ", with: "  minor: ")
        #expect(Set(check(changed).map(\.rule)) == [.translationStale, .keyUnknown])
    }

    // MARK: - keng content stamp

    @Test func stampingChangesTheMapAndNoOtherByte() throws {
        let sample = Sample()
        let outcome = Stamp(sample.library).rewrites(of: sample.content, renewing: false)
        #expect(
            outcome.changed.keys.sorted()
                == [Sample.id, Sample.zh, Sample.scriptID, Sample.scriptZh].sorted())
        for (file, bytes) in outcome.changed {
            let before =
                sample.files[file]?.split(separator: "\n", omittingEmptySubsequences: false) ?? []
            let after = String(decoding: bytes, as: UTF8.self)
                .split(separator: "\n", omittingEmptySubsequences: false)
            let start = try #require(after.firstIndex(of: "from:"))
            let map = after[(start + 1)...].prefix {
                $0.hasPrefix("  ") && $0.contains(": ") && !$0.contains("{")
            }
            #expect(map.count == (file.hasPrefix("scripts") ? 4 : 9))
            #expect(Array(after[..<start] + after[(start + 1 + map.count)...]) == before)
        }
    }

    @Test func stampingTwiceChangesNothing() {
        let stamped = Sample().stamped
        let outcome = Stamp(stamped.library).rewrites(of: stamped.content, renewing: true)
        #expect(outcome.changed.isEmpty)
        #expect(outcome.stale.isEmpty)
    }

    @Test func aStaleHashIsKeptUnlessRenewed() {
        let changed = Sample().stamped.replacing(Sample.vi, "Không đổ nước", with: "Không tạt nước")
        let kept = Stamp(changed.library).rewrites(of: changed.content, renewing: false)
        #expect(kept.changed.isEmpty)
        #expect(kept.stale.map(\.file) == [Sample.id, Sample.zh])
        let renewed = Stamp(changed.library).rewrites(of: changed.content, renewing: true)
        #expect(renewed.changed.keys.sorted() == [Sample.id, Sample.zh])
        #expect(renewed.stale.isEmpty)
    }

    @Test(arguments: [
        ("---\r\ntitle: a\r\n---\r\nx\r\n", "---\r\ntitle: a\r\nfrom:\r\n  do: 1\r\n---\r\nx\r\n"),
        ("---\nfrom: {do: 0,\n  why: 0}\nzalo: b\n---\n", "---\nfrom:\n  do: 1\nzalo: b\n---\n"),
        ("---\nfrom:\n  do: 0 # old\n\nzalo: b\n---\n", "---\nfrom:\n  do: 1\n\nzalo: b\n---\n"),
        ("title: a\nlines:\n  - x\n", "title: a\nfrom:\n  do: 1\nlines:\n  - x\n"),
        ("---\ntitle: a\n---", "---\ntitle: a\nfrom:\n  do: 1\n---"),
    ])
    func onlyTheMapIsReplaced(before: String, after: String) {
        let bytes = FromMap(Array(before.utf8)).replaced(by: ["  do: 1"]) ?? []
        #expect(String(decoding: bytes, as: UTF8.self) == after)
    }

    @Test func aFileWithoutAPlaceForTheMapIsLeftAlone() {
        #expect(FromMap(Array("title: a\n".utf8)).replaced(by: ["  do: 1"]) == nil)
        #expect(FromMap([]).replaced(by: []) == nil)
    }
}
