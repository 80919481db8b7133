import Hummingbird
import KengDomain
import KengEngine
import KengStore
import KengText

/// Writing a campaign, one question a page: which lesson, who gets it, when.
struct CampaignStepPages: Sendable {
    func add(to routes: inout Routes) {
        routes.get("/campaigns/new", .writers) { ask, member in
            try await step(.lesson, ask, member)
        }
        routes.get("/campaigns/new/who", .writers) { try await step(.who, $0, $1) }
        routes.get("/campaigns/new/when", .writers) { try await step(.when, $0, $1) }
        routes.post("/campaigns") { try await save($0, $1) }
    }

    private func step(
        _ step: CampaignStep, _ ask: Ask, _ member: Member
    ) async throws -> Response {
        let form = try await form(ask, member)
        let problems = ask.query["act"] == "next" ? form.problems(step: step) : []
        if ask.query["act"] == "next", problems.isEmpty,
            let next = CampaignStep(rawValue: step.rawValue + 1)
        {
            return ask.redirect(form.address(next.path))
        }
        return try await show(step, form, problems, ask, member)
    }

    /// What the address carries; an address with only `id` or `from` is filled from that campaign.
    private func form(_ ask: Ask, _ member: Member) async throws -> CampaignForm {
        let form = CampaignForm(ask.query)
        let source = ask.query["from"].flatMap { Int64($0) } ?? form.id?.rawValue
        guard let source, form.lesson == nil else { return form }
        let id = Campaign.ID(rawValue: source)
        let found = try await ask.site.database.read { transaction in
            guard let line = try transaction.campaignLine(id, under: member.area.id),
                let campaign = try transaction.campaign(id)
            else { throw PageProblem.notFound }
            return (campaign, line.offset)
        }
        return CampaignForm(found.0, offset: found.1, isCopy: ask.query["from"] != nil)
    }

    private func show(
        _ step: CampaignStep, _ form: CampaignForm, _ problems: [FieldProblem], _ ask: Ask,
        _ member: Member
    ) async throws -> Response {
        let words = ask.words
        let heading = words.text("step.\(step.word).heading")
        let title =
            problems.isEmpty ? heading : words.text("title.error", ["title": .text(heading)])
        let view = try await CampaignStepView(step, form, problems, ask, member)
        return ask.page(
            "campaign-\(step.word)", title: title, view,
            status: problems.isEmpty ? .ok : .unprocessableContent)
    }

    /// Saves a draft from the form of any step and goes on to the check.
    private func save(_ ask: Ask, _ member: Member) async throws -> Response {
        let form = CampaignForm(ask.form)
        // What names no campaign changes none and makes none.
        guard form.id != nil || form.values["id"] == nil else { throw PageProblem.notFound }
        for step in [CampaignStep.lesson, .who] {
            let problems = form.problems(step: step)
            guard problems.isEmpty else {
                return try await show(step, form, problems, ask, member)
            }
        }
        let places = try await ask.site.database.read { transaction in
            try form.areas.compactMap { area in
                try transaction.isArea(area, under: member.area.id)
                    ? try transaction.areaLine(area) : nil
            }
        }
        guard places.count == form.areas.count, let lesson = form.lesson else {
            throw PageProblem.notAllowed("refusal.outsideArea")
        }
        let words = ask.words
        let offset = places.first?.offset ?? member.area.offset
        let terms: CampaignForm.Terms
        switch form.terms(offset: offset) {
        case .problems(let problems): return try await show(.when, form, problems, ask, member)
        case .terms(let read): terms = read
        }
        let usual = words.list(
            [try await ask.lessonNames().name(of: lesson)] + places.prefix(1).map(\.name))
        let brief = CampaignBrief(
            name: form.values["name"] ?? String(usual.prefix(120)), lesson: lesson,
            messageClass: .awareness, manner: terms.manner, isUnmarked: form.isUnmarked,
            audience: Audience(
                areas: form.areas.sorted(), languages: form.languages,
                isUntrainedOnly: form.isUntrainedOnly), schedule: terms.schedule,
            route: ask.site.settings.route, budgetSegments: terms.budget, budgetMoney: terms.money)
        do {
            return try await keep(brief, form.id, ask, member)
        } catch DeskProblem.faults(let faults) {
            let problems = faults.map { FieldProblem($0, offset: offset) }
            let step = problems.map(\.step).min { $0.rawValue < $1.rawValue } ?? .when
            return try await show(
                step, form, problems.filter { $0.step == step }, ask, member)
        } catch {
            guard let refusal = Refusal(error) else { throw error }
            return refusal.page(ask, back: "/campaigns")
        }
    }

    private func keep(
        _ brief: CampaignBrief, _ id: Campaign.ID?, _ ask: Ask, _ member: Member
    ) async throws -> Response {
        guard let id else {
            let new = try await ask.site.desk.create(brief, by: member.account)
            return ask.redirect("/campaigns/\(new)/check")
        }
        try await ask.requireCampaign(id, member)
        try await ask.site.desk.revise(id, to: brief, by: member.account)
        return ask.redirect("/campaigns/\(id)/check")
    }
}

extension Ask {
    /// - Throws: `.notFound` when there is no such campaign in the member's area.
    func requireCampaign(_ id: Campaign.ID, _ member: Member) async throws {
        let line = try await site.database.read {
            try $0.campaignLine(id, under: member.area.id)
        }
        guard line != nil else { throw PageProblem.notFound }
    }
}
