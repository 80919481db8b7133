import KengDomain
import KengStore

/// Adds up a check sheet.
struct CheckTally {
    private struct Key: Hashable {
        let place: CheckText.Place
        let form: Int
        let text: String
    }

    private var texts: [Key: CheckText] = [:]
    private var refused: [Suppression: Int] = [:]
    private var zones: [(UTCOffset, Jurisdiction, Set<LocalDay>)] = []
    private var quiet: QuietCalendar

    init(quiet: QuietCalendar) {
        self.quiet = quiet
    }

    mutating func refuse(_ reason: Suppression, _ count: Int) {
        refused[reason, default: 0] += count
    }

    mutating func note(_ leaf: Area) {
        let zone = (leaf.offset, leaf.jurisdiction, quiet.days(at: leaf.id))
        if !zones.contains(where: { $0 == zone }) { zones.append(zone) }
    }

    mutating func add(_ text: CheckText, recipients: Int) {
        let key = Key(place: text.place, form: text.form, text: text.body.text)
        texts[key] = (texts[key] ?? text).adding(recipients)
    }

    func sheet(
        _ prepared: CampaignDesk.Prepared, rulebook: Rulebook, segmentsPerSecond rate: Int,
        now: Instant
    ) -> CheckSheet {
        let brief = prepared.campaign.brief
        let starts = max(brief.schedule.starts, now)
        let segments = texts.values.reduce(0) { $0 + $1.segments }
        let duration = Duration.seconds(segments / max(1, rate) + 1)
        var first: Instant?
        var last: Instant?
        var crosses = false
        for (offset, jurisdiction, days) in zones {
            guard
                var rule = rulebook.handoffRule(for: brief.messageClass, in: jurisdiction)
            else { continue }
            if brief.messageClass.keepsQuietDays { rule.quietDays.formUnion(days) }
            let leaves = rule.firstLawful(from: starts, at: offset)
            let closing = rule.hours.closing(of: leaves, at: offset)
            let end = leaves + duration
            let isOver = end > closing
            crosses = crosses || leaves > starts || isOver
            first = min(first ?? leaves, leaves)
            let ends = isOver ? rule.firstLawful(from: closing, at: offset) + (end - closing) : end
            last = max(last ?? ends, ends)
        }
        return CheckSheet(
            campaign: prepared.campaign, digest: prepared.digest,
            texts: texts.values.sorted {
                ($0.place, $0.form, $0.body.text) < ($1.place, $1.form, $1.body.text)
            },
            unsendable: refused.sorted { $0.key.rawValue < $1.key.rawValue }.map {
                (reason: $0.key, recipients: $0.value)
            },
            firstLeaves: first, lastLeaves: last, crossesQuietHours: crosses)
    }
}
