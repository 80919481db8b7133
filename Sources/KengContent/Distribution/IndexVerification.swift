package import KengDomain

/// An index whose signature holds.
package struct VerifiedIndex: Hashable, Sendable {
    package let index: PackIndex
    /// Past its date: a warning, since old lessons are better than none.
    package let isExpired: Bool

    package enum Problem: Error, Hashable {
        case notASignature
        /// Signed by another key; both as minisign names them.
        case otherKey(found: String, expected: String)
        case forged
        /// The signature holds, the trusted comment does not.
        case forgedComment
        /// The trusted comment belongs to another file or version.
        case otherComment(String)
        case index(PackIndex.Problem)
        /// Older than what was seen before: somebody plays an old index again.
        case rollback(found: Int, seen: Int)
    }

    /// Judges the bytes of an index and of its signature; `seen` is the highest version met before.
    package init(
        _ bytes: [UInt8], signature text: String, key: PackPublicKey, seen: Int?, now: Instant
    ) throws(Problem) {
        guard let signature = Minisign(text) else { throw .notASignature }
        guard signature.keyID == key.id else {
            throw .otherKey(found: Minisign.name(signature.keyID), expected: key.name)
        }
        guard key.verifies(signature.signature, of: bytes) else { throw .forged }
        guard
            key.verifies(signature.global, of: signature.signature + Array(signature.comment.utf8))
        else { throw .forgedComment }
        do {
            index = try PackIndex(parsing: bytes)
        } catch {
            throw .index(error)
        }
        let facts = signature.comment.split(separator: "\t")
        guard facts.contains("file:index.json"), facts.contains("version:\(index.version)")
        else { throw .otherComment(signature.comment) }
        if let seen, index.version < seen {
            throw .rollback(found: index.version, seen: seen)
        }
        isExpired = index.expires < now
    }
}
