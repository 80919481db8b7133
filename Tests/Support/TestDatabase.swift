import Foundation
package import KengStore

/// A new database of the kind under test, gone with this value.
///
/// A file, or with `KENG_TEST_DATABASE=postgres://…` a schema of that server: the same tests for both.
package final class TestDatabase: Sendable {
    package let location: DatabaseLocation
    private let schema: ServerSchema?

    /// Whether this run is about files.
    package static let isFile = server == nil

    private static let server = ProcessInfo.processInfo.environment["KENG_TEST_DATABASE"]

    /// - Parameter file: where the file is to lie.
    package init(file: String) throws(StoreProblem) {
        guard let server = Self.server else {
            location = .file(path: file)
            schema = nil
            return
        }
        let name = "t" + UUID().uuidString.lowercased().filter { $0 != "-" }
        let schema = try ServerSchema(name, on: DatabaseLocation(server))
        try schema.make()
        location = schema.location
        self.schema = schema
    }

    package func open() throws(StoreProblem) -> Database {
        try Database(location, readers: Self.isFile ? 4 : 2)
    }

    deinit {
        // `try?`: a schema that stays is gone with the server of the tests.
        try? schema?.drop()
    }
}
