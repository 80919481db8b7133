import KengDomain
import KengEngine
import KengStore

/// A campaign as programs read it.
struct CampaignAnswer: Encodable, Sendable {
    let id: String
    let name: String
    let lesson: String
    let `class`: String
    let quiz: String
    let unmarked: Bool
    let areas: [AreaName]
    let languages: [String]
    let untrainedOnly: Bool
    let startsAt: String
    let endsAt: String
    let everyDays: Int
    let waves: Int
    let route: [String]
    let budgetSegments: Int
    let budgetMoney: Int
    let state: String
    /// What was submitted; a draft has none.
    let digest: String?
    /// People who must approve it, none of them its author, and those of them who have.
    let approvalsNeeded: Int
    let approvals: Int
    let author: String?
    let createdAt: String
    /// Over all waves, by state; states without a message are left out.
    let messages: [String: Int]
    /// Of the suppressed ones, by reason.
    let suppressed: [String: Int]
    let segments: Int
    let replied: Int
    let passed: Int
    let newlyCovered: Int

    init(
        _ campaign: Campaign, areas: [AreaLine], author: String?, counts: [WaveCount],
        learned: [CampaignCount: Int]
    ) {
        let brief = campaign.brief
        id = "\(campaign.id)"
        name = brief.name
        lesson = brief.lesson.text
        self.class = brief.messageClass.word
        quiz =
            switch brief.manner {
            case .oneByOne: "one_by_one"
            case .allInOne: "all_in_one"
            case nil: "none"
            }
        unmarked = brief.isUnmarked
        self.areas = areas.map(AreaName.init)
        languages = brief.audience.languages.map(\.rawValue)
        untrainedOnly = brief.audience.isUntrainedOnly
        startsAt = Timestamp.text(brief.schedule.starts)
        endsAt = Timestamp.text(brief.schedule.ends)
        everyDays = brief.schedule.everyDays
        waves = brief.schedule.waves
        route = brief.route
        budgetSegments = brief.budgetSegments
        budgetMoney = brief.budgetMoney
        state = campaign.state.word.text
        digest = campaign.state.digest
        approvalsNeeded = brief.messageClass.approvals
        approvals =
            switch campaign.state {
            case .draft: 0
            case .submitted(_, let first): first == nil ? 0 : 1
            case .approved, .running, .paused, .finished, .cancelled: approvalsNeeded
            }
        self.author = author
        createdAt = Timestamp.text(campaign.createdAt)
        messages = Dictionary(counts.map { ($0.state.word, $0.messages) }, uniquingKeysWith: +)
        suppressed = Dictionary(
            counts.filter { $0.state == .suppressed }.map {
                (Suppression(rawValue: $0.reason)?.word ?? "other", $0.messages)
            }, uniquingKeysWith: +)
        segments = counts.reduce(0) { $0 + $1.segments }
        replied = learned[.replied] ?? 0
        passed = learned[.passed] ?? 0
        newlyCovered = learned[.covered] ?? 0
    }
}

/// An area's name and key.
struct AreaName: Encodable, Sendable {
    let system: String
    let code: String
    let name: String

    init(_ area: AreaLine) {
        system = area.system
        code = area.code
        name = area.name
    }
}

/// A page of the list of campaigns.
struct CampaignListAnswer: Encodable, Sendable {
    let campaigns: [Line]
    /// Where the next page starts; absent on the last.
    let next: String?

    struct Line: Encodable, Sendable {
        let id: String
        let name: String
        let lesson: String
        let state: String
        let startsAt: String
        let endsAt: String
        let author: String
        let areas: Int
        let firstArea: String
        let planned: Int
        let gone: Int
        let delivered: Int
    }

    init(_ lines: [CampaignLine], limit: Int) {
        campaigns = lines.prefix(limit).map { line in
            Line(
                id: "\(line.id)", name: line.name, lesson: line.lesson, state: line.state.text,
                startsAt: Timestamp.text(line.starts), endsAt: Timestamp.text(line.ends),
                author: line.authorName, areas: line.areas, firstArea: line.areaName,
                planned: line.planned, gone: line.gone, delivered: line.delivered)
        }
        next = lines.count > limit ? campaigns.last?.id : nil
    }
}

/// What an approver has to see; approving takes the digest given here.
struct CheckAnswer: Encodable, Sendable {
    let digest: String
    let recipients: Int
    let segments: Int
    /// Every text of the first wave: their recipients and segments add up to those above.
    let texts: [Text]
    /// On top of `segments`, if everybody answers every question.
    let mostReplySegments: Int
    let unsendable: [Refused]
    let firstLeavesAt: String?
    let lastLeavesAt: String?
    let crossesQuietHours: Bool

    struct Text: Encodable, Sendable {
        let language: String
        let jurisdiction: String
        let form: Int
        let recipients: Int
        let text: String
        let encoding: String
        let units: Int
        let segments: Int

        init(_ text: CheckText) {
            language = text.language.rawValue
            jurisdiction = text.jurisdiction.code
            form = text.form
            recipients = text.recipients
            self.text = text.body.text
            encoding = text.body.encoding
            units = text.body.units
            segments = text.body.segments
        }
    }

    struct Refused: Encodable, Sendable {
        let reason: String
        let recipients: Int
    }

    init(_ sheet: CheckSheet) {
        digest = sheet.digest
        recipients = sheet.recipients
        segments = sheet.segments
        texts = sheet.texts.map(Text.init)
        mostReplySegments = sheet.mostReplySegments
        unsendable = sheet.unsendable.map {
            Refused(reason: $0.reason.word, recipients: $0.recipients)
        }
        firstLeavesAt = sheet.firstLeaves.map(Timestamp.text)
        lastLeavesAt = sheet.lastLeaves.map(Timestamp.text)
        crossesQuietHours = sheet.crossesQuietHours
    }
}
