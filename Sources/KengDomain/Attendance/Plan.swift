/// What an authority has promised to reach: an indicator's share by area and date.
package struct Plan: Hashable, Sendable {
    /// What is counted.
    package enum Indicator: String, Hashable, Sendable, CaseIterable {
        /// Households with at least one trained member, of all households.
        case householdsCovered = "households_covered"
    }

    /// `percent` of the indicator in `area`, reached when the day `by` ends.
    package struct Target: Hashable, Sendable {
        package let area: String
        package let percent: Int
        package let by: LocalDay

        package init(area: String, percent: Int, by: LocalDay) {
            self.area = area
            self.percent = percent
            self.by = by
        }
    }

    package enum Problem: Error, Hashable {
        case noTarget
        case percent(Int)
        case membersBelowOne(Int)
        case repeated(area: String, by: LocalDay)
        /// A later target of the same area that asks for less than an earlier one.
        case falling(area: String, by: LocalDay)
    }

    package let slug: Slug
    package let titles: [Language: String]
    /// The area system that its codes belong to, for example `vn-2023`.
    package let system: String
    /// The whole the plan is for; every target's area lies in it.
    package let area: String
    package let indicator: Indicator
    /// How many trained members make a household covered.
    package let trainedPerHousehold: Int
    /// Ordered by area, then by date.
    package let targets: [Target]
    package let source: String
    package let grade: Fact.Grade

    package init(
        slug: Slug, titles: [Language: String], system: String, area: String,
        indicator: Indicator, trainedPerHousehold: Int, targets: [Target], source: String,
        grade: Fact.Grade
    ) throws(Problem) {
        guard !targets.isEmpty else { throw .noTarget }
        guard trainedPerHousehold >= 1 else { throw .membersBelowOne(trainedPerHousehold) }
        let ordered = targets.sorted { ($0.area, $0.by) < ($1.area, $1.by) }
        for target in ordered where !(1...100).contains(target.percent) {
            throw .percent(target.percent)
        }
        for (earlier, later) in zip(ordered, ordered.dropFirst()) where earlier.area == later.area {
            guard earlier.by != later.by else { throw .repeated(area: later.area, by: later.by) }
            guard earlier.percent <= later.percent else {
                throw .falling(area: later.area, by: later.by)
            }
        }
        self.slug = slug
        self.titles = titles
        self.system = system
        self.area = area
        self.indicator = indicator
        self.trainedPerHousehold = trainedPerHousehold
        self.targets = ordered
        self.source = source
        self.grade = grade
    }

    /// The area's own next target on `day`, or its last one when all dates are past.
    package func target(for area: String, on day: LocalDay) -> Target? {
        let own = targets.filter { $0.area == area }
        return own.first { $0.by >= day } ?? own.last
    }
}
