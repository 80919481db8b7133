import Foundation
import KengDomain
import Testing

@testable import KengContent

struct IndexTests {
    private static let seed = [UInt8](0..<32)

    private func signer() throws -> PackSigner { try PackSigner(seed: Self.seed) }

    private func shelf() throws -> PackShelf {
        var shelf = PackShelf(rules: [.vietnam: try Bundled.rules("VN")])
        try shelf.add(SamplePacks.source(.vietnamese, .vietnam))
        return shelf
    }

    private func index(version: Int = 7) throws -> PackIndex {
        PackIndex(
            version: version, generated: SamplePacks.moment, keyID: try signer().publicKey.name,
            packs: try shelf().packs)
    }

    private func verify(
        _ bytes: [UInt8], _ signature: String, key: PackPublicKey? = nil, seen: Int? = nil,
        after: Duration = .zero
    ) throws -> VerifiedIndex {
        try VerifiedIndex(
            bytes, signature: signature, key: try key ?? signer().publicKey, seen: seen,
            now: SamplePacks.moment + after)
    }

    @Test func anIndexComesBackEqualAndItsBytesToo() throws {
        let index = try index()
        #expect(try PackIndex(parsing: index.bytes) == index)
        #expect(try PackIndex(parsing: index.bytes).bytes == index.bytes)
    }

    @Test func aSignedIndexIsTaken() throws {
        let index = try index()
        let verified = try verify(index.bytes, signer().signature(of: index), seen: 7)
        #expect(verified.index == index)
        #expect(!verified.isExpired)
    }

    @Test func anyChangedByteIsForgery() throws {
        let index = try index()
        let signature = try signer().signature(of: index)
        for place in stride(from: 0, to: index.bytes.count, by: 13) {
            var spoiled = index.bytes
            spoiled[place] ^= 1
            #expect(throws: VerifiedIndex.Problem.forged) { try verify(spoiled, signature) }
        }
    }

    @Test func aChangedCommentIsForgery() throws {
        let index = try index()
        let signature = try signer().signature(of: index)
            .replacingOccurrences(of: "version:7", with: "version:9")
        #expect(throws: VerifiedIndex.Problem.forgedComment) { try verify(index.bytes, signature) }
    }

