import KengDomain
package import KengStore

// What the audit chain keeps of a row that is written once, so that `keng verify` can hold the row against it.

extension EditionRow {
    package var record: String {
        "\(hash) \(kind.rawValue) \(key.slug.text)/\(key.language.rawValue)/"
            + "\(key.jurisdiction.code) \(number)"
    }
}

extension Transaction {
    /// Editions with their hash and key, and when they were published.
    func editionRecords() throws -> [RecordRow] {
        try editionIDs().map { id in
            // `try?`: a row that cannot be read any more is not what the chain tells of.
            let row = try? edition(id)
            return RecordRow(
                subject: "edition/\(id)",
                fields: [row?.record ?? "unreadable", "\(row?.publishedAt.milliseconds ?? 0)"])
        }
    }
}

extension Account {
    var record: String { "\(role.rawValue) \(area.rawValue) \(name)" }
}

extension Wave {
    var record: String {
        "\(campaign.rawValue) \(number) \(starts.milliseconds) \(ends.milliseconds)"
    }
}
