import Foundation
import KengDomain
import KengText
import Testing

@testable import KengContent

/// The lessons that keng ships keep every rule, as they would be sent.
struct BundledContentTests {
    private func collisions() throws -> Collisions {
        let path = Bundled.folder + "/../Locales/vi/collisions.txt"
        return try Collisions(String(contentsOfFile: path, encoding: .utf8))
    }

    @Test func theBundledContentHasNoErrors() throws {
        let library = try Library(folder: Bundled.folder)
        let findings = Checker(collisions: try collisions(), today: nil).check(library)
        #expect(findings.filter { $0.severity == .error }.map(\.report) == [])
        #expect(library.lessons.count >= 12)
        #expect(library.scripts.count >= 4)
    }

    @Test func everyBundledEditionComesBackFromItsBytes() throws {
        for result in try Library(folder: Bundled.folder).drafts() {
            let draft = try result.get()
            let back = try EditionCoding.decode(draft.canonical)
            #expect(back == draft.text)
            #expect(EditionCoding.encode(back) == draft.canonical)
        }
    }

    /// Those with the most to say for one country alone; EPUBCheck reads all of them in scripts/check-packs.
    @Test(arguments: ["gas-cylinder-leak", "tube-house-and-shophouse", "extinguisher-basics"])
    func aBundledLessonMakesWellFormedPacks(slug: String) throws {
        let library = try Library(folder: Bundled.folder)
        var shelf = PackShelf(rules: library.jurisdictions)
        let drafts = try library.drafts().map { try $0.get() }.filter {
            $0.kind == .lesson && "\($0.key.slug)" == slug
        }
        for draft in drafts {
            try shelf.add(
                PackSource(
                    key: draft.key, number: 1, publishedAt: SamplePacks.moment, text: draft.text))
        }
        #expect(shelf.packs.count == drafts.count && drafts.count >= 6)
        for pack in shelf.packs {
            let file = try #require(pack.files.first { $0.format == "epub" })
            let bytes = try #require(shelf.blobs[file.sha256])
            for (name, text) in try SamplePacks.files(bytes) where name.hasSuffix("xhtml") {
                #expect(WellFormed.problem(of: text) == nil, "\(pack.key.slug) \(name)")
                #expect(Placeholders.names(in: text).isEmpty, "\(pack.key.slug) \(name)")
            }
        }
    }
}
