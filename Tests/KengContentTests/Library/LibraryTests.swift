import Foundation
import KengDomain
import Testing

@testable import KengContent

struct LibraryTests {
    @Test func aFaultlessFolderIsReadWithoutFindings() {
        let library = Sample().library
        #expect(library.findings.map(\.report) == [])
        #expect(library.lessons.map(\.manifest.slug.text) == ["pan-fire"])
        #expect(library.scripts.map(\.manifest.slug.text) == ["s-pan"])
        #expect(library.lessons.first?.texts.count == 3)
        #expect(library.lessons.first?.quiz?.questions.count == 10)
    }

    struct Fault: Sendable, CustomTestStringConvertible {
        let file: String
        let old: String
        let new: String
        let rule: Rule
        let line: Int
        let names: String
        var testDescription: String { "\(rule.rawValue): \(new)" }
    }

    @Test(arguments: [
        Fault(
            file: Sample.manifest, old: "minutes: 10", new: "minuts: 10", rule: .keyUnknown,
            line: 6, names: "“minutes”"),
        Fault(
            file: Sample.manifest, old: "number: 1", new: "number: one", rule: .value, line: 2,
            names: "whole number"),
        Fault(
            file: Sample.manifest, old: "grade: C", new: "grade: D", rule: .value, line: 18,
            names: "A, B or C"),
        Fault(
            file: Sample.manifest, old: "review_due: 2027-05-31", new: "review_due: 2027-02-30",
            rule: .value, line: 9, names: "a day"),
        Fault(
            file: Sample.manifest, old: "audience: [L, H]", new: "audience: [L, X]", rule: .value,
            line: 4, names: "“X”"),
        Fault(
            file: Sample.manifest, old: "slug: pan-fire", new: "slug: pan", rule: .value, line: 1,
            names: "pan-fire"),
        Fault(
            file: Sample.manifest, old: "minutes: 10", new: "minutes: 10\nminutes: 11",
            rule: .yamlSyntax, line: 6, names: "twice"),
        Fault(
            file: Sample.quiz, old: "name: q2\n", new: "id: q2\n", rule: .yamlSyntax, line: 28,
            names: "“name”"),
        Fault(
            file: Sample.vi, old: "title: \"Chảo dầu\"", new: "title: [a, b]", rule: .yamlKind,
            line: 2, names: "a list"),
        Fault(
            file: Sample.vi, old: "{#do .critical}", new: "{#do .criticle}", rule: .blockHeading,
            line: 15, names: ".criticle"),
        Fault(
            file: Sample.vi, old: "## Không {#never .critical}", new: "### Không {#never}",
            rule: .blockHeading, line: 20, names: "level"),
        Fault(
            file: Sample.vi, old: "for=CN", new: "for=CN,china", rule: .blockHeading, line: 24,
            names: "china"),
        Fault(
            file: Sample.scriptVi, old: "at: 3", new: "at: soon", rule: .value, line: 6,
            names: "soon"),
        Fault(
            file: Sample.scriptVi, old: "sms:", new: "  sms:", rule: .yamlSyntax, line: 2,
            names: "YAML"),
    ])
    func aFaultIsNamedWithItsLine(fault: Fault) {
        let findings = Sample().replacing(fault.file, fault.old, with: fault.new).library.findings
        let found = findings.filter { $0.rule == fault.rule }
        #expect(
            found.contains { $0.place == Place(file: fault.file, line: fault.line) }, "\(findings)")
        #expect(found.contains { $0.sentence.contains(fault.names) }, "\(findings.map(\.report))")
    }

    @Test func aMissingTranslationIsAFinding() {
        let findings = Sample().without(Sample.zh).library.findings
        #expect(findings.map(\.rule) == [.translationMissing])
        #expect(findings.first?.place.file == Sample.zh)
    }

    @Test func aMissingManifestIsAFindingAndNotASilentSkip() {
        let library = Sample().without(Sample.manifest).library
        #expect(library.lessons.isEmpty)
        #expect(library.findings.map(\.rule) == [.fileMissing])
    }

    @Test func aFileThatNothingReadsIsAFindingWithTheNearestName() {
        let findings = Sample().adding("lessons/pan-fire/quizz.yaml", "a: b").library.findings
        #expect(findings.map(\.rule) == [.fileUnknown])
        #expect(findings.first?.expected == "“quiz.yaml”")
    }

    @Test func aLibraryOfNothingIsAFinding() {
        let findings = Checker(segments: { _ in 1 }).check(Library(ContentFiles([:])))
        #expect(findings.map(\.rule) == [.fileMissing] && findings.hasErrors)
    }

    /// A lesson for a country whose hours and numbers nobody wrote down is never published.
    @Test func aNamedJurisdictionWithoutItsFileIsAFinding() {
        let findings = Sample().without("jurisdictions/ID.yaml").findings()
        #expect(findings.map(\.rule) == [.fileMissing, .fileMissing])
        #expect(findings.map(\.place.file) == [Sample.manifest, Sample.scriptManifest])
        #expect(findings.allSatisfy { $0.sentence.contains("ID without jurisdictions/ID.yaml") })
    }

    @Test func bytesThatAreNotTextAreAFinding() {
        var files = Sample().content.files
        files[Sample.vi] = Data([0x2D, 0xFF, 0xFE])
        let library = Library(ContentFiles(files))
        #expect(library.findings.map(\.rule) == [.fileUnreadable])
    }

    /// Wherever a file ends too early, reading ends and the check says so.
    @Test(arguments: [Sample.quiz, Sample.vi, Sample.scriptVi], [31, 97])
    func aCutFileIsFoundAndCrashesNothing(file: String, step: Int) {
        let stamped = Sample().stamped
        let whole = Array((stamped.files[file] ?? "").utf8)
        var unnoticed: [Int] = []
        for length in stride(from: 0, to: whole.count - 1, by: step) {
            var files = stamped.content.files
            files[file] = Data(whole[..<length])
            let findings = Checker(segments: { _ in 1 }).check(Library(ContentFiles(files)))
            if findings.isEmpty { unnoticed.append(length) }
        }
        #expect(unnoticed == [])
    }

    @Test func aLineInsideAYAMLTextIsCounted() throws {
        let lesson = try #require(Sample().library.lessons.first)
        let zalo = try #require(lesson.texts[.vietnamese]?.zalo)
        let brace = try #require(zalo.text.firstIndex(of: "{"))
        #expect(zalo.place(at: brace).line == 8)
    }

    @Test func blocksKnowTheirLines() throws {
        let blocks = try #require(Sample().library.lessons.first?.texts[.vietnamese]).blocks
        #expect(blocks.map(\.id) == ["why", "do", "never", "minors", "remember"])
        #expect(blocks.map(\.heading.place.line) == [11, 15, 20, 24, 28])
        #expect(blocks.map(\.body.place.line) == [13, 17, 22, 26, 30])
        #expect(blocks[3].jurisdictions?.map(\.code) == ["CN"])
    }

    @Test func aMissingFolderIsAnError() {
        #expect(throws: ContentFiles.Problem.noFolder("/nowhere/at/all")) {
            try Library(folder: "/nowhere/at/all")
        }
    }

    @Test func aFolderOnDiskIsReadLikeTheSameFilesInMemory() throws {
        let folder = try TemporaryFolder()
        for (file, text) in Sample().files { try folder.write(Data(text.utf8), to: file) }
        try folder.write(Data("x".utf8), to: "lessons/pan-fire/.swp")
        #expect(try Library(folder: folder.path).findings.map(\.report) == [])
        #expect(try Library(folder: folder.path).lessons.count == 1)
    }
}

/// A folder that is gone when the test ends.
final class TemporaryFolder {
    let path: String

    init() throws {
        path = FileManager.default.temporaryDirectory.path + "/keng-" + UUID().uuidString
        try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
    }

    deinit { try? FileManager.default.removeItem(atPath: path) }

    func write(_ bytes: Data, to file: String) throws {
        let url = URL(fileURLWithPath: path + "/" + file)
        try FileManager.default.createDirectory(
            at: url.deletingLastPathComponent(), withIntermediateDirectories: true)
        try bytes.write(to: url)
    }
}
