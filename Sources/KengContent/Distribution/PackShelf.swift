package import KengDomain

/// Builds every format of every edition and keeps the bytes by their hash.
package struct PackShelf: Sendable {
    package private(set) var packs: [PackIndex.Pack] = []
    package private(set) var blobs: [String: [UInt8]] = [:]

    package enum Problem: Error, Hashable {
        /// No rules for the edition's jurisdiction.
        case rules(Jurisdiction)
        case pack(Edition.Key, EPUBPack.Problem)
    }

    private let rules: [Jurisdiction: JurisdictionRules]

    package init(rules: [Jurisdiction: JurisdictionRules]) {
        self.rules = rules
    }

    /// Adds the EPUB and the HTML zip of one edition.
    package mutating func add(_ source: PackSource) throws(Problem) {
        guard let rules = rules[source.key.jurisdiction] else {
            throw .rules(source.key.jurisdiction)
        }
        let files: [PackIndex.File]
        let title: String
        do {
            files = [
                keep(try EPUBPack.build(source, rules: rules), "epub", EPUBPack.mediaType),
                keep(try HTMLPack.build(source, rules: rules), "html", HTMLPack.mediaType),
            ]
            title = try PackPages(source, rules: rules).plainTitle()
        } catch {
            throw .pack(source.key, error)
        }
        packs.append(
            PackIndex.Pack(
                key: source.key, lessonVersion: source.number, title: title,
                ageGroup: source.text.audience, minutes: source.text.minutes,
                modified: source.publishedAt, files: files))
    }

    private mutating func keep(
        _ bytes: [UInt8], _ format: String, _ mediaType: String
    ) -> PackIndex.File {
        let hash = Digest.hex(bytes)
        blobs[hash] = bytes
        return PackIndex.File(
            format: format, mediaType: mediaType, sha256: hash, size: bytes.count)
    }
}

extension PackPages {
    fileprivate func plainTitle() throws(EPUBPack.Problem) -> String {
        do {
            return try title()
        } catch {
            throw .unresolved(error.name)
        }
    }
}
