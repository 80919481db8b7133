import KengDomain
import KengEngine
import KengStore
import KengText

/// What the page of one step shows; all steps share it.
struct CampaignStepView: Sendable {
    let heading: String
    let number: String
    let back: String
    /// A campaign that exists is saved by each step; a new one goes on to the next.
    let isChange: Bool
    let action: String
    let here: String
    let hidden: [FormValues.Pair]
    let problems: [Problem]
    let hasProblems: Bool
    let lessonProblem: String?
    let areaProblem: String?
    let languageProblem: String?
    let lessons: [Lesson]
    let hasLessons: Bool
    let areas: [AreaOption]
    let search: String
    let noMatch: Bool
    let languages: [CoverageChoice.Option]
    let isUntrainedOnly: Bool
    let when: When

    struct Problem: Sendable {
        let field: String
        let sentence: String
    }

    struct Lesson: Sendable {
        let slug: String
        let title: String
        let tag: String
        let languages: String
        let isChosen: Bool
        let isFirst: Bool
    }

    struct AreaOption: Sendable {
        let id: String
        let name: String
        let above: String
        let households: String
        let isChosen: Bool
        let isFirst: Bool
    }

    struct When: Sendable {
        let startDay: String
        let startTime: String
        let endDay: String
        let endTime: String
        let waves: String
        let every: String
        let name: String
        let budget: String
        /// Nil where nobody has said what a segment costs.
        let money: Money?
        let manners: [CoverageChoice.Option]
        let isUnmarked: Bool
        let hasVietnamese: Bool
        let startDayProblem: String?
        let startTimeProblem: String?
        let endDayProblem: String?
        let endTimeProblem: String?
        let wavesProblem: String?
        let everyProblem: String?
        let mannerProblem: String?
        let nameProblem: String?
        let budgetProblem: String?
    }

    struct Money: Sendable {
        let words: String
        let value: String
        let moneyProblem: String?
    }

    init(
        _ step: CampaignStep, _ form: CampaignForm, _ problems: [FieldProblem], _ ask: Ask,
        _ member: Member
    ) async throws {
        let words = ask.words
        let search = ask.query["q"] ?? ""
        let found = try await ask.site.database.read { transaction in
            let editions = step == .when ? [] : try transaction.newestEditions()
            var chosen: [AreaLine] = []
            var offered: [AreaLine] = []
            if step == .who {
                chosen = try form.areas.compactMap { area in
                    try transaction.isArea(area, under: member.area.id)
                        ? try transaction.areaLine(area) : nil
                }
                offered =
                    search.isEmpty
                    ? [member.area] + (try transaction.areaLines(below: member.area.id))
                    : try transaction.searchAreas(
                        search.folded, under: member.area.id, limit: 50)
            }
            return (editions, chosen, offered)
        }
        let (editions, chosen, offered) = found
        heading = words.text("step.\(step.word).heading")
        number = words.text("step.number", ["number": .number(step.rawValue)])
        isChange = form.id != nil
        action = isChange ? "/campaigns" : step.path
        here = step.path
        back =
            form.id.map { "/campaigns/\($0)/check" }
            ?? CampaignStep(rawValue: step.rawValue - 1).map { form.address($0.path) }
            ?? "/campaigns"
        hidden = form.values.without(Self.fields(of: step)).pairs
        self.problems = problems.map {
            Problem(field: $0.field, sentence: words.text("problem.\($0.key)", $0.values))
        }
        hasProblems = !problems.isEmpty
        let sentences = Self.sentences(self.problems)
        lessonProblem = sentences["lesson"]
        areaProblem = sentences["area"]
        languageProblem = sentences["language"]
        lessons = Self.lessons(editions, form, words)
        hasLessons = !lessons.isEmpty
        let chosenIDs = Set(chosen.map(\.id))
        areas =
            (chosen + offered.filter { !chosenIDs.contains($0.id) }).enumerated()
            .map { index, area in
                AreaOption(
                    id: "\(area.id)", name: area.name, above: area.parentName ?? "",
                    households: words.text(
                        "step.who.households", ["households": .number(area.households)]),
                    isChosen: chosenIDs.contains(area.id), isFirst: index == 0)
            }
        self.search = search
        noMatch = !search.isEmpty && offered.isEmpty
        let ready = Set(
            editions.filter { $0.key.slug == form.lesson }.map(\.key.language))
        // On the first visit every language the lesson has is ticked.
        let isFresh = form.areas.isEmpty && form.languages.isEmpty && problems.isEmpty
        languages = Language.allCases.filter { step == .who && ready.contains($0) }.map {
            CoverageChoice.Option(
                value: $0.rawValue, words: InterfaceLanguage($0).ownName,
                isChosen: isFresh || form.languages.contains($0))
        }
        isUntrainedOnly = form.isUntrainedOnly
        when = When(form, sentences, ask, member)
    }

