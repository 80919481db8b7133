package import KengDomain

/// What a secret opens; only the hash of the secret is ever stored.
package enum TokenKind: String, Hashable, Sendable {
    case signInLink = "link"
    case session
    case key
}

extension Transaction {
    package func add(_ account: Account, at now: Instant) throws {
        try execute(
            """
            INSERT INTO account (id, name, role, area_id, language, created_at)
            VALUES ($1, $2, $3, $4, $5, $6)
            """,
            [
                .integer(account.id.rawValue), .text(account.name), .text(account.role.rawValue),
                .integer(account.area.rawValue), .text(account.language),
                .integer(now.milliseconds),
            ])
    }

    package func account(named name: String) throws -> Account? {
        try first(
            """
            SELECT id, name, role, area_id, language FROM account
            WHERE name = $1 AND closed_at IS NULL
            """, [.text(name)], Account.init(row:))
    }

    package func account(_ id: Account.ID) throws -> Account? {
        try first(
            """
            SELECT id, name, role, area_id, language FROM account
            WHERE id = $1 AND closed_at IS NULL
            """, [.integer(id.rawValue)], Account.init(row:))
    }

    package func accounts() throws -> [Account] {
        try all(
            """
            SELECT id, name, role, area_id, language FROM account
            WHERE closed_at IS NULL
            ORDER BY name
            """, [], Account.init(row:))
    }

    package func setLanguage(_ language: String, of account: Account.ID) throws {
        try execute(
            "UPDATE account SET language = $1 WHERE id = $2",
            [.text(language), .integer(account.rawValue)])
    }

    package func addToken(
        hash: String, kind: TokenKind, account: Account.ID, at now: Instant, expires: Instant
    ) throws {
        try execute(
            """
            INSERT INTO token (hash, kind, account_id, created_at, expires_at)
            VALUES ($1, $2, $3, $4, $5)
            """,
            [
                .text(hash), .text(kind.rawValue), .integer(account.rawValue),
                .integer(now.milliseconds), .integer(expires.milliseconds),
            ])
    }

    /// The account a token opens at `now`; a sign-in link opens once.
    package func account(
        tokenHash: String, kind: TokenKind, at now: Instant
    ) throws -> Account? {
        let isLink = kind == .signInLink
        let owner = try first(
            """
            SELECT account_id FROM token
            WHERE hash = $1 AND kind = $2 AND expires_at > $3 AND ($4 = 0 OR used_at IS NULL)
            """,
            [
                .text(tokenHash), .text(kind.rawValue), .integer(now.milliseconds),
                .flag(isLink),
            ], { Account.ID(rawValue: try $0.integer(0)) })
        return try owner.flatMap(account)
    }

    package func useToken(hash: String, at now: Instant) throws {
        try execute(
            "UPDATE token SET used_at = $1 WHERE hash = $2",
            [.integer(now.milliseconds), .text(hash)])
    }

    package func endToken(hash: String) throws {
        try execute("DELETE FROM token WHERE hash = $1", [.text(hash)])
    }
}

extension Account {
    fileprivate init(row: any Row) throws {
        guard let role = Role(rawValue: try row.text(2)) else {
            throw StoreProblem.wrongShape(column: 2)
        }
        self.init(
            id: Account.ID(rawValue: try row.integer(0)), name: try row.text(1), role: role,
            area: Area.ID(rawValue: try row.integer(3)), language: try row.text(4))
    }
}
