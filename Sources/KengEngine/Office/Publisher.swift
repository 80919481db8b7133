package import KengContent
package import KengDomain
package import KengStore

/// Turns checked content into immutable editions and plans into targets.
package struct Publisher: Sendable {
    private let database: Database
    private let world: World

    package init(database: Database, world: World) {
        self.database = database
        self.world = world
    }

    package struct Result: Hashable, Sendable {
        package let published: Int
        /// Texts that are the newest edition already.
        package let unchanged: Int

        package init(published: Int, unchanged: Int) {
            self.published = published
            self.unchanged = unchanged
        }
    }

    /// Publishes all drafts or none.
    package func publish(_ drafts: [EditionDraft], by actor: String) async throws -> Result {
        let world = world
        let now = world.now()
        return try await database.write { transaction in
            var fresh = 0
            for draft in drafts {
                let (row, isNew) = try transaction.publish(
                    String(decoding: draft.canonical, as: UTF8.self), title: draft.text.title,
                    hash: draft.hash, kind: draft.kind, key: draft.key,
                    id: world.newID(Edition.self), at: now)
                guard isNew else { continue }
                fresh += 1
                try transaction.audit(
                    "edition.publish", by: actor, subject: "edition/\(row.id)",
                    detail: row.record, at: now)
            }
            return Result(published: fresh, unchanged: drafts.count - fresh)
        }
    }

    package enum PlanProblem: Error, Hashable {
        case unknownArea(system: String, code: String)
    }

    /// Stores a plan; every area it names must have been imported.
    package func publish(_ plan: Plan, tree: AreaMap) async throws {
        func area(_ code: String) throws -> Area.ID {
            guard let area = tree.area(system: plan.system, code: code) else {
                throw PlanProblem.unknownArea(system: plan.system, code: code)
            }
            return area.id
        }
        let row = PlanRow(
            id: world.newID(), slug: plan.slug,
            title: plan.titles.sorted { $0.key < $1.key }.map {
                "\($0.key.rawValue)\t\($0.value)"
            }.joined(separator: "\n"),
            indicator: plan.indicator.rawValue, area: try area(plan.area), source: plan.source,
            targets: try plan.targets.map {
                PlanTarget(area: try area($0.area), day: $0.by, percent: $0.percent)
            })
        try await database.write { try $0.save(row) }
    }
}
