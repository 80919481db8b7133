import KengDomain
import KengEngine
import KengStore
import KengText

/// The last look before anything leaves: what a resident sees, how many, when, for how much.
struct CampaignCheckView: Sendable {
    let heading: String
    let name: String
    let state: StateMark
    let address: String
    let refusal: String?
    let facts: [Fact]
    let texts: CheckTexts?
    let unsendable: [String]
    let hasUnsendable: Bool
    let digest: String
    let submit: String?
    let approve: String?
    let canSendBack: Bool
    let waits: String?
    let isBegun: Bool
    let author: String
    /// Two must approve it: so many lines to sign.
    let hasSecondApprover: Bool
    let updated: String

    struct Fact: Sendable {
        let word: String
        let value: String
        /// The language of the value, where it may be another than the page's.
        var valueTag: String?
        let change: String?
    }

    init(
        line: CampaignLine, campaign: Campaign, areas: [AreaLine], sheet: CheckSheet?,
        refusal: Refusal?, firstApprover: Account?, lessons: LessonNames, _ ask: Ask,
        _ member: Member
    ) {
        let words = ask.words
        let isDraft = line.state == .draft
        let isSubmitted = line.state == .submitted
        let mayChange = member.mayWrite && (isDraft || isSubmitted)
        let isAuthor = campaign.author == member.account.id
        heading = words.text("check.heading")
        name = line.name
        author = line.authorName
        state = StateMark(line.state, words)
        address = "/campaigns/\(line.id)"
        self.refusal = refusal.map { words.text("refusal.\($0.key)") }
        facts = Self.facts(line, campaign, areas, sheet, lessons, mayChange, ask)
        texts = sheet.flatMap { CheckTexts($0, campaign.brief, ask.site, words) }
        unsendable = (sheet?.unsendable ?? []).map {
            words.pair(words.text("reason.\($0.reason.word)"), words.number($0.recipients))
        }
        hasUnsendable = !unsendable.isEmpty
        digest = sheet?.digest ?? ""
        let count: [String: MessageValue] = ["count": .number(sheet?.recipients ?? 0)]
        let isReady = (sheet?.recipients ?? 0) > 0
        submit =
            isDraft && member.mayWrite && isReady ? words.text("check.submit", count) : nil
        hasSecondApprover = campaign.brief.messageClass.approvals > 1
        let isFirst = hasSecondApprover && firstApprover == nil
        let hasApproved = firstApprover?.id == member.account.id
        approve =
            isSubmitted && member.mayApprove && !isAuthor && !hasApproved && isReady
            ? words.text(isFirst ? "check.approveFirst" : "check.approve", count) : nil
        canSendBack = isSubmitted && member.mayWrite
        if isSubmitted, let firstApprover {
            waits = words.text("check.firstApproved", ["name": .text(firstApprover.name)])
        } else if isSubmitted, isAuthor {
            waits = words.text("refusal.approverIsAuthor")
        } else if isSubmitted, !member.mayApprove {
            waits = words.text("refusal.approvers")
        } else if !isReady, sheet != nil {
            waits = words.text("check.nobody")
        } else if hasSecondApprover, isDraft || isSubmitted {
            waits = words.text("check.needsTwo")
        } else {
            waits = nil
        }
        isBegun = !isDraft && !isSubmitted
        updated = words.text(
            "updated.day", ["when": .text(words.moment(ask.now, line.offset))])
    }

    private static func facts(
        _ line: CampaignLine, _ campaign: Campaign, _ areas: [AreaLine], _ sheet: CheckSheet?,
        _ lessons: LessonNames, _ mayChange: Bool, _ ask: Ask
    ) -> [Fact] {
        let words = ask.words
        let brief = campaign.brief
        func change(_ step: CampaignStep) -> String? {
            mayChange ? "\(step.path)?id=\(campaign.id)" : nil
        }
        func fact(_ key: String, _ value: String, _ step: CampaignStep?) -> Fact {
            Fact(word: words.text("check.\(key)"), value: value, change: step.flatMap(change))
        }
        var facts = [
            Fact(
                word: words.text("check.lesson"), value: lessons.name(of: brief.lesson),
                valueTag: lessons.tag(of: brief.lesson), change: change(.lesson)),
            fact("class", words.text("class.\(brief.messageClass.word)"), nil),
            fact("areas", words.list(areas.map(\.name)), .who),
            fact(
                "languages",
                words.list(brief.audience.languages.map { InterfaceLanguage($0).ownName }), .who),
            fact(
                "audience",
                words.text(brief.audience.isUntrainedOnly ? "check.untrained" : "check.everyone"),
                .who),
            fact(
                "window",
                words.text(
                    "check.fromTo",
                    [
                        "from": .text(words.moment(brief.schedule.starts, line.offset)),
                        "to": .text(words.moment(brief.schedule.ends, line.offset)),
                    ]), .when),
            fact(
                "waves",
                brief.schedule.waves == 1
                    ? words.text("check.once")
                    : words.text(
                        "check.repeat",
                        [
                            "waves": .number(brief.schedule.waves),
                            "days": .number(brief.schedule.everyDays),
                        ]), .when),
            fact("manner", words.text("manner.\(CampaignForm.word(brief.manner))"), .when),
        ]
        guard let sheet else { return facts }
        facts += [
            fact("recipients", words.number(sheet.recipients), nil),
            fact("segments", words.number(sheet.segments), nil),
        ]
        if sheet.mostReplySegments > 0 {
            facts.append(
                fact(
                    "replies",
                    words.text(
                        "check.mostReplies", ["segments": .number(sheet.mostReplySegments)]), nil))
        }
        if let price = ask.site.desk.price {
            facts.append(fact("cost", words.money(price.cost(of: sheet.segments), price), nil))
            if brief.budgetMoney > 0 {
                facts.append(fact("money", words.money(brief.budgetMoney, price), .when))
            }
        }
        if brief.budgetSegments > 0 {
            facts.append(fact("budget", words.number(brief.budgetSegments), .when))
        }
        if let first = sheet.firstLeaves, let last = sheet.lastLeaves {
            facts += [
                fact("first", words.moment(first, line.offset), nil),
                fact("last", words.moment(last, line.offset), nil),
            ]
        }
        facts.append(
            fact(
                "quiet",
                words.text(sheet.crossesQuietHours ? "check.crosses" : "check.crossesNot"), nil))
        return facts
    }
}
