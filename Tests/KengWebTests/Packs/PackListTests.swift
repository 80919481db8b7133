import Foundation
import KengContent
import KengDomain
import KengText
import Testing

@testable import KengWeb

/// Real packs of two lessons, signed, in a folder as `keng serve` keeps them.
final class SignedPacks: Sendable {
    let path: String
    let index: PackIndex
    let key: PackPublicKey

    init() throws {
        path = NSTemporaryDirectory() + "keng-signed-\(UInt64.random(in: 0 ... .max))"
        let library = try Library(folder: City.root + "/Content")
        let slugs = try [Slug("smoke-is-the-killer"), Slug("kitchen-oil-fire")]
        var shelf = PackShelf(rules: library.jurisdictions)
        for draft in try library.drafts().map({ try $0.get() }) where slugs.contains(draft.key.slug)
        {
            try shelf.add(
                PackSource(key: draft.key, number: 3, publishedAt: City.start, text: draft.text))
        }
        let signer = PackSigner()
        key = signer.publicKey
        index = PackIndex(
            version: 7, generated: City.start, keyID: key.name, packs: shelf.packs)
        try PackDirectory(path).write(index, blobs: shelf.blobs, signer: signer)
    }

    deinit {
        // The folder lies in the machine's temporary place, which is emptied anyway.
        try? FileManager.default.removeItem(atPath: path)
    }
}

struct PackListTests {
    /// No login; every file of the index can be fetched, under a name that says what it is.
    @Test(arguments: [
        ("vi", Language.vietnamese), ("id", .indonesian), ("zh-Hans", .chinese),
    ])
    func anyoneFindsEveryPack(tag: String, language: Language) async throws {
        let packs = try SignedPacks()
        let city = try await City(packs: packs.path)
        try await city.browse(as: nil) { browser in
            let page = try await browser.get("/packs?lang=\(tag)")
            #expect(page.status == 200)
            #expect(Markup.faults(page.text) == [])
            #expect(!page.text.contains(Words.missingMark))
            for pack in packs.index.packs {
                let name =
                    "\(pack.key.slug)-\(pack.key.language.rawValue)-\(pack.key.jurisdiction)-3"
                for file in pack.files {
                    let end = file.format == "epub" ? "epub" : "zip"
                    #expect(
                        page.text.contains(
                            "href=\"/packs/v1/\(file.path)\" download=\"\(name).\(end)\""))
                }
                if pack.key.language == language {
                    #expect(page.text.contains("<h2 lang=\"\(tag)\">\(pack.title)</h2>"))
                }
            }
        }
    }

    @Test func thePageSaysHowToProveAPack() async throws {
        let packs = try SignedPacks()
        let city = try await City(packs: packs.path)
        try await city.browse(as: nil) { browser in
            let page = try await browser.get("/packs?lang=en").text
            let line = try #require(packs.key.text.split(whereSeparator: \.isNewline).last)
            for proof in [
                packs.key.name, String(line), "keng pack verify FILE --key keng.pub",
                "minisign -Vm index.json -p keng.pub", "/packs/v1/index.json.minisig",
                "version 7", packs.index.packs[0].files[0].sha256,
            ] {
                #expect(page.contains(proof), "\(proof)")
            }
            // 64 digits in groups of four.
            let groups = page.matches(of: /(?:[0-9a-f]{4} ){15}[0-9a-f]{4}/)
            #expect(groups.count == 1)
        }
    }

    /// A lesson's page, public or not, has the files of the edition it shows and of no other.
    @Test(arguments: ["/l", "/lessons"])
    func aLessonLinksItsOwnPacks(path: String) async throws {
        let packs = try SignedPacks()
        let city = try await City(packs: packs.path)
        try await city.browse(as: "viewer") { browser in
            let page = try await browser.get(
                "\(path)/smoke-is-the-killer?language=id&place=ID"
            ).text
            let own = try packs.index.packs.filter {
                try $0.key
                    == Edition.Key(
                        slug: Slug("smoke-is-the-killer"), language: .indonesian,
                        jurisdiction: .indonesia)
            }.flatMap(\.files)
            let linked = page.matches(of: /href="\/packs\/v1\/([^"]+)"/).map { String($0.1) }
            #expect(own.count == 2)
            #expect(linked == own.map(\.path))
            #expect(page.contains("href=\"/packs#smoke-is-the-killer\""))
        }
    }

    @Test func withoutPacksThePageSaysSo() async throws {
        for folder in [nil, "/nowhere"] {
            let city = try await City(packs: folder)
            try await city.browse(as: nil) { browser in
                let page = try await browser.get("/packs?lang=vi")
                #expect(page.status == 200)
                #expect(page.text.contains("Chưa có bộ bài học nào để tải."))
            }
        }
    }

    @Test func visitorsFindThePacksFromEveryPublicPage() async throws {
        let city = try await City()
        try await city.browse(as: nil) { browser in
            for page in ["/", "/stop", "/p/t/01", "/l/smoke-is-the-killer", "/nowhere"] {
                let menu = try await browser.get(page).text.split(separator: "</header>")[0]
                #expect(menu.contains("href=\"/packs\""), "\(page)")
                #expect(!menu.contains("href=\"/campaigns\""), "\(page)")
            }
        }
    }
}
