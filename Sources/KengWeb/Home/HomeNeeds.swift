import KengDomain
import KengStore
import KengText

/// What waits for a person, in the order in which it cannot wait.
struct HomeNeeds: Sendable {
    struct Need: Sendable {
        let sentence: String
        let address: String
        let act: String
    }

    /// The first of a kind, and how many there are.
    struct Part<Line: Sendable>: Sendable {
        let lines: [Line]
        let count: Int

        var isCut: Bool { count > lines.count }

        /// Counts only when the page does not hold them all.
        init(_ lines: [Line], limit: Int, count: () throws -> Int) rethrows {
            self.lines = lines
            self.count = lines.count < limit ? lines.count : try count()
        }
    }

    struct Found: Sendable {
        let emergencies: Part<InboundLine>
        /// `HomePages.mostCounted` and one more when there are more than that.
        let unreadable: Int
        let submitted: Part<CampaignLine>
        let paused: Part<CampaignLine>
        let drafts: Part<CampaignLine>
        let running: Part<CampaignLine>

        init(_ transaction: any Transaction, _ member: Member) throws {
            let scope = member.area.id
            let most = HomePages.most
            func campaigns(
                _ state: CampaignWord, _ authors: CampaignFilter.Authors = .all
            ) throws -> Part<CampaignLine> {
                let filter = CampaignFilter(state: state, authors: authors)
                return try Part(
                    try transaction.campaignLines(filter, under: scope, limit: most), limit: most
                ) { try transaction.campaignCount(filter, under: scope) }
            }
            func texts(_ intent: String) throws -> Int {
                try transaction.inboundAttentionCount(
                    of: intent, under: scope, most: HomePages.mostCounted + 1)
            }
            emergencies = try Part(
                try transaction.inboundAttention(
                    of: "emergency", under: scope, before: nil,
                    limit: HomePages.mostEmergencies), limit: HomePages.mostEmergencies
            ) { try texts("emergency") }
            unreadable = try texts("unreadable")
            let own = member.account.id
            submitted = try campaigns(.submitted, .allBut(own))
            paused = try campaigns(.paused)
            drafts = try campaigns(.draft, .only(own))
            running = try campaigns(.running)
        }
    }

    private let words: Words
    private(set) var list: [Need] = []

    init(_ found: Found, _ member: Member, _ words: Words) {
        self.words = words
        for line in found.emergencies.lines {
            let values: [String: MessageValue] = [
                "phone": .text(line.phone.description), "area": .text(line.areaName ?? ""),
                "when": .text(words.moment(line.at, line.offset)),
            ]
            add("emergency", values, "/inbox", act: "inbox")
        }
        addRest("emergency", found.emergencies, "/inbox")
        if member.mayApprove { add("approve", .submitted, found.submitted, isCheck: true) }
        add("paused", .paused, found.paused, isCheck: false)
        add("draft", .draft, found.drafts, isCheck: true)
        if found.unreadable > 0 {
            let isMore = found.unreadable > HomePages.mostCounted
            add(
                isMore ? "inboxMany" : "inbox",
                ["count": .number(min(found.unreadable, HomePages.mostCounted))], "/inbox",
                act: "inbox")
        }
    }

    private mutating func add(
        _ key: String, _ values: [String: MessageValue], _ address: String, act: String
    ) {
        list.append(
            Need(
                sentence: words.text("need.\(key)", values), address: address,
                act: words.text("need.\(act).act")))
    }

    private mutating func add(
        _ key: String, _ state: CampaignWord, _ part: Part<CampaignLine>, isCheck: Bool
    ) {
        for line in part.lines {
            add(
                key, ["name": .text(line.name)],
                "/campaigns/\(line.id)" + (isCheck ? "/check" : ""), act: key)
        }
        addRest(key, part, "/campaigns?state=\(state.text)")
    }

    private mutating func addRest<Line>(_ key: String, _ part: Part<Line>, _ address: String) {
        guard part.isCut else { return }
        add(
            "shown.\(key)", ["shown": .number(part.lines.count), "count": .number(part.count)],
            address, act: "shown")
    }
}
