import Foundation
package import KengDomain

/// Packs as a folder, the same on a server and on a USB stick: index, signature, key, blobs by hash.
package struct PackDirectory: Sendable {
    package static let index = "index.json"
    package static let signature = "index.json.minisig"
    package static let publicKey = "keng.pub"

    package let path: String

    package init(_ path: String) {
        self.path = path
    }

    /// Writes the blobs, then the index, then its signature, each whole or not at all.
    ///
    /// A reader who comes in between finds the old index with the old blobs, which stay.
    package func write(
        _ index: PackIndex, blobs: [String: [UInt8]], signer: PackSigner
    ) throws {
        let signature = try signer.signature(of: index)
        try FileManager.default.createDirectory(
            atPath: path + "/blobs/sha256", withIntermediateDirectories: true)
        for (hash, bytes) in blobs {
            try Data(bytes).write(to: url("blobs/sha256/" + hash), options: .atomic)
        }
        try Data(index.bytes).write(to: url(Self.index), options: .atomic)
        try Data(signature.utf8).write(to: url(Self.signature), options: .atomic)
        try Data(signer.publicKey.text.utf8).write(to: url(Self.publicKey), options: .atomic)
    }

    /// The index as it stands, its signature not looked at; nil where there is none.
    ///
    /// - Throws: `unreadable` or `damaged`. It is not taken for a new folder's: its version must not come again.
    package func unverified() throws(Problem) -> PackIndex? {
        guard FileManager.default.fileExists(atPath: url(Self.index).path) else { return nil }
        let bytes = try read(Self.index)
        do {
            return try PackIndex(parsing: bytes)
        } catch {
            throw .damaged(path + "/" + Self.index, error)
        }
    }

    /// What is wrong with one blob.
    package enum Fault: Hashable, Sendable {
        case missing
        case size(found: Int, expected: Int)
        case hash(found: String)
        case archive(ZipReader.Problem)
    }

    package enum Problem: Error, Hashable {
        /// The file cannot be read.
        case unreadable(String)
        /// The file is no index, whoever signed it.
        case damaged(String, PackIndex.Problem)
        case index(VerifiedIndex.Problem)
    }

    /// The signature and every blob, judged; `faults` names blobs by their path.
    package struct Verdict: Sendable {
        package let index: VerifiedIndex
        package let faults: [(path: String, fault: Fault)]
    }

    package func verify(
        key: PackPublicKey, seen: Int? = nil, now: Instant
    ) throws(Problem) -> Verdict {
        let bytes = try read(Self.index)
        let signature = String(decoding: try read(Self.signature), as: UTF8.self)
        let index: VerifiedIndex
        do {
            index = try VerifiedIndex(bytes, signature: signature, key: key, seen: seen, now: now)
        } catch {
            throw .index(error)
        }
        let files = Set(index.index.packs.flatMap(\.files)).sorted { $0.path < $1.path }
        let faults = files.compactMap { file in fault(of: file).map { (file.path, $0) } }
        return Verdict(index: index, faults: faults)
    }

    private func fault(of file: PackIndex.File) -> Fault? {
        // Whatever keeps it from being read, the pack is not there.
        guard let data = try? Data(contentsOf: url(file.path)) else { return .missing }
        guard data.count == file.size else {
            return .size(found: data.count, expected: file.size)
        }
        let bytes = Array(data)
        let hash = Digest.hex(bytes)
        guard hash == file.sha256 else { return .hash(found: hash) }
        do {
            _ = try ZipReader.entries(of: bytes)
            return nil
        } catch {
            return .archive(error)
        }
    }

    private func read(_ name: String) throws(Problem) -> [UInt8] {
        do {
            return Array(try Data(contentsOf: url(name)))
        } catch {
            throw .unreadable(path + "/" + name)
        }
    }

    private func url(_ name: String) -> URL { URL(fileURLWithPath: path + "/" + name) }
}
