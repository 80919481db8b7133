package import KengDomain

/// The list of packs that a client pulls: facts/packs.md 8.
package struct PackIndex: Hashable, Sendable {
    /// One pack in one format.
    package struct File: Hashable, Sendable {
        package let format: String
        package let mediaType: String
        package let sha256: String
        package let size: Int

        package init(format: String, mediaType: String, sha256: String, size: Int) {
            self.format = format
            self.mediaType = mediaType
            self.sha256 = sha256
            self.size = size
        }

        /// Below the index; follows from the hash, so that no index can lead elsewhere.
        package var path: String { "blobs/sha256/" + sha256 }
    }

    /// One edition in all its formats.
    package struct Pack: Hashable, Sendable {
        package let key: Edition.Key
        package let lessonVersion: Int
        package let title: String
        package let ageGroup: [String]
        package let minutes: Int
        package let modified: Instant
        package let files: [File]

        package init(
            key: Edition.Key, lessonVersion: Int, title: String, ageGroup: [String], minutes: Int,
            modified: Instant, files: [File]
        ) {
            self.key = key
            self.lessonVersion = lessonVersion
            self.title = title
            self.ageGroup = ageGroup
            self.minutes = minutes
            self.modified = modified
            self.files = files
        }
    }

    package static let schema = "keng.packs/1"
    /// Past this a client warns: it may be kept from newer packs.
    package static let life = Duration.seconds(30 * 86_400)

    /// Grows with every index of one publisher.
    package let version: Int
    package let generated: Instant
    package let expires: Instant
    /// Hex, as minisign prints it.
    package let keyID: String
    package let packs: [Pack]

    package init(version: Int, generated: Instant, keyID: String, packs: [Pack]) {
        self.init(
            version: version, generated: generated, expires: generated + Self.life, keyID: keyID,
            packs: packs)
    }

    init(version: Int, generated: Instant, expires: Instant, keyID: String, packs: [Pack]) {
        self.version = version
        self.generated = generated
        self.expires = expires
        self.keyID = keyID
        self.packs = packs.sorted { Self.order($0.key) < Self.order($1.key) }
    }

    private static func order(_ key: Edition.Key) -> (String, String, String) {
        (key.slug.text, key.language.rawValue, key.jurisdiction.code)
    }

    // MARK: - Bytes

    package enum Problem: Error, Hashable {
        case notJSON
        case schema(String)
        case missing(String)
        case wrong(String)
    }

    /// The canonical bytes, which are signed.
    package var bytes: [UInt8] {
        CanonicalJSON.object([
            "schema": .text(Self.schema), "version": .number(version),
            "generated": .text(Timestamp.text(generated)),
            "expires": .text(Timestamp.text(expires)),
            "key_id": .text(keyID), "packs": .list(packs.map(Self.json)),
        ]).bytes
    }

    package init(parsing bytes: [UInt8]) throws(Problem) {
        do {
            let json = try CanonicalJSON(parsing: bytes)
            let schema = try json.text("schema")
            guard schema == Self.schema else { throw Problem.schema(schema) }
            self.init(
                version: try json.number("version"),
                generated: try Self.moment(json, "generated"),
                expires: try Self.moment(json, "expires"), keyID: try json.text("key_id"),
                packs: try json.list("packs").map(Self.pack))
        } catch let problem as Problem {
            throw problem
        } catch let problem as CanonicalJSON.Problem {
            switch problem {
            case .notJSON: throw .notJSON
            case .missing(let key): throw .missing(key)
            case .kind(let key), .value(let key): throw .wrong(key)
            }
        } catch {
            throw .wrong("packs")
        }
    }

    private static func json(_ pack: Pack) -> CanonicalJSON {
        .object([
            "slug": .text(pack.key.slug.text), "language": .text(pack.key.language.rawValue),
            "jurisdiction": .text(pack.key.jurisdiction.code),
            "lesson_version": .number(pack.lessonVersion), "title": .text(pack.title),
            "age_group": .texts(pack.ageGroup), "duration_min": .number(pack.minutes),
            "modified": .text(Timestamp.text(pack.modified)),
            "files": .list(
                pack.files.map { file in
                    .object([
                        "format": .text(file.format), "media_type": .text(file.mediaType),
                        "sha256": .text(file.sha256), "size": .number(file.size),
                        "path": .text(file.path),
                    ])
                }),
        ])
    }

    private static func pack(_ json: CanonicalJSON) throws -> Pack {
        guard let language = Language(rawValue: try json.text("language")) else {
            throw Problem.wrong("language")
        }
        let key = Edition.Key(
            slug: try Slug(json.text("slug")), language: language,
            jurisdiction: try Jurisdiction(json.text("jurisdiction")))
        return Pack(
            key: key, lessonVersion: try json.number("lesson_version"),
            title: try json.text("title"), ageGroup: try json.texts("age_group"),
            minutes: try json.number("duration_min"), modified: try moment(json, "modified"),
            files: try json.list("files").map(file))
    }

    private static func file(_ json: CanonicalJSON) throws -> File {
        let hash = try json.text("sha256")
        guard hash.utf8.count == 64,
            hash.utf8.allSatisfy({ (0x30...0x39).contains($0) || (0x61...0x66).contains($0) })
        else { throw Problem.wrong("sha256") }
        let file = File(
            format: try json.text("format"), mediaType: try json.text("media_type"), sha256: hash,
            size: try json.number("size"))
        guard file.size >= 0 else { throw Problem.wrong("size") }
        guard try json.text("path") == file.path else { throw Problem.wrong("path") }
        return file
    }

    private static func moment(_ json: CanonicalJSON, _ key: String) throws -> Instant {
        guard let instant = Timestamp.instant(try json.text(key)) else { throw Problem.wrong(key) }
        return instant
    }
}
