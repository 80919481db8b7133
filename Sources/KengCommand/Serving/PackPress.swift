import Foundation
import KengContent
import KengDomain
import KengEngine
import KengStore

/// Builds the packs of all published lessons beside the database, signed, ready to be served or copied.
struct PackPress {
    let station: Station

    /// The folder that is served and may be copied to a stick.
    var folder: String { station.options.location.filesPrefix + ".packs" }
    private var keyFile: String { station.options.location.filesPrefix + ".pack-key" }

    /// Writes a new index only when the packs differ from those that lie there.
    ///
    /// - Returns: how many packs there are.
    @discardableResult
    func run() async throws -> Int {
        let rows = try await station.database.read { try $0.newestEditions() }
        var shelf = PackShelf(rules: station.library.jurisdictions)
        for row in rows where row.kind == .lesson {
            try shelf.add(PackSource(try Edition(row: row)))
        }
        let directory = PackDirectory(folder)
        let known = try directory.unverified()
        let signer = try signer()
        let now = station.world.now()
        // Half of an index's life is left for those who rarely come.
        let isFresh = known.map { now + .seconds(15 * 86_400) < $0.expires } ?? false
        guard known?.packs != shelf.packs || known?.keyID != signer.publicKey.name || !isFresh
        else { return shelf.packs.count }
        let index = PackIndex(
            version: (known?.version ?? 0) + 1, generated: now, keyID: signer.publicKey.name,
            packs: shelf.packs)
        try directory.write(index, blobs: shelf.blobs, signer: signer)
        return shelf.packs.count
    }

    /// The key that signs; made once, readable by its owner alone.
    private func signer() throws -> PackSigner {
        if let text = FileManager.default.contents(atPath: keyFile) {
            return try PackSigner(String(decoding: text, as: UTF8.self))
        }
        let signer = PackSigner()
        let isWritten = FileManager.default.createFile(
            atPath: keyFile, contents: Data(signer.secretText.utf8),
            attributes: [.posixPermissions: 0o600])
        guard isWritten else {
            throw Complaint(
                .notPermitted, "\(keyFile) cannot be written.",
                "The key that signs the packs lies beside the database.",
                "Choose a folder you may write to with --database.")
        }
        return signer
    }
}
