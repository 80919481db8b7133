import Crypto
import Foundation
import KengDomain

/// A public key as the minisign tool writes it.
package struct PackPublicKey: Hashable, Sendable {
    /// 8 bytes that name the key.
    package let id: [UInt8]
    let bytes: [UInt8]

    package enum Problem: Error, Hashable {
        case notAKey
        /// Not `Ed`: the pre-hashed kind is for signatures alone.
        case algorithm(String)
    }

    init(id: [UInt8], bytes: [UInt8]) {
        self.id = id
        self.bytes = bytes
    }

    /// Reads a key file, or its second line alone.
    package init(_ text: String) throws(Problem) {
        let lines = text.split(whereSeparator: \.isNewline)
        guard let last = lines.last(where: { !$0.hasPrefix("untrusted comment:") }),
            let data = Data(base64Encoded: String(last)), data.count == 42
        else { throw .notAKey }
        let bytes = Array(data)
        guard bytes.starts(with: Minisign.algorithm) else {
            throw .algorithm(String(decoding: bytes.prefix(2), as: UTF8.self))
        }
        id = Array(bytes[2..<10])
        self.bytes = Array(bytes[10...])
    }

    package var text: String {
        "untrusted comment: minisign public key \(name)\n"
            + Data(Minisign.algorithm + id + bytes).base64EncodedString() + "\n"
    }

    /// The id as minisign prints it: the bytes are a little-endian number.
    package var name: String { Minisign.name(id) }

    func verifies(_ signature: [UInt8], of message: [UInt8]) -> Bool {
        // Bytes that are no key verify nothing.
        guard let key = try? Curve25519.Signing.PublicKey(rawRepresentation: bytes)
        else { return false }
        return key.isValidSignature(signature, for: message)
    }
}

/// Signs indexes with a secret that never leaves this machine.
package struct PackSigner: Sendable {
    private let key: Curve25519.Signing.PrivateKey
    private static let heading = "untrusted comment: keng secret key, keep it offline"

    package enum Problem: Error, Hashable {
        case notAKey
        case signing
    }

    /// A fresh key.
    package init() {
        key = Curve25519.Signing.PrivateKey()
    }

    /// Takes the 32 bytes that a key is made of.
    init(seed: [UInt8]) throws(Problem) {
        do {
            key = try Curve25519.Signing.PrivateKey(rawRepresentation: seed)
        } catch {
            throw .notAKey
        }
    }

    /// Reads the file that `secretText` wrote: a comment and base64 of `Ed`, the key's id and its seed.
    package init(_ text: String) throws(Problem) {
        let lines = text.split(whereSeparator: \.isNewline)
        guard let last = lines.last, let data = Data(base64Encoded: String(last)), data.count == 42,
            data.starts(with: Minisign.algorithm)
        else { throw .notAKey }
        try self.init(seed: Array(data.dropFirst(10)))
        guard Array(data.dropFirst(2).prefix(8)) == publicKey.id else { throw .notAKey }
    }

    /// What is written to the secret file; whoever has it can sign.
    package var secretText: String {
        let bytes = Minisign.algorithm + publicKey.id + Array(key.rawRepresentation)
        return Self.heading + "\n" + Data(bytes).base64EncodedString() + "\n"
    }

    /// The id is made of the key, so the same key has the same name everywhere.
    package var publicKey: PackPublicKey {
        let bytes = Array(key.publicKey.rawRepresentation)
        return PackPublicKey(id: Array(SHA256.hash(data: bytes).prefix(8)), bytes: bytes)
    }

    /// The text of `index.json.minisig`.
    package func signature(of index: PackIndex) throws(Problem) -> String {
        let seconds = index.generated.milliseconds / 1000
        return try signature(
            of: index.bytes,
            comment: "timestamp:\(seconds)\tfile:index.json\tversion:\(index.version)")
    }

    func signature(of message: [UInt8], comment: String) throws(Problem) -> String {
        do {
            let signature = Array(try key.signature(for: message))
            let global = Array(try key.signature(for: signature + Array(comment.utf8)))
            return Minisign(
                keyID: publicKey.id, signature: signature, comment: comment, global: global
            ).text
        } catch {
            throw .signing
        }
    }
}
