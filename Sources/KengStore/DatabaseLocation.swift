import Foundation

/// Where a database is: a file for SQLite, a server for PostgreSQL.
package enum DatabaseLocation: Hashable, Sendable {
    case file(path: String)
    /// As libpq takes it: `postgres://user@host:5432/name`.
    case server(url: String)

    /// A path, `sqlite://` and a path, or `postgres://…`.
    package init(_ text: String) {
        if text.hasPrefix("postgres://") || text.hasPrefix("postgresql://") {
            self = .server(url: text)
        } else if text.hasPrefix("sqlite://") {
            self = .file(path: String(text.dropFirst("sqlite://".count)))
        } else {
            self = .file(path: text)
        }
    }

    /// What the names of files that belong to the database begin with.
    ///
    /// They lie beside a file; those of a server's database lie in the current folder, named after it.
    package var filesPrefix: String {
        guard case .server = self else { return description }
        let rest = description.drop { $0 != ":" }.dropFirst(3)
        guard let slash = rest.lastIndex(of: "/") else { return "keng" }
        let name = rest[rest.index(after: slash)...].filter {
            $0.isASCII && ($0.isLetter || $0.isNumber || $0 == "_" || $0 == "-")
        }
        return name.isEmpty ? "keng" : String(name)
    }

    package var isServer: Bool {
        switch self {
        case .file: false
        case .server: true
        }
    }
}

extension DatabaseLocation: CustomStringConvertible {
    /// Without a password: fit for a screen and a log.
    package var description: String {
        switch self {
        case .file(let path): path
        case .server(let url): Self.withoutSecrets(url)
        }
    }

    private static func withoutSecrets(_ url: String) -> String {
        guard let start = url.range(of: "://") else { return url }
        var rest = url[start.upperBound...]
        // What follows `?` may name a password too, and says nothing of where the database is.
        if let query = rest.firstIndex(of: "?") { rest = rest[..<query] }
        var user: Substring = ""
        if let at = rest.lastIndex(of: "@") {
            user = rest[..<at].prefix { $0 != ":" } + "@"
            rest = rest[rest.index(after: at)...]
        }
        return String(url[..<start.upperBound] + user + rest)
    }
}
