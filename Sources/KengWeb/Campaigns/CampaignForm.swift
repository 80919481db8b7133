import KengDomain
import KengEngine
import KengText

/// A campaign while it is being written: the address carries it from step to step.
struct CampaignForm: Sendable {
    var values: FormValues

    static let names: Set<String> = [
        "id", "lesson", "area", "language", "untrained", "start-day", "start-time", "end-day",
        "end-time", "every", "waves", "manner", "unmarked", "name", "budget", "money",
    ]

    /// Takes only the names that belong to a campaign.
    init(_ given: FormValues) {
        values = FormValues(given.pairs.filter { Self.names.contains($0.name) })
    }

    /// A stored campaign as its form; with `isCopy` the times are left to be chosen again.
    init(_ campaign: Campaign, offset: UTCOffset, isCopy: Bool) {
        let brief = campaign.brief
        var values = FormValues()
        if !isCopy { values.append("id", "\(campaign.id)") }
        values.append("lesson", brief.lesson.text)
        for area in brief.audience.areas { values.append("area", "\(area)") }
        for language in brief.audience.languages {
            values.append("language", language.rawValue)
        }
        if brief.audience.isUntrainedOnly { values.append("untrained", "1") }
        if !isCopy {
            func append(_ name: String, _ instant: Instant) {
                values.append("\(name)-day", LocalDay(of: instant, at: offset).description)
                values.append("\(name)-time", offset.minuteOfDay(at: instant).description)
            }
            append("start", brief.schedule.starts)
            append("end", brief.schedule.ends)
        }
        values.append("every", "\(brief.schedule.everyDays)")
        values.append("waves", "\(brief.schedule.waves)")
        values.append("manner", Self.word(brief.manner))
        if brief.isUnmarked { values.append("unmarked", "1") }
        values.append("name", brief.name)
        values.append("budget", "\(brief.budgetSegments)")
        if brief.budgetMoney > 0 { values.append("money", "\(brief.budgetMoney)") }
        self.values = values
    }

    var id: Campaign.ID? {
        values["id"].flatMap { Int64($0) }.map(Campaign.ID.init(rawValue:))
    }

    var lesson: Slug? {
        // What is no slug names no lesson; the form then asks for one.
        values["lesson"].flatMap { try? Slug($0) }
    }

    var areas: [Area.ID] {
        var seen: Set<Int64> = []
        return values.all("area").compactMap { Int64($0) }
            .filter { seen.insert($0).inserted }.map(Area.ID.init(rawValue:))
    }

    var languages: [Language] {
        let chosen = values.all("language")
        return Language.allCases.filter { chosen.contains($0.rawValue) }
    }

    var isUntrainedOnly: Bool { values["untrained"] == "1" }
    var isUnmarked: Bool { values["unmarked"] == "1" }

    static func word(_ manner: QuizSession.Manner?) -> String {
        switch manner {
        case nil: "none"
        case .oneByOne: "one"
        case .allInOne: "all"
        }
    }

    func address(_ path: String) -> String {
        values.address(path)
    }
}

extension CampaignForm {
    /// What keeps the first steps from going on.
    func problems(step: CampaignStep) -> [FieldProblem] {
        switch step {
        case .lesson:
            return lesson == nil ? [FieldProblem(field: "lesson", key: "lesson")] : []
        case .who:
            var problems: [FieldProblem] = []
            if areas.isEmpty || values.all("area").contains(where: { Int64($0) == nil }) {
                problems.append(FieldProblem(field: "area", key: "area"))
            }
            if languages.isEmpty
                || values.all("language").contains(where: { Language(rawValue: $0) == nil })
            {
                problems.append(FieldProblem(field: "language", key: "language"))
            }
            return problems
        case .when: return []
        }
    }

    /// What the last step decides.
    struct Terms {
        let schedule: Schedule
        let manner: QuizSession.Manner?
        let budget: Int
        let money: Int
    }

    enum Reading {
        case terms(Terms)
        case problems([FieldProblem])
    }

    /// Reads days as `2026-11-21` or `21/11/2026`, times as `08:00` or `08.00`.
    func terms(offset: UTCOffset) -> Reading {
        var problems: [FieldProblem] = []
        func moment(_ name: String) -> Instant? {
            let day = values["\(name)-day"].flatMap(Self.day)
            let time = values["\(name)-time"].flatMap(Self.time)
            if day == nil { problems.append(FieldProblem(field: "\(name)-day", key: "day")) }
            if time == nil { problems.append(FieldProblem(field: "\(name)-time", key: "time")) }
            guard let day, let time else { return nil }
            return day.instant(at: time, offset: offset)
        }
        func read<Value>(
            _ name: String, orElse usual: Value,
            _ read: (String) throws(BriefFault) -> Value
        ) -> Value {
            guard let typed = values[name] else { return usual }
            do throws(BriefFault) {
                return try read(typed)
            } catch {
                problems.append(FieldProblem(error, offset: offset))
                return usual
            }
        }
        func whole(
            _ name: String, _ field: BriefFault.Field, _ range: ClosedRange<Int>, orElse usual: Int
        ) -> Int {
            read(name, orElse: usual) { typed throws(BriefFault) in
                try BriefField.whole(typed, field, in: range)
            }
        }
        let starts = moment("start")
        let ends = moment("end")
        let waves = whole("waves", .waves, BriefField.waves, orElse: 1)
        let every = whole("every", .every, BriefField.every, orElse: 0)
        let manner = read("manner", orElse: .oneByOne, BriefField.manner)
        let budget = whole("budget", .budget, BriefField.budget, orElse: 0)
        let money = whole("money", .money, SegmentPrice.budgets, orElse: 0)
        guard let starts, let ends, problems.isEmpty else { return .problems(problems) }
        do throws(Schedule.Problem) {
            let schedule = try Schedule(
                starts: starts, ends: ends, everyDays: every, waves: waves)
            return .terms(
                Terms(schedule: schedule, manner: manner, budget: budget, money: money))
        } catch {
            let problem =
                switch error {
                case .endsBeforeItStarts: FieldProblem(field: "end-day", key: "endsFirst")
                case .waves: FieldProblem(field: "waves", key: "waves")
                case .overlap: FieldProblem(field: "every", key: "overlap")
                }
            return .problems([problem])
        }
    }

    static func day(_ typed: String) -> LocalDay? {
        // Not the form's own way of writing a day: the way people write one is tried next.
        if let day = try? LocalDay(typed) { return day }
        let parts = typed.split(whereSeparator: { "/.-".contains($0) }).compactMap { Int($0) }
        guard parts.count == 3 else { return nil }
        return LocalDay(year: parts[2], month: parts[1], day: parts[0])
    }

    static func time(_ typed: String) -> MinuteOfDay? {
        // No clock time: the field says so.
        try? MinuteOfDay(typed.replacing(".", with: ":").replacing("h", with: ":"))
    }
}

/// The steps before the check.
enum CampaignStep: Int, Sendable, CaseIterable {
    case lesson = 1
    case who = 2
    case when = 3

    var path: String {
        switch self {
        case .lesson: "/campaigns/new"
        case .who: "/campaigns/new/who"
        case .when: "/campaigns/new/when"
        }
    }

    var word: String {
        switch self {
        case .lesson: "lesson"
        case .who: "who"
        case .when: "when"
        }
    }
}
