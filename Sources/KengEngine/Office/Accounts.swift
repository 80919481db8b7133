import Crypto
package import KengDomain
package import KengStore

/// Who may come in: links from the terminal, web sessions and keys.
///
/// Secrets are never stored, only their hash.
package struct Accounts: Sendable {
    private let database: Database
    private let world: World

    package init(database: Database, world: World) {
        self.database = database
        self.world = world
    }

    package static let linkLives = Duration.seconds(15 * 60)
    package static let sessionLives = Duration.seconds(12 * 3600)
    package static let keyLives = Duration.seconds(365 * 86_400)

    package enum Problem: Error, Hashable {
        case nameTaken
        case noSuchAccount
        /// 1 to 60 characters are expected.
        case badName(Int)
    }

    package func add(
        name: String, role: Account.Role, area: Area.ID, language: String
    ) async throws -> Account {
        guard (1...60).contains(name.count) else { throw Problem.badName(name.count) }
        let account = Account(
            id: world.newID(Account.self), name: name, role: role, area: area,
            language: language)
        let now = world.now()
        try await database.write { transaction in
            guard try transaction.account(named: name) == nil else { throw Problem.nameTaken }
            try transaction.add(account, at: now)
            try transaction.audit(
                "account.add", by: "terminal", subject: "account/\(account.id)",
                detail: account.record, at: now)
        }
        return account
    }

    package func account(named name: String) async throws -> Account? {
        try await database.read { try $0.account(named: name) }
    }

    /// A secret that opens the console once within 15 minutes.
    package func newLink(for name: String) async throws -> String {
        try await newToken(.signInLink, for: name, lives: Self.linkLives)
    }

    /// A key for programs.
    package func newKey(for name: String) async throws -> String {
        try await newToken(.key, for: name, lives: Self.keyLives)
    }

    private func newToken(
        _ kind: TokenKind, for name: String, lives: Duration
    ) async throws -> String {
        let secret = newSecret()
        let now = world.now()
        try await database.write { transaction in
            guard let account = try transaction.account(named: name) else {
                throw Problem.noSuchAccount
            }
            try transaction.addToken(
                hash: Self.hash(secret), kind: kind, account: account.id, at: now,
                expires: now + lives)
            try transaction.audit(
                "token.\(kind.rawValue)", by: "terminal", subject: "account/\(account.id)",
                at: now)
        }
        return secret
    }

    /// Uses up a sign-in link and opens a session.
    package func signInLink(
        token: String
    ) async throws -> (account: Account, session: String)? {
        let session = newSecret()
        let now = world.now()
        return try await database.write { transaction in
            let hash = Self.hash(token)
            guard
                let account = try transaction.account(
                    tokenHash: hash, kind: .signInLink, at: now)
            else { return nil }
            try transaction.useToken(hash: hash, at: now)
            try transaction.addToken(
                hash: Self.hash(session), kind: .session, account: account.id, at: now,
                expires: now + Self.sessionLives)
            try transaction.audit(
                "account.sign_in", by: account.name, subject: "account/\(account.id)", at: now)
            return (account, session)
        }
    }

    package func account(session: String) async throws -> Account? {
        let now = world.now()
        return try await database.read {
            try $0.account(tokenHash: Self.hash(session), kind: .session, at: now)
        }
    }

    package func account(key: String) async throws -> Account? {
        let now = world.now()
        return try await database.read {
            try $0.account(tokenHash: Self.hash(key), kind: .key, at: now)
        }
    }

    package func signOut(session: String) async throws {
        try await database.write { try $0.endToken(hash: Self.hash(session)) }
    }

    /// 256 bits; looked up by hash, so no comparison of secrets can be timed.
    private func newSecret() -> String {
        (0..<4).flatMap { _ -> [UInt8] in
            let number = world.random()
            return (0..<8).map { UInt8(truncatingIfNeeded: number >> ($0 * 8)) }
        }.hexadecimal
    }

    private static func hash(_ secret: String) -> String {
        SHA256.hash(data: Array(secret.utf8)).hexadecimal
    }
}
