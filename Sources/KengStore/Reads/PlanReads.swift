package import KengDomain

/// The target that holds for an area: its own, or that of the nearest area above that has one.
package struct TargetLine: Hashable, Sendable {
    /// JSON from language to words.
    package let title: String
    package let source: String
    package let day: LocalDay
    package let percent: Int
}

extension Transaction {
    /// The next target due on or after `day`, else the last one that was.
    package func target(of area: Area.ID, on day: LocalDay) throws -> TargetLine? {
        let targets = try all(
            """
            SELECT plan.title, plan.source, plan_target.day, plan_target.percent, area.depth
            FROM area_ancestor
            JOIN area ON area.id = area_ancestor.ancestor_id
            CROSS JOIN plan
            JOIN plan_target ON plan_target.plan_id = plan.id
                AND plan_target.area_id = area_ancestor.ancestor_id
            WHERE area_ancestor.area_id = $1
            ORDER BY area.depth DESC, plan_target.day
            """, [.integer(area.rawValue)]
        ) { row in
            (
                line: TargetLine(
                    title: try row.text(0), source: try row.text(1),
                    day: LocalDay(number: Int(try row.integer(2))),
                    percent: Int(try row.integer(3))),
                depth: try row.integer(4)
            )
        }
        let nearest = targets.filter { $0.depth == targets.first?.depth }.map(\.line)
        return nearest.first { $0.day >= day } ?? nearest.last
    }
}
