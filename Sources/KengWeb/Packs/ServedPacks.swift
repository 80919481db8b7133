import Crypto
import HTTPTypes
import Hummingbird
import KengContent
import KengDomain
import KengStore
import KengText
import Logging

/// The packs this house hands out, and the key that signs their list.
struct ServedPacks: Sendable {
    let index: PackIndex
    let key: PackPublicKey

    /// Nil where there are none, or where they cannot be read.
    static func read(_ ask: Ask) async throws -> ServedPacks? {
        guard let folder = ask.site.settings.packs else { return nil }
        do {
            let index = try await PackFile.load(
                "\(folder)/\(PackDirectory.index)", ask.context)
            let key = try await PackFile.load(
                "\(folder)/\(PackDirectory.publicKey)", ask.context)
            return ServedPacks(
                index: try PackIndex(parsing: Array(index.readableBytesView)),
                key: try PackPublicKey(String(buffer: key)))
        } catch let problem as any HTTPResponseError where problem.status == .notFound {
            return nil
        } catch let problem as PackIndex.Problem {
            ask.site.logger.error("packs cannot be listed", metadata: ["error": "\(problem)"])
            return nil
        } catch let problem as PackPublicKey.Problem {
            ask.site.logger.error("packs cannot be listed", metadata: ["error": "\(problem)"])
            return nil
        }
    }

    /// The key's line, as minisign takes it after `-P`.
    var keyLine: String {
        key.text.split(whereSeparator: \.isNewline).last.map(String.init) ?? ""
    }

    /// SHA-256 of the key's line in groups of four digits, to be read out or printed.
    var fingerprint: String {
        let digits = Array(SHA256.hash(data: Array(keyLine.utf8)).hexadecimal)
        return stride(from: 0, to: digits.count, by: 4).map { start in
            String(digits[start..<min(start + 4, digits.count)])
        }.joined(separator: " ")
    }
}

/// One file of a pack as a link.
struct PackLink: Sendable {
    let words: String
    let address: String
    /// What the file is called once it is on the reader's machine.
    let name: String
    let hash: String

    init(_ file: PackIndex.File, of pack: PackIndex.Pack, _ words: Words) {
        let isBook = file.format == "epub"
        self.words = words.text(
            "packs.file",
            [
                "format": .text(file.format.uppercased()),
                "size": .number((file.size + 1023) / 1024),
            ])
        address = "/packs/v1/\(file.path)"
        name =
            "\(pack.key.slug)-\(pack.key.language.rawValue)-\(pack.key.jurisdiction)"
            + "-\(pack.lessonVersion)" + (isBook ? ".epub" : ".zip")
        hash = file.sha256
    }
}
