package import KengDomain

/// An edition as rows keep it; `text` is the canonical form that `KengContent` reads and writes.
package struct EditionRow: Hashable, Sendable {
    package let id: Edition.ID
    package let kind: Edition.Kind
    package let key: Edition.Key
    package let number: Int
    package let hash: String
    package let publishedAt: Instant
    package let title: String
    package let text: String

    package init(
        id: Edition.ID, kind: Edition.Kind, key: Edition.Key, number: Int, hash: String,
        publishedAt: Instant, title: String, text: String
    ) {
        self.id = id
        self.kind = kind
        self.key = key
        self.number = number
        self.hash = hash
        self.publishedAt = publishedAt
        self.title = title
        self.text = text
    }
}

extension Transaction {
    /// Stores a new edition of its key; text that is the newest edition already changes nothing.
    ///
    /// - Returns: the edition that holds the text, and whether it is new.
    package func publish(
        _ text: String, title: String, hash: String, kind: Edition.Kind, key: Edition.Key,
        id: Edition.ID, at now: Instant
    ) throws -> (row: EditionRow, isNew: Bool) {
        let newest = try newestEdition(of: key)
        if let newest, newest.hash == hash { return (newest, false) }
        let row = EditionRow(
            id: id, kind: kind, key: key, number: (newest?.number ?? 0) + 1, hash: hash,
            publishedAt: now, title: title, text: text)
        try execute(
            """
            INSERT INTO edition (id, kind, slug, language, jurisdiction, number, hash,
                published_at, title, text)
            VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)
            """,
            [
                .integer(id.rawValue), .text(kind.rawValue), .text(key.slug.text),
                .integer(key.language.code), .text(key.jurisdiction.code),
                .integer(row.number), .text(hash), .integer(now.milliseconds), .text(title),
                .text(text),
            ])
        return (row, true)
    }

    package func newestEdition(of key: Edition.Key) throws -> EditionRow? {
        try first(
            """
            SELECT id, kind, slug, language, jurisdiction, number, hash, published_at, title, text
            FROM edition
            WHERE slug = $1 AND language = $2 AND jurisdiction = $3
            ORDER BY number DESC
            LIMIT 1
            """,
            [.text(key.slug.text), .integer(key.language.code), .text(key.jurisdiction.code)],
            EditionRow.init(row:))
    }

    /// Whether a lesson of that name is published in any language.
    package func isLesson(_ slug: Slug) throws -> Bool {
        try first(
            "SELECT 1 FROM edition WHERE slug = $1 AND kind = 'lesson' LIMIT 1",
            [.text(slug.text)], { _ in true }) ?? false
    }

    /// The names of all published lessons, in order.
    package func lessons() throws -> [Slug] {
        try all("SELECT DISTINCT slug FROM edition WHERE kind = 'lesson' ORDER BY slug", []) {
            try Slug(try $0.text(0))
        }
    }

    package func edition(_ id: Edition.ID) throws -> EditionRow? {
        try first(
            """
            SELECT id, kind, slug, language, jurisdiction, number, hash, published_at, title, text
            FROM edition
            WHERE id = $1
            """, [.integer(id.rawValue)], EditionRow.init(row:))
    }

    /// The newest edition of every key, by slug, language and jurisdiction.
    package func newestEditions() throws -> [EditionRow] {
        try all(
            """
            SELECT id, kind, slug, language, jurisdiction, number, hash, published_at, title, text
            FROM edition
            WHERE number = (
                SELECT MAX(other.number) FROM edition AS other
                WHERE other.slug = edition.slug AND other.language = edition.language
                    AND other.jurisdiction = edition.jurisdiction)
            ORDER BY slug, language, jurisdiction
            """, [], EditionRow.init(row:))
    }
}

/// What a lesson is called in one language.
package struct LessonTitle: Hashable, Sendable {
    package let slug: Slug
    package let language: Language
    package let title: String
}

extension Transaction {
    /// The titles of the newest editions, without their texts; a language comes once for each place.
    package func lessonTitles() throws -> [LessonTitle] {
        try all(
            """
            SELECT slug, language, title
            FROM edition
            WHERE number = (
                SELECT MAX(other.number) FROM edition AS other
                WHERE other.slug = edition.slug AND other.language = edition.language
                    AND other.jurisdiction = edition.jurisdiction)
            ORDER BY slug, language, jurisdiction
            """, []
        ) { row in
            guard let language = Language(code: try row.integer(1)) else {
                throw StoreProblem.wrongShape(column: 1)
            }
            return LessonTitle(
                slug: try Slug(try row.text(0)), language: language, title: try row.text(2))
        }
    }
}

extension EditionRow {
    fileprivate init(row: any Row) throws {
        guard let kind = Edition.Kind(rawValue: try row.text(1)),
            let language = Language(code: try row.integer(3))
        else { throw StoreProblem.wrongShape(column: 1) }
        self.init(
            id: Edition.ID(rawValue: try row.integer(0)), kind: kind,
            key: Edition.Key(
                slug: try Slug(try row.text(2)), language: language,
                jurisdiction: try Jurisdiction(try row.text(4))),
            number: Int(try row.integer(5)), hash: try row.text(6),
            publishedAt: Instant(milliseconds: try row.integer(7)), title: try row.text(8),
            text: try row.text(9))
    }
}
