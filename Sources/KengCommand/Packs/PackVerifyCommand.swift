import ArgumentParser
import Foundation
import KengContent
import KengDomain

/// Proves that packs are what their publisher signed.
struct PackVerifyCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "verify",
        abstract:
            "Check the signature, and every file's hash, size and archive; ends with 1 when one is wrong.",
        discussion: """
            Given one file, it is looked up by its hash in the index of its folder or of one above it.
            """)

    @Argument(help: "A folder of packs, or one file of it.")
    var path: String

    @Option(help: "The publisher's public key: a file, or the key's line itself.")
    var key: String

    @Option(help: "The highest index version seen before; an older one is refused.")
    var seen: Int?

    @Option(help: "The folder with index.json, for a file that lies elsewhere.")
    var index: String?

    @Flag(help: "Answer in JSON: packs, index_version, expired and faults, each with its path.")
    var json = false

    func run() async throws {
        try await reporting {
            let key = try publicKey()
            let file = isFolder(path) ? nil : path
            guard let folder = index ?? (file == nil ? path : folder(above: path)) else {
                throw wrong(
                    "\(path) has no index.json beside it or above it; name its folder with --index."
                )
            }
            let verdict = try verdict(on: folder, key: key)
            let list = verdict.index.index
            if verdict.index.isExpired {
                say("The index of version \(list.version) is out of date; newer packs may exist.")
            }
            if let file {
                try judge(file, in: list)
                return
            }
            if json { try answer(report(verdict)) }
            for (path, fault) in verdict.faults { say("\(path): \(sentence(fault))") }
            guard verdict.faults.isEmpty else {
                let count = verdict.faults.count
                throw wrong("\(count) \(count == 1 ? "file is" : "files are") not what was signed.")
            }
            guard !json else { return }
            try answer(
                "\(list.packs.count) packs are as signed by \(key.name), "
                    + "index version \(list.version)")
        }
    }

    private func verdict(
        on folder: String, key: PackPublicKey
    ) throws -> PackDirectory.Verdict {
        do {
            return try PackDirectory(folder).verify(
                key: key, seen: seen, now: Station.machineTime())
        } catch {
            throw wrong(sentence(error))
        }
    }

    private func report(_ verdict: PackDirectory.Verdict) -> String {
        let faults = verdict.faults.map {
            "{\"path\":\(JSONText.quote($0.path)),\"fault\":\(JSONText.quote(sentence($0.fault)))}"
        }
        let index = verdict.index.index
        return "{\"packs\":\(index.packs.count),\"index_version\":\(index.version),"
            + "\"expired\":\(verdict.index.isExpired),\"faults\":[\(faults.joined(separator: ","))]}"
    }

    private func say(_ line: String) { StandardStreams.say("\(line)\n".utf8) }

    // MARK: - One file

    private func judge(_ file: String, in index: PackIndex) throws {
        // Whatever keeps it from being read, the complaint names the file.
        guard let data = try? Data(contentsOf: URL(fileURLWithPath: file)) else {
            throw wrong("\(file) cannot be read.")
        }
        let hash = Digest.hex(data)
        guard let pack = index.packs.first(where: { $0.files.contains { $0.sha256 == hash } })
        else {
            throw wrong("\(file) is in no signed list; its SHA-256 is \(hash).")
        }
        guard !json else {
            return try answer(
                "{\"path\":\(JSONText.quote(file)),\"slug\":\(JSONText.quote(pack.key.slug.text)),"
                    + "\"language\":\"\(pack.key.language.rawValue)\","
                    + "\"jurisdiction\":\"\(pack.key.jurisdiction)\","
                    + "\"edition\":\(pack.lessonVersion),\"sha256\":\"\(hash)\"}")
        }
        try answer(
            "\(file) is \(pack.key.slug) (\(pack.key.language.rawValue), \(pack.key.jurisdiction)), "
                + "edition \(pack.lessonVersion), as signed.")
    }

    private func folder(above file: String) -> String? {
        var folder = URL(fileURLWithPath: file).deletingLastPathComponent()
        for _ in 0..<3 {
            let index = folder.appendingPathComponent(PackDirectory.index).path
            if FileManager.default.fileExists(atPath: index) { return folder.path }
            folder = folder.deletingLastPathComponent()
        }
        return nil
    }

    private func isFolder(_ path: String) -> Bool {
        // What cannot be listed is judged as a file, and then said to be unreadable.
        (try? FileManager.default.contentsOfDirectory(atPath: path)) != nil
    }

    private func publicKey() throws -> PackPublicKey {
        // What is no file is the key itself.
        let text = (try? String(contentsOfFile: key, encoding: .utf8)) ?? key
        do {
            return try PackPublicKey(text)
        } catch {
            throw Complaint(
                .badConfiguration, "“\(key)” is no public key.",
                "A key is a file of two lines that minisign or keng wrote, or its second line.",
                "Ask the publisher for keng.pub, by another way than the packs came.")
        }
    }

    // MARK: - Sentences

    private func sentence(_ problem: PackDirectory.Problem) -> String {
        switch problem {
        case .unreadable(let name): "\(name) is missing or cannot be read."
        case .damaged(let name, _): "\(name) is no index of packs."
        case .index(let problem): sentence(problem)
        }
    }

    private func sentence(_ problem: VerifiedIndex.Problem) -> String {
        switch problem {
        case .notASignature: "index.json.minisig is no plain minisign signature."
        case .otherKey(let found, let expected):
            "The index is signed with the key \(found), not with \(expected)."
        case .forged: "The signature does not belong to this index.json: one of them was changed."
        case .forgedComment: "The trusted comment of the signature was changed."
        case .otherComment(let comment):
            "The signature is for something else: “\(comment)”."
        case .index: "index.json is signed, and still no index that this keng can read."
        case .rollback(let found, let seen):
            "The index has version \(found), and \(seen) was seen before: it is an old one."
        }
    }

    private func sentence(_ fault: PackDirectory.Fault) -> String {
        switch fault {
        case .missing: "is missing"
        case .size(let found, let expected): "has \(found) bytes, \(expected) were signed"
        case .hash(let found): "was changed; its SHA-256 is \(found)"
        case .archive(let problem): "is no safe archive: \(problem)"
        }
    }

    private func wrong(_ sentence: String) -> Complaint {
        Complaint(
            .failed, sentence, "These packs cannot be trusted as they are.",
            "Fetch them again from the publisher, then: \(NextCommand.now.again())")
    }
}
