/// A named set of tables in a database of a server: a city of its own beside others.
///
/// Tests and simulations make one each and drop it; who runs several cities on one server can, too.
package struct ServerSchema: Sendable {
    /// Where a `Database` of this schema is.
    package let location: DatabaseLocation
    private let url: String
    private let name: String

    /// - Parameter name: lower-case letters, digits and `_`.
    /// - Throws: `StoreProblem.failed` for a file or another name.
    package init(_ name: String, on server: DatabaseLocation) throws(StoreProblem) {
        guard case .server(let url) = server else {
            throw .failed(code: 0, "Only a server has schemas.")
        }
        guard !name.isEmpty,
            name.allSatisfy({ $0 == "_" || $0.isASCII && ($0.isLowercase || $0.isNumber) })
        else { throw .failed(code: 0, "“\(name)” is no name of a schema.") }
        self.url = url
        self.name = name
        let joint = url.contains("?") ? "&" : "?"
        location = .server(url: "\(url)\(joint)options=-c%20search_path%3D\(name)")
    }

    /// Makes it unless it is there.
    package func make() throws(StoreProblem) {
        try perform("CREATE SCHEMA IF NOT EXISTS \(name)")
    }

    /// Drops it with everything in it.
    package func drop() throws(StoreProblem) {
        try perform("DROP SCHEMA IF EXISTS \(name) CASCADE")
    }

    private func perform(_ sql: String) throws(StoreProblem) {
        let connection = PostgreSQLConnection(url: url)
        try connection.open()
        try connection.script(sql)
    }
}
