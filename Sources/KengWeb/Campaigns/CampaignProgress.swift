import KengDomain
import KengEngine
import KengStore
import KengText

/// Where a campaign's messages stand, in the words of residents' handsets and not of protocols.
struct CampaignProgress: Sendable {
    let name: String
    let address: String
    let row: CampaignRow
    let finding: String
    let funnel: [Bar]
    let failures: [Bar]
    let hasFailures: Bool
    /// What came of it; empty when no questions were asked.
    let learned: [Bar]
    let hasLearned: Bool
    let segments: String
    let cost: String?
    let updated: String
    let isFinished: Bool
    let canPause: Bool
    let canResume: Bool
    let canStop: Bool
    let canSendAgain: Bool
    let canUseAgain: Bool
    let again: String
    let hasMessages: Bool

    struct Bar: Sendable {
        let word: String
        let help: String
        let kind: String
        let messages: String
        let percent: String
        let width: Int
    }

    static func read(_ ask: Ask, _ member: Member) async throws -> CampaignProgress {
        let id = try ask.id("id", Campaign.self)
        let found = try await ask.site.database.read { transaction in
            guard let line = try transaction.campaignLine(id, under: member.area.id) else {
                throw PageProblem.notFound
            }
            let campaign = try transaction.campaign(id)
            return (
                line, counts: try transaction.waveCounts(of: id),
                hasQuiz: campaign?.brief.manner != nil,
                learned: try transaction.campaignCounts(of: id),
                missed: try campaign.map { try transaction.mostMissed(by: $0) } ?? 0
            )
        }
        return CampaignProgress(
            found.0, found.counts, found.hasQuiz ? found.learned : nil, missed: found.missed, ask,
            member)
    }

    private init(
        _ line: CampaignLine, _ counts: [WaveCount], _ results: [CampaignCount: Int]?, missed: Int,
        _ ask: Ask, _ member: Member
    ) {
        let words = ask.words
        let total = counts.reduce(0) { $0 + $1.messages }
        func messages(_ states: Set<MessageState>) -> Int {
            counts.reduce(0) { $0 + (states.contains($1.state) ? $1.messages : 0) }
        }
        func bar(_ code: String, _ states: Set<MessageState>) -> Bar {
            Self.bar(code, messages(states), total, words)
        }
        let optedOut = counts.filter {
            $0.state == .suppressed && $0.reason == Suppression.optedOut.rawValue
        }.reduce(0) { $0 + $1.messages }
        name = line.name
        address = "/campaigns/\(line.id)"
        row = CampaignRow(line, words)
        let hasStarted = line.state != .approved
        funnel = [
            bar(hasStarted ? "waiting" : "planned", [.planned]),
            bar("with_carrier", [.handoff, .accepted]), bar("delivered", [.delivered]),
            bar("failed", [.undelivered, .rejected]), bar("expired", [.expired]),
            bar("unknown", [.unknown]), Self.bar("opted_out", optedOut, total, words),
            Self.bar("not_sent", messages([.suppressed]) - optedOut, total, words),
            bar("cancelled", [.cancelled]),
        ].filter { $0.kind == "delivered" || $0.messages != words.number(0) }
        failures = Self.failures(counts, total, words)
        hasFailures = !failures.isEmpty
        learned =
            total == 0
            ? [] : results.map { Self.learned($0, delivered: messages([.delivered]), words) } ?? []
        hasLearned = !learned.isEmpty
        finding =
            total == 0
            ? words.text("campaign.nothingYet", ["when": .text(row.starts)])
            : words.text(
                "campaign.finding",
                [
                    "delivered": .number(messages([.delivered])), "planned": .number(total),
                    "percent": .text(words.percent(messages([.delivered]), of: total)),
                ])
        let used = counts.filter {
            switch $0.state {
            case .handoff, .accepted, .delivered, .undelivered, .expired, .unknown: true
            case .planned, .rejected, .suppressed, .cancelled: false
            }
        }.reduce(0) { $0 + $1.segments }
        segments = words.text("campaign.segments", ["segments": .number(used)])
        cost = ask.site.desk.price.map {
            words.text(
                "campaign.cost", ["cost": .text(words.money($0.cost(of: used), $0))])
        }
        updated = words.text(
            "updated", ["when": .text(words.clock(ask.now, member.area.offset))])
        isFinished = line.state == .finished || line.state == .cancelled
        let mayAct = member.mayWrite
        canPause = mayAct && (line.state == .running || line.state == .approved)
        canResume = mayAct && line.state == .paused
        canStop = canPause || canResume
        canSendAgain = mayAct && line.state == .finished && missed > 0
        canUseAgain = mayAct
        again = "/campaigns/new/when?from=\(line.id)"
        hasMessages = total > 0
    }

    private static func bar(_ code: String, _ messages: Int, _ total: Int, _ words: Words) -> Bar {
        Bar(
            word: words.text("delivery.\(code)"), help: words.text("delivery.\(code).help"),
            kind: code, messages: words.number(messages),
            percent: words.percent(messages, of: total),
            width: total == 0 ? 0 : messages * 100 / total)
    }

    /// Each line is a share of the one above it; the first, of the texts that arrived.
    private static func learned(
        _ results: [CampaignCount: Int], delivered: Int, _ words: Words
    ) -> [Bar] {
        var whole = delivered
        return [("replied", CampaignCount.replied), ("passed", .passed), ("covered", .covered)]
            .map { key, kind in
                let count = results[kind] ?? 0
                defer { whole = count }
                return Bar(
                    word: words.text("campaign.\(key)"),
                    help: words.text("campaign.\(key).help", ["whole": .number(whole)]),
                    kind: key, messages: words.number(count),
                    percent: words.percent(min(count, whole), of: whole), width: 0)
            }
    }

    private static func failures(
        _ counts: [WaveCount], _ total: Int, _ words: Words
    ) -> [Bar] {
        var byReason: [String: Int] = [:]
        for count in counts {
            switch count.state {
            case .suppressed:
                let reason = Suppression(rawValue: count.reason)?.word ?? "other"
                byReason["reason.\(reason)", default: 0] += count.messages
            case .undelivered, .rejected, .expired, .unknown:
                byReason["reason.\(count.state.word)", default: 0] += count.messages
            case .planned, .handoff, .accepted, .delivered, .cancelled: continue
            }
        }
        return byReason.sorted { ($1.value, $0.key) < ($0.value, $1.key) }.map { key, messages in
            Bar(
                word: words.text(key), help: words.text(key + ".help"), kind: "failed",
                messages: words.number(messages), percent: words.percent(messages, of: total),
                width: total == 0 ? 0 : messages * 100 / total)
        }
    }
}
