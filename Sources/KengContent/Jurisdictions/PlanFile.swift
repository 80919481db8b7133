import KengDomain

/// Reads `plans/<slug>.yaml`.
enum PlanFile {
    private static let keys = [
        "slug", "title", "system", "area", "indicator", "trained_per_household", "targets",
        "source", "grade",
    ]

    static func all(in content: ContentFiles, findings: inout [Finding]) -> [Plan] {
        content.files(in: "plans").compactMap { name in
            let file = "plans/" + name
            // The finding says what a name may be.
            guard name.hasSuffix(".yaml"), let slug = try? Slug(String(name.dropLast(5))) else {
                findings.append(
                    Finding(
                        .fileUnknown, at: Place(file: file, line: 1), found: "“\(name)”",
                        expected: "a name such as hanoi-53.yaml"))
                return nil
            }
            return Library.yaml(file, in: content, findings: &findings).flatMap {
                plan(slug, $0, findings: &findings)
            }
        }
    }

    private static func plan(
        _ slug: Slug, _ yaml: YAMLMapping, findings: inout [Finding]
    ) -> Plan? {
        yaml.expect(keys, findings: &findings)
        if let text = yaml.text("slug", findings: &findings), text.text != slug.text {
            findings.append(
                Finding(
                    .value, at: text.place, found: "the slug “\(text.text)”",
                    expected: "the file's name, “\(slug)”"))
        }
        var titles: [Language: String] = [:]
        if let title = yaml.mapping("title", findings: &findings) {
            title.expect(Language.allCases.map(\.rawValue), findings: &findings)
            for language in Language.allCases {
                titles[language] = title.text(language.rawValue, findings: &findings)?.text.inNFC
            }
        }
        let targets = yaml.mappings("targets", findings: &findings).compactMap {
            target($0, findings: &findings)
        }
        let indicator = yaml.text("indicator", findings: &findings).flatMap {
            yaml.parse(
                $0, as: Plan.Indicator.allCases.map(\.rawValue).joined(separator: " or "),
                findings: &findings, read: Plan.Indicator.init(rawValue:))
        }
        let grade = yaml.text("grade", findings: &findings).flatMap {
            yaml.parse($0, as: "A, B or C", findings: &findings, read: Fact.Grade.init(rawValue:))
        }
        let system = yaml.text("system", findings: &findings)
        let area = yaml.text("area", findings: &findings)
        let source = yaml.text("source", findings: &findings)
        let trained = yaml.integer("trained_per_household", findings: &findings)
        guard let indicator, let grade, let system, let area, let source, let trained
        else { return nil }
        do {
            return try Plan(
                slug: slug, titles: titles, system: system.text, area: area.text,
                indicator: indicator, trainedPerHousehold: trained, targets: targets,
                source: source.text.inNFC, grade: grade)
        } catch {
            findings.append(
                Finding(
                    .value, at: yaml.place(of: "targets"), found: found(error),
                    expected: "rising shares of 1 to 100, one for each area and date"))
            return nil
        }
    }

    private static func target(
        _ yaml: YAMLMapping, findings: inout [Finding]
    ) -> Plan.Target? {
        yaml.expect(["area", "percent", "by"], findings: &findings)
        let area = yaml.text("area", findings: &findings)
        let percent = yaml.integer("percent", findings: &findings)
        let by = yaml.text("by", findings: &findings).flatMap {
            yaml.parse($0, as: "a day such as 2025-12-31", findings: &findings, read: day)
        }
        guard let area, let percent, let by else { return nil }
        return Plan.Target(area: area.text, percent: percent, by: by)
    }

    private static func found(_ problem: Plan.Problem) -> String {
        switch problem {
        case .noTarget: "no target"
        case .percent(let percent): "\(percent) %"
        case .membersBelowOne(let count): "\(count) trained members for a household"
        case .repeated(let area, let by): "two targets for area \(area) by \(by)"
        case .falling(let area, let by): "a lower share for area \(area) by \(by) than before"
        }
    }
}
