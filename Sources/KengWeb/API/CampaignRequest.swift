import KengDomain
import KengEngine
import KengStore

/// A campaign as a program writes it down.
enum CampaignRequest {
    static let mostAreas = 2000

    /// - Parameter area: finds an area by system and code; nil where the account sees none.
    /// - Throws: `MachineProblem.fields` with every field that cannot be used.
    static func read(
        _ value: JSONValue, route: [String],
        area find: (String, String) throws -> AreaLine?
    ) throws -> (brief: CampaignBrief, areas: [AreaLine]) {
        var reader = FieldReader(value)
        var others: [BodyFault] = []
        let name = reader.text("name", isNeeded: true) ?? ""
        let lesson = slug(&reader)
        let messageClass = choice(
            &reader, "class", MessageClass.allCases.map { ($0.word, $0) }, default: .awareness)
        let manner = choice(
            &reader, "quiz",
            [("one_by_one", .oneByOne), ("all_in_one", .allInOne), ("none", nil)]
                as [(String, QuizSession.Manner?)], default: .oneByOne)
        let isUnmarked = reader.truth("unmarked")
        let areas = try areas(reader.list("areas"), &others, find)
        let languages = languages(reader.list("languages"), &others)
        let isUntrainedOnly = reader.truth("untrained_only")
        let starts = reader.moment("starts_at")
        let ends = reader.moment("ends_at")
        let every = reader.whole("every_days", in: BriefField.every, default: 0)
        let waves = reader.whole("waves", in: BriefField.waves, default: 1)
        let budget = reader.whole("budget_segments", in: BriefField.budget, default: 0)
        let money = reader.whole("budget_money", in: SegmentPrice.budgets, default: 0)
        let gateways = gateways(
            reader.list("route", isNeeded: false), known: route, &others)
        try reader.finish(others)
        guard let lesson, let starts, let ends else { throw MachineProblem.fields(reader.faults) }
        let brief = CampaignBrief(
            name: name.trimmed, lesson: lesson, messageClass: messageClass, manner: manner,
            isUnmarked: isUnmarked,
            audience: Audience(
                areas: areas.map(\.id), languages: languages, isUntrainedOnly: isUntrainedOnly),
            schedule: try schedule(starts, ends, every, waves),
            route: gateways.isEmpty ? route : gateways, budgetSegments: budget,
            budgetMoney: money)
        return (brief, areas)
    }

    private static func slug(_ reader: inout FieldReader) -> Slug? {
        guard let text = reader.text("lesson", isNeeded: true) else { return nil }
        do {
            return try Slug(text)
        } catch {
            reader.refuse("lesson", .slug)
            return nil
        }
    }

    private static func choice<Choice>(
        _ reader: inout FieldReader, _ name: String, _ choices: [(String, Choice)],
        default standard: Choice
    ) -> Choice {
        guard let word = reader.text(name) else { return standard }
        guard let known = choices.first(where: { $0.0 == word }) else {
            reader.refuse(name, .choice, BodyFault.choice(word, choices.map(\.0)))
            return standard
        }
        return known.1
    }

    private static func areas(
        _ list: [JSONValue], _ faults: inout [BodyFault],
        _ find: (String, String) throws -> AreaLine?
    ) throws -> [AreaLine] {
        guard list.count <= mostAreas else {
            faults.append(BodyFault(pointer: "/areas", fault: .range))
            return []
        }
        var areas: [AreaLine] = []
        for (index, value) in list.enumerated() {
            let pointer = "/areas/\(index)"
            var reader = FieldReader(value, at: pointer)
            let system = reader.text("system", isNeeded: reader.faults.isEmpty)
            let code = reader.text("code", isNeeded: reader.faults.isEmpty)
            let found = reader.finished()
            guard found.isEmpty else {
                faults += found
                continue
            }
            guard let system, let code, let area = try find(system, code) else {
                faults.append(BodyFault(pointer: pointer, fault: .area))
                continue
            }
            if !areas.contains(where: { $0.id == area.id }) { areas.append(area) }
        }
        return areas
    }

    private static func languages(
        _ list: [JSONValue], _ faults: inout [BodyFault]
    ) -> [Language] {
        var languages: [Language] = []
        for (index, value) in list.enumerated() {
            guard case .text(let tag) = value else {
                faults.append(BodyFault(pointer: "/languages/\(index)", fault: .text))
                continue
            }
            guard let language = Language(rawValue: tag) else {
                faults.append(
                    BodyFault(
                        pointer: "/languages/\(index)", fault: .choice,
                        values: BodyFault.choice(tag, Language.allCases.map(\.rawValue))))
                continue
            }
            if !languages.contains(language) { languages.append(language) }
        }
        return languages
    }

    private static func gateways(
        _ list: [JSONValue], known: [String], _ faults: inout [BodyFault]
    ) -> [String] {
        var gateways: [String] = []
        for (index, value) in list.enumerated() {
            guard case .text(let name) = value else {
                faults.append(BodyFault(pointer: "/route/\(index)", fault: .text))
                continue
            }
            guard known.contains(name) else {
                faults.append(
                    BodyFault(
                        pointer: "/route/\(index)", fault: .choice,
                        values: BodyFault.choice(String(name.prefix(40)), known)))
                continue
            }
            if !gateways.contains(name) { gateways.append(name) }
        }
        return gateways
    }

    private static func schedule(
        _ starts: Instant, _ ends: Instant, _ every: Int, _ waves: Int
    ) throws(MachineProblem) -> Schedule {
        do {
            return try Schedule(starts: starts, ends: ends, everyDays: every, waves: waves)
        } catch {
            switch error {
            case .endsBeforeItStarts:
                throw .fields([BodyFault(pointer: "/ends_at", fault: .order)])
            case .waves: throw .fields([BodyFault(pointer: "/waves", fault: .range)])
            case .overlap: throw .fields([BodyFault(pointer: "/every_days", fault: .range)])
            }
        }
    }
}
