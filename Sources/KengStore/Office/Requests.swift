package import KengDomain

/// A request of a program that must not be done twice.
package struct RequestKey: Hashable, Sendable {
    /// What the program calls it; unique for its account.
    package let text: String
    package let bodyHash: String

    package init(text: String, bodyHash: String) {
        self.text = text
        self.bodyHash = bodyHash
    }
}

/// What was made for a request, and the answer it got.
package struct RequestRow: Hashable, Sendable {
    package let bodyHash: String
    package let subject: Int64
    package let answer: String
}

extension Schema {
    static let requests = """
        -- What a program asked for under a key of its own, so that asking again changes nothing.
        CREATE TABLE request (
            account_id BIGINT NOT NULL,
            key TEXT NOT NULL,
            body_hash TEXT NOT NULL,
            subject_id BIGINT NOT NULL,
            answer TEXT NOT NULL,
            at BIGINT NOT NULL,
            PRIMARY KEY (account_id, key)
        );
        """
}

extension Transaction {
    package func request(_ key: String, of account: Account.ID) throws -> RequestRow? {
        try first(
            """
            SELECT body_hash, subject_id, answer FROM request
            WHERE account_id = $1 AND key = $2
            """, [.integer(account.rawValue), .text(key)]
        ) { row in
            RequestRow(
                bodyHash: try row.text(0), subject: try row.integer(1), answer: try row.text(2))
        }
    }

    /// - Throws: `StoreProblem.unique` when the account has used the key.
    package func add(
        _ key: RequestKey, of account: Account.ID, subject: Int64, answer: String,
        at now: Instant
    ) throws {
        try execute(
            """
            INSERT INTO request (account_id, key, body_hash, subject_id, answer, at)
            VALUES ($1, $2, $3, $4, $5, $6)
            """,
            [
                .integer(account.rawValue), .text(key.text), .text(key.bodyHash),
                .integer(subject), .text(answer), .integer(now.milliseconds),
            ])
    }
}
