import Foundation
import KengContent
import KengDomain
import KengSimulation
import KengStore
import KengTestSupport

/// The simulated city, in a database of the kind under test.
typealias TestCity = SimulatedCity

/// The real lessons, rules and words, read once for all tests.
enum Shelf {
    static let root = URL(filePath: #filePath)
        .deletingLastPathComponent().deletingLastPathComponent()
        .deletingLastPathComponent().deletingLastPathComponent()
    static let locales = root.appending(path: "Locales").path

    static let all = Result {
        try SimulatedShelf(content: root.appending(path: "Content").path, locales: locales)
    }
    static let library = all.map(\.library)
    static let drafts = all.map(\.drafts)
}

extension TestCity {
    init(_ setup: Setup = Setup()) async throws {
        try await self.init(setup, shelf: try Shelf.all.get(), places: .underTest)
    }
}

extension SimulatedPlaces {
    static let underTest = SimulatedPlaces { try TestPlace(file: $0) }
}

private struct TestPlace: SimulatedPlace {
    private let database: TestDatabase

    init(file: String) throws(StoreProblem) {
        database = try TestDatabase(file: file)
    }

    var isFile: Bool { TestDatabase.isFile }

    func open() throws(StoreProblem) -> Database { try database.open() }
}
