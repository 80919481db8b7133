import KengContent
package import KengDomain
package import KengStore

extension Edition {
    /// Reads a stored edition.
    ///
    /// - Throws: when its text is not what `EditionCoding` writes, or not what its hash says.
    package init(row: EditionRow) throws {
        guard Digest.hex(Array(row.text.utf8)) == row.hash else {
            throw StoreProblem.damaged("edition \(row.id)")
        }
        self.init(
            id: row.id, kind: row.kind, key: row.key, number: row.number, hash: row.hash,
            publishedAt: row.publishedAt, text: try EditionCoding.decode(row.text.utf8))
    }
}
