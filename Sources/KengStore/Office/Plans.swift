package import KengDomain

/// A government plan's target for one area on one day.
package struct PlanTarget: Hashable, Sendable {
    package let area: Area.ID
    package let day: LocalDay
    package let percent: Int

    package init(area: Area.ID, day: LocalDay, percent: Int) {
        self.area = area
        self.day = day
        self.percent = percent
    }
}

/// A plan as rows keep it; `title` is JSON from language to words.
package struct PlanRow: Hashable, Sendable {
    package let id: Int64
    package let slug: Slug
    package let title: String
    package let indicator: String
    package let area: Area.ID
    package let source: String
    package let targets: [PlanTarget]

    package init(
        id: Int64, slug: Slug, title: String, indicator: String, area: Area.ID, source: String,
        targets: [PlanTarget]
    ) {
        self.id = id
        self.slug = slug
        self.title = title
        self.indicator = indicator
        self.area = area
        self.source = source
        self.targets = targets
    }
}

extension Transaction {
    /// Stores a plan with its targets, replacing an older form of the same slug.
    package func save(_ plan: PlanRow) throws {
        let known = try first(
            "SELECT id FROM plan WHERE slug = $1", [.text(plan.slug.text)],
            { try $0.integer(0) })
        let id = known ?? plan.id
        try execute("DELETE FROM plan_target WHERE plan_id = $1", [.integer(id)])
        try execute(
            """
            INSERT INTO plan (id, slug, title, indicator, area_id, source)
            VALUES ($1, $2, $3, $4, $5, $6)
            ON CONFLICT (id) DO UPDATE SET title = excluded.title,
                indicator = excluded.indicator, area_id = excluded.area_id,
                source = excluded.source
            """,
            [
                .integer(id), .text(plan.slug.text), .text(plan.title), .text(plan.indicator),
                .integer(plan.area.rawValue), .text(plan.source),
            ])
        try runMany(
            "INSERT INTO plan_target (plan_id, area_id, day, percent) VALUES ($1, $2, $3, $4)",
            plan.targets.map {
                [
                    .integer(id), .integer($0.area.rawValue), .integer($0.day.number),
                    .integer($0.percent),
                ]
            })
    }

    package func plans() throws -> [PlanRow] {
        let rows = try all(
            "SELECT id, slug, title, indicator, area_id, source FROM plan ORDER BY slug", [],
            { row in
                (
                    try row.integer(0), try row.text(1), try row.text(2), try row.text(3),
                    try row.integer(4), try row.text(5)
                )
            })
        return try rows.map { id, slug, title, indicator, area, source in
            let targets = try all(
                """
                SELECT area_id, day, percent FROM plan_target
                WHERE plan_id = $1
                ORDER BY area_id, day
                """, [.integer(id)]
            ) { row in
                PlanTarget(
                    area: Area.ID(rawValue: try row.integer(0)),
                    day: LocalDay(number: Int(try row.integer(1))),
                    percent: Int(try row.integer(2)))
            }
            return PlanRow(
                id: id, slug: try Slug(slug), title: title, indicator: indicator,
                area: Area.ID(rawValue: area), source: source, targets: targets)
        }
    }
}
