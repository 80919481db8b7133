import ArgumentParser
import Foundation
import KengContent
import KengDomain

/// Lessons as files for schools.
struct PackCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "pack",
        abstract: "Build lesson packs for schools, list them, and prove that nobody changed them.",
        usage: """
            keng pack build --content Content --out packs --secret-key keng.key --generate-key
            keng pack list packs
            keng pack verify packs --key packs/keng.pub
            """,
        subcommands: [PackBuildCommand.self, PackListCommand.self, PackVerifyCommand.self])
}

/// Builds every lesson of a content folder as EPUB and HTML and signs the list.
struct PackBuildCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "build",
        abstract: "Build every lesson as EPUB and HTML, and sign the list of them.",
        discussion: """
            The same content, moment and key give the same bytes. Content with an error is not built: \
            see keng content check.
            """)

    @Option(help: "The content folder. Without it: KENG_CONTENT, else ./Content.")
    var content: String?

    @Option(help: "The folder of words. Without it: KENG_LOCALES, else ./Locales.")
    var locales: String?

    @Option(help: "The folder to write: index.json, its signature, the public key and the blobs.")
    var out: String

    @Option(help: "The file with the secret key.")
    var secretKey: String

    @Flag(help: "Make a new key when the file is not there yet.")
    var generateKey = false

    @Option(help: "The moment of publishing, such as 2026-11-22T07:00:00Z. Without it, now.")
    var published: String?

    @Option(help: "The edition number that the packs carry.")
    var edition = 1

    @Option(help: "The version of the index. Without it, one more than the index in the folder.")
    var indexVersion: Int?

    @Flag(help: "Say what would be built, and write nothing.")
    var dryRun = false

    @Flag(help: "Answer in JSON: packs, files, bytes, index_version and key_id.")
    var json = false

    func validate() throws {
        if let published, PackSource.moment(published) == nil {
            throw ValidationError(
                "--published is “\(published)”; write a moment such as 2026-11-22T07:00:00Z.")
        }
        guard edition >= 1 else { throw ValidationError("--edition is 1 or more.") }
    }

    func run() async throws {
        try await reporting {
            let library = try checkedLibrary()
            let signer = try signer()
            let moment = published.flatMap(PackSource.moment) ?? Station.machineTime()
            var shelf = PackShelf(rules: library.jurisdictions)
            for draft in try library.drafts().map({ try $0.get() }) where draft.kind == .lesson {
                try shelf.add(
                    PackSource(
                        key: draft.key, number: edition, publishedAt: moment, text: draft.text))
            }
            let folder = try outFolder()
            let version = try indexVersion ?? (folder.unverified()?.version ?? 0) + 1
            let index = PackIndex(
                version: version, generated: moment, keyID: signer.publicKey.name,
                packs: shelf.packs)
            if !dryRun { try folder.write(index, blobs: shelf.blobs, signer: signer) }
            let size = shelf.blobs.values.reduce(0) { $0 + $1.count }
            let name = signer.publicKey.name
            try answer(
                json
                    ? "{\"packs\":\(shelf.packs.count),\"files\":\(shelf.blobs.count),\"bytes\":\(size),"
                        + "\"index_version\":\(version),\"key_id\":\"\(name)\"}"
                    : "\(shelf.packs.count) packs, \(shelf.blobs.count) files, \(size) bytes, "
                        + "index version \(version), key \(name)")
        }
    }

    private func outFolder() throws(Complaint) -> PackDirectory {
        guard Files.exists(out), !Files.isFolder(out) else { return PackDirectory(out) }
        throw Complaint(
            .cannotCreate, "\(out) is a file.", "The packs are a folder of files.",
            NextCommand.now.again("--out", "packs"))
    }

    private func checkedLibrary() throws -> Library {
        let library = try Library(folder: Places.find(.content, option: content))
        let report = CheckReport(
            Checker(collisions: try collisions(locales: locales), today: nil).check(library))
        guard let first = report.findings.first(where: { $0.severity == .error }) else {
            return library
        }
        throw Complaint(
            .badData, "The content has \(report.errors) errors, so nothing was built.",
            "The first: \(first.report)",
            "See all: \(NextCommand.line(["content", "check"] + (content.map { [$0] } ?? [])))")
    }

    private func signer() throws -> PackSigner {
        let manager = FileManager.default
        if generateKey, !manager.fileExists(atPath: secretKey) {
            let signer = PackSigner()
            guard !dryRun else { return signer }
            // Readable by its owner alone from the first byte on.
            guard
                manager.createFile(
                    atPath: secretKey, contents: Data(signer.secretText.utf8),
                    attributes: [.posixPermissions: 0o600])
            else { throw keyProblem("cannot be written") }
            return signer
        }
        // Whatever keeps it from being read, the complaint names the file.
        guard let text = try? String(contentsOfFile: secretKey, encoding: .utf8) else {
            throw keyProblem("cannot be read")
        }
        do {
            return try PackSigner(text)
        } catch {
            throw keyProblem("is no secret key of keng")
        }
    }

    private func keyProblem(_ what: String) -> Complaint {
        Complaint(
            .badConfiguration, "The key file \(secretKey) \(what).",
            "The list of packs must be signed, so that schools can tell it from a forged one.",
            generateKey
                ? "Name a file that can be written: "
                    + NextCommand.now.again("--secret-key", "keng.key")
                : "Make a key: \(NextCommand.now.again("--secret-key", "keng.key")) --generate-key")
    }
}

/// Shows what is on a shelf of packs.
struct PackListCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "list", abstract: "List the packs of a folder; the signature is not checked.")

    @Flag(help: "Print the index as it is.")
    var json = false

    @Argument(help: "The folder with index.json.")
    var folder: String

    func run() async throws {
        try await reporting {
            guard let index = try PackDirectory(folder).unverified() else {
                throw Complaint(
                    Files.exists(folder) ? .badData : .noInput, "\(folder) has no index of packs.",
                    "A folder of packs has an index.json that keng wrote.",
                    "keng pack build --out \(NextCommand.quoted(folder)) --secret-key keng.key "
                        + "--generate-key")
            }
            guard !json else {
                try StandardStreams.write(index.bytes + [UInt8(ascii: "\n")])
                return
            }
            for pack in index.packs {
                for file in pack.files {
                    let key = pack.key
                    try answer(
                        "\(key.slug)\t\(key.language.rawValue)\t\(key.jurisdiction)\t"
                            + "\(pack.lessonVersion)\t\(file.format)\t\(file.size)\t\(file.path)"
                            + "\t\(pack.title)")
                }
            }
        }
    }
}