    @Test func aSignatureForAnotherFileIsRefused() throws {
        let index = try index()
        let comment = "timestamp:1\tfile:other.json\tversion:7"
        let signature = try signer().signature(of: index.bytes, comment: comment)
        #expect(throws: VerifiedIndex.Problem.otherComment(comment)) {
            try verify(index.bytes, signature)
        }
    }

    @Test func anotherKeyIsNamed() throws {
        let index = try index()
        let other = try PackSigner(seed: [UInt8](1..<33)).publicKey
        let mine = try signer().publicKey
        #expect(throws: VerifiedIndex.Problem.otherKey(found: mine.name, expected: other.name)) {
            try verify(index.bytes, signer().signature(of: index), key: other)
        }
    }

    @Test func anOldIndexPlayedAgainIsRefused() throws {
        let index = try index(version: 6)
        #expect(throws: VerifiedIndex.Problem.rollback(found: 6, seen: 7)) {
            try verify(index.bytes, signer().signature(of: index), seen: 7)
        }
    }

    @Test(arguments: [(30 * 86_400, false), (30 * 86_400 + 1, true)])
    func pastItsDateAnIndexIsReadAndSaidToBeOld(seconds: Int, isExpired: Bool) throws {
        let index = try index()
        let verified = try verify(
            index.bytes, signer().signature(of: index), after: .seconds(seconds))
        #expect(verified.isExpired == isExpired)
    }

    @Test(arguments: [
        (
            "\"schema\":\"keng.packs/1\"", "\"schema\":\"keng.packs/2\"",
            PackIndex.Problem.schema("keng.packs/2")
        ),
        ("\"path\":\"blobs/", "\"path\":\"../blobs/", .wrong("path")),
        ("\"language\":\"vi\"", "\"language\":\"xx\"", .wrong("language")),
        ("\"version\":7,", "", .notJSON), ("\"version\":7", "\"version\":\"7\"", .wrong("version")),
    ])
    func aWrongIndexIsRefusedByName(old: String, new: String, problem: PackIndex.Problem) throws {
        let text = String(decoding: try index().bytes, as: UTF8.self)
        #expect(text.contains(old) || problem == .notJSON)
        let spoiled = problem == .notJSON ? "{" : text.replacingOccurrences(of: old, with: new)
        #expect(throws: problem) { try PackIndex(parsing: Array(spoiled.utf8)) }
    }

    // MARK: - Keys

    @Test func keysComeBackFromTheirFiles() throws {
        let signer = try signer()
        #expect(try PackSigner(signer.secretText).publicKey == signer.publicKey)
        #expect(try PackPublicKey(signer.publicKey.text) == signer.publicKey)
        let line = signer.publicKey.text.split(separator: "\n")[1]
        #expect(try PackPublicKey(String(line)) == signer.publicKey)
        #expect(signer.publicKey.name.utf8.count == 16)
    }

    @Test(arguments: ["", "untrusted comment: x\n", "RWQ", "untrusted comment: x\nAAAA\n"])
    func whatIsNoKeyIsRefused(text: String) {
        #expect(throws: PackPublicKey.Problem.notAKey) { try PackPublicKey(text) }
        #expect(throws: PackSigner.Problem.notAKey) { try PackSigner(text) }
    }

    /// A signature that the minisign tool itself made, of a file `hello` with the line `keng`.
    @Test func aSignatureOfTheMinisignToolIsRead() throws {
        let key = try PackPublicKey(Self.toolKey)
        let signature = try #require(Minisign(Self.toolSignature))
        #expect(signature.keyID == key.id)
        #expect(key.verifies(signature.signature, of: Array("keng\n".utf8)))
        #expect(
            key.verifies(signature.global, of: signature.signature + Array(signature.comment.utf8)))
        #expect(!key.verifies(signature.signature, of: Array("kong\n".utf8)))
    }

    private static let toolKey = "RWQsG7zj5pJJ5ewjvepP2VxKnyQfUJKD8QE70z8HXmLp1ZTUS4+jJpIE"
    private static let toolSignature = """
        untrusted comment: signature from minisign secret key
        RWQsG7zj5pJJ5fXjFxFBbLkDTWlTSKduDmOTfrmDNOZf+/t5ofObwGzgf94LPcxAGZaSyWSFVk2+c4aONya5Y5SbJ8DZQXRtNww=
        trusted comment: timestamp:1795333231\tfile:hello
        lyjzEw1YuV06v9nh8oWfbCQuRsJVzF30mko3PfS1N1U06TaPSHFSHBep//sLtZlhGZHI0CWQwaz3NWAwbjY6Bg==
        """

    // MARK: - Folders

    @Test func aFolderThatWasWrittenIsAsSigned() throws {
        let folder = try TemporaryFolder()
        let packs = PackDirectory(folder.path)
        try packs.write(index(), blobs: shelf().blobs, signer: signer())
        let verdict = try packs.verify(key: signer().publicKey, now: SamplePacks.moment)
        #expect(verdict.faults.isEmpty)
        #expect(verdict.index.index.packs.first?.files.map(\.format) == ["epub", "html"])
        #expect(try packs.unverified()?.version == 7)
    }

    @Test func eachFaultOfABlobIsNamed() throws {
        let folder = try TemporaryFolder()
        let packs = PackDirectory(folder.path)
        try packs.write(index(), blobs: shelf().blobs, signer: signer())
        let files = try #require(index().packs.first?.files)
        let bytes = try #require(shelf().blobs[files[1].sha256])
        try FileManager.default.removeItem(atPath: folder.path + "/" + files[0].path)
        try folder.write(Data(bytes.dropLast()), to: files[1].path)
        func faults() throws -> [PackDirectory.Fault] {
            try packs.verify(key: signer().publicKey, now: SamplePacks.moment).faults
                .sorted { $0.path == files[0].path && $1.path != files[0].path }.map(\.fault)
        }
        #expect(try faults() == [.missing, .size(found: bytes.count - 1, expected: bytes.count)])
        var spoiled = bytes
        spoiled[40] ^= 1
        try folder.write(Data(spoiled), to: files[1].path)
        #expect(try faults() == [.missing, .hash(found: Digest.hex(spoiled))])
    }

    @Test func aSignedFileThatIsNoArchiveIsNamed() throws {
        let folder = try TemporaryFolder()
        let bytes = Array("no archive".utf8)
        let file = PackIndex.File(
            format: "epub", mediaType: "x", sha256: Digest.hex(bytes), size: bytes.count)
        let pack = PackIndex.Pack(
            key: try SamplePacks.source(.vietnamese, .vietnam).key, lessonVersion: 1, title: "t",
            ageGroup: [], minutes: 1, modified: SamplePacks.moment, files: [file])
        let index = PackIndex(
            version: 1, generated: SamplePacks.moment, keyID: "x", packs: [pack])
        let packs = PackDirectory(folder.path)
        try packs.write(index, blobs: [file.sha256: bytes], signer: signer())
        let verdict = try packs.verify(key: signer().publicKey, now: SamplePacks.moment)
        #expect(verdict.faults.map(\.fault) == [.archive(.notAnArchive)])
    }

    /// A list of no folder yet begins at 1; one that cannot be read must not, since schools saw its number.
    @Test func aBrokenIndexIsNotTakenForANewFolder() throws {
        let folder = try TemporaryFolder()
        let packs = PackDirectory(folder.path)
        #expect(try packs.unverified() == nil)
        let path = folder.path + "/index.json"
        try Data("{".utf8).write(to: URL(fileURLWithPath: path))
        #expect(throws: PackDirectory.Problem.damaged(path, .notJSON)) { try packs.unverified() }
        try FileManager.default.removeItem(atPath: path)
        try FileManager.default.createDirectory(
            atPath: path, withIntermediateDirectories: false)
        #expect(throws: PackDirectory.Problem.unreadable(path)) { try packs.unverified() }
    }

    @Test func aFolderWithoutAnIndexIsSaidToBeOne() throws {
        let folder = try TemporaryFolder()
        #expect(throws: PackDirectory.Problem.unreadable(folder.path + "/index.json")) {
            try PackDirectory(folder.path).verify(key: signer().publicKey, now: SamplePacks.moment)
        }
    }
}
