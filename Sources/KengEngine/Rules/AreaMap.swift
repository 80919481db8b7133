package import KengDomain
package import KengStore
import Synchronization

/// All areas in memory: a country is some ten thousand, and every message needs its own.
package final class AreaMap: Sendable {
    private let database: Database
    private let areas = Mutex<[Area.ID: Area]>([:])

    package init(database: Database) {
        self.database = database
    }

    /// Reads the table anew; called at start and after an import.
    package func reload() async throws {
        let fresh = try await database.read { transaction in
            try transaction.areaSystems().flatMap { try transaction.areas(in: $0) }.map(\.area)
        }
        areas.withLock { kept in
            kept = Dictionary(fresh.map { ($0.id, $0) }) { _, last in last }
        }
    }

    package func area(_ id: Area.ID) -> Area? {
        areas.withLock { $0[id] }
    }

    package func area(system: String, code: String) -> Area? {
        areas.withLock { kept in
            kept.values.first { $0.system == system && $0.code == code }
        }
    }

    /// The area itself and what it lies in, from the leaf to the root.
    package func path(of id: Area.ID) -> [Area] {
        areas.withLock { kept in
            var path: [Area] = []
            var next: Area.ID? = id
            while let id = next, let area = kept[id], path.count < 32 {
                path.append(area)
                next = area.parent
            }
            return path
        }
    }

    package func contains(_ id: Area.ID, under root: Area.ID) -> Bool {
        path(of: id).contains { $0.id == root }
    }

    /// The areas that lie in no other, by system and code.
    package var roots: [Area] {
        areas.withLock { kept in
            kept.values.filter { $0.parent == nil }
                .sorted { ($0.system, $0.code) < ($1.system, $1.code) }
        }
    }

    package func children(of id: Area.ID) -> [Area] {
        areas.withLock { kept in
            kept.values.filter { $0.parent == id }.sorted { $0.code < $1.code }
        }
    }

    /// The areas at or below `root` that have no children, by code.
    package func leaves(under root: Area.ID) -> [Area] {
        areas.withLock { kept in
            let parents = Set(kept.values.compactMap(\.parent))
            return kept.values.filter { area in
                guard !parents.contains(area.id) else { return false }
                var next: Area.ID? = area.id
                while let id = next {
                    if id == root { return true }
                    next = kept[id]?.parent
                }
                return false
            }.sorted { $0.code < $1.code }
        }
    }
}
