package import KengDomain

/// A text as it will be sent, with what it costs and which quiz it asks.
package struct SentBody: Hashable, Sendable {
    package let text: String
    package let language: Language
    package let encoding: String
    package let units: Int
    package let segments: Int
    package let edition: Edition.ID?
    /// The form of the edition's quiz that the text asks; nil when it asks nothing.
    package let form: Int?

    package init(
        text: String, language: Language, encoding: String, units: Int, segments: Int,
        edition: Edition.ID?, form: Int?
    ) {
        self.text = text
        self.language = language
        self.encoding = encoding
        self.units = units
        self.segments = segments
        self.edition = edition
        self.form = form
    }
}

extension Transaction {
    /// Keeps a text once; the same text for the same edition and form has the same id for ever.
    package func bodyID(
        of body: SentBody, hash: String, orNew id: @autoclosure () -> Body.ID
    ) throws -> Body.ID {
        if let known = try first(
            "SELECT id FROM body WHERE hash = $1", [.text(hash)],
            { Body.ID(rawValue: try $0.integer(0)) })
        {
            return known
        }
        let fresh = id()
        try execute(
            """
            INSERT INTO body (id, hash, text, language, encoding, units, segments, edition_id, form)
            VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)
            """,
            [
                .integer(fresh.rawValue), .text(hash), .text(body.text),
                .integer(body.language.code), .text(body.encoding), .integer(body.units),
                .integer(body.segments), .optional(body.edition?.rawValue),
                .optional(body.form.map(Int64.init)),
            ])
        return fresh
    }

    package func body(_ id: Body.ID) throws -> SentBody? {
        try first(
            """
            SELECT text, language, encoding, units, segments, edition_id, form
            FROM body
            WHERE id = $1
            """, [.integer(id.rawValue)]
        ) { row in
            guard let language = Language(code: try row.integer(1)) else {
                throw StoreProblem.wrongShape(column: 1)
            }
            return SentBody(
                text: try row.text(0), language: language, encoding: try row.text(2),
                units: Int(try row.integer(3)), segments: Int(try row.integer(4)),
                edition: row.optionalInteger(5).map { Edition.ID(rawValue: $0) },
                form: row.optionalInteger(6).map { Int($0) })
        }
    }
}