    /// The first sentence of each field, which stands beside it.
    private static func sentences(_ problems: [Problem]) -> [String: String] {
        Dictionary(
            problems.map { ($0.field, $0.sentence) }, uniquingKeysWith: { first, _ in first })
    }

    private static func fields(of step: CampaignStep) -> Set<String> {
        switch step {
        case .lesson: ["lesson"]
        case .who: ["area", "language", "untrained"]
        case .when:
            [
                "start-day", "start-time", "end-day", "end-time", "every", "waves", "manner",
                "unmarked", "name", "budget", "money",
            ]
        }
    }

    private static func lessons(
        _ editions: [EditionRow], _ form: CampaignForm, _ words: Words
    ) -> [Lesson] {
        let bySlug = Dictionary(
            grouping: editions.filter { $0.kind == .lesson }, by: \.key.slug)
        let slugs = bySlug.keys.sorted()
        return slugs.enumerated().compactMap { index, slug in
            guard let rows = bySlug[slug],
                let shown = rows.first(where: { $0.key.language == words.language.content })
                    ?? rows.first
            else { return nil }
            let languages = Set(rows.map(\.key.language)).sorted()
            return Lesson(
                slug: slug.text, title: shown.title, tag: shown.key.language.rawValue,
                languages: words.list(languages.map { InterfaceLanguage($0).ownName }),
                isChosen: form.lesson == slug, isFirst: index == 0)
        }
    }
}

extension CampaignStepView.When {
    init(_ form: CampaignForm, _ sentences: [String: String], _ ask: Ask, _ member: Member) {
        let words = ask.words
        let values = form.values
        let tomorrow = LocalDay(of: ask.now, at: member.area.offset).advanced(by: 1)
        startDay = values["start-day"] ?? tomorrow.description
        startTime = values["start-time"] ?? "08:00"
        endDay = values["end-day"] ?? tomorrow.description
        endTime = values["end-time"] ?? "20:00"
        waves = values["waves"] ?? "1"
        every = values["every"] ?? "0"
        name = values["name"] ?? ""
        budget = values["budget"] ?? "0"
        let price = ask.site.desk.price
        money = price.map {
            CampaignStepView.Money(
                words: words.text("step.when.money", ["currency": .text($0.currency)]),
                value: values["money"] ?? "0", moneyProblem: sentences["money"])
        }
        manners = BriefField.manners.map { word in
            CoverageChoice.Option(
                value: word, words: words.text("manner.\(word)"),
                isChosen: (values["manner"] ?? CampaignForm.word(.oneByOne)) == word)
        }
        isUnmarked = form.isUnmarked
        hasVietnamese = form.languages.contains(.vietnamese)
        startDayProblem = sentences["start-day"]
        startTimeProblem = sentences["start-time"]
        endDayProblem = sentences["end-day"]
        endTimeProblem = sentences["end-time"]
        wavesProblem = sentences["waves"]
        everyProblem = sentences["every"]
        mannerProblem = sentences["manner"]
        nameProblem = sentences["name"]
        budgetProblem = sentences["budget"]
    }
}
