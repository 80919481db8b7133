package import KengDomain
import KengContent
import KengStore

/// What an approver sees before anything leaves.
package struct CheckSheet: Sendable {
    package let campaign: Campaign
    package let digest: String
    package let recipients: Int
    package let segments: Int
    package let languages: [CheckLanguage]
    package let unsendable: [(reason: Suppression, recipients: Int)]
    /// Nil when nobody can be reached.
    package let firstLeaves: Instant?
    package let lastLeaves: Instant?
    package let crossesQuietHours: Bool
}

package struct CheckLanguage: Sendable {
    package let language: Language
    package let jurisdiction: Jurisdiction
    package let recipients: Int
    /// As the handset gets it, for the first area of the audience.
    package let text: String
    package let encoding: String
    package let units: Int
    package let segments: Int
    /// Vietnamese only: the reviewed variant without marks.
    package let unmarkedText: String?
}

extension CampaignDesk {
    /// A campaign with the editions it would use and the digest of it all.
    struct Prepared: Sendable {
        let campaign: Campaign
        let editions: [Edition]
        let digest: String
    }

    /// The campaign's roots, from the tree.
    private func roots(of brief: CampaignBrief) -> [Area] {
        brief.audience.areas.compactMap { tree.area($0) }
    }

    func prepare(_ id: Campaign.ID) async throws -> Prepared {
        let campaign = try await database.read { try $0.known(id) }
        let brief = campaign.brief
        let roots = roots(of: brief)
        guard !roots.isEmpty else { throw DeskProblem.emptyAudience }
        let jurisdictions = Set(roots.map(\.jurisdiction)).sorted()
        let keys = jurisdictions.flatMap { jurisdiction in
            brief.audience.languages.sorted().map {
                Edition.Key(slug: brief.lesson, language: $0, jurisdiction: jurisdiction)
            }
        }
        // What was submitted keeps its editions; a draft takes the newest.
        let isFrozen = campaign.state.word != .draft
        let rows = try await database.read { transaction -> [EditionRow] in
            let frozen =
                isFrozen
                ? try transaction.editions(of: id).compactMap { try transaction.edition($0) } : []
            return try keys.compactMap { key in
                try frozen.first { $0.key == key } ?? transaction.newestEdition(of: key)
            }
        }
        for key in keys where !rows.contains(where: { $0.key == key }) {
            throw DeskProblem.noEdition(key.language, key.jurisdiction)
        }
        for jurisdiction in jurisdictions where rulebook.rules(of: jurisdiction) == nil {
            throw DeskProblem.noRules(jurisdiction)
        }
        let editions = try rows.map { try Edition(row: $0) }
        let forms = brief.manner == nil ? 1 : QuizBank.forms
        let texts = try editions.flatMap { edition in
            try (0..<forms).map { form in
                try composer.body(of: edition, form: form, brief: brief, values: .unresolved).text
            }
        }
        let digest = CampaignDigest.of(brief, areas: roots, editions: editions, texts: texts)
        return Prepared(campaign: campaign, editions: editions, digest: digest)
    }

    /// Counts the real audience and composes what each language gets.
    package func check(_ id: Campaign.ID) async throws -> CheckSheet {
        let prepared = try await prepare(id)
        let brief = prepared.campaign.brief
        let sizes = try await database.read {
            try $0.audienceSize(
                areas: brief.audience.areas, untrainedOnly: brief.audience.isUntrainedOnly,
                forms: brief.manner == nil ? 1 : QuizBank.forms)
        }
        var tally = CheckTally()
        for size in sizes where brief.audience.languages.contains(size.language) {
            let path = tree.path(of: size.area)
            guard let leaf = path.first else { continue }
            guard !size.optedOut else {
                tally.refuse(.optedOut, size.recipients)
                continue
            }
            let key = Edition.Key(
                slug: brief.lesson, language: size.language, jurisdiction: leaf.jurisdiction)
            guard let edition = prepared.editions.first(where: { $0.key == key }) else {
                tally.refuse(.noEdition, size.recipients)
                continue
            }
            let values = values(for: path)
            do {
                let body = try composer.body(
                    of: edition, form: size.form, brief: brief, values: values)
                tally.add(
                    key: key, body: body, recipients: size.recipients,
                    unmarked: try? edition.text.smsUnmarked.map {
                        // A preview only: what cannot be resolved is refused above.
                        try composer.resolve($0, values)
                    })
                tally.note(leaf)
            } catch is Composer.Problem {
                tally.refuse(.noFireNumber, size.recipients)
            }
        }
        return tally.sheet(
            prepared, rulebook: rulebook, segmentsPerSecond: segmentsPerSecond, now: world.now())
    }

    func values(for path: [Area]) -> Placeholders {
        guard let leaf = path.first, let rules = rulebook.rules(of: leaf.jurisdiction) else {
            return Placeholders()
        }
        return rules.values(areas: path)
    }
}

/// Adds up a check sheet.
private struct CheckTally {
    private var languages: [Edition.Key: CheckLanguage] = [:]
    private var refused: [Suppression: Int] = [:]
    private var recipients = 0
    private var segments = 0
    private var zones: [(UTCOffset, Jurisdiction)] = []

    mutating func refuse(_ reason: Suppression, _ count: Int) {
        refused[reason, default: 0] += count
    }

    mutating func note(_ leaf: Area) {
        if !zones.contains(where: { $0.0 == leaf.offset && $0.1 == leaf.jurisdiction }) {
            zones.append((leaf.offset, leaf.jurisdiction))
        }
    }

    mutating func add(key: Edition.Key, body: SentBody, recipients count: Int, unmarked: String?) {
        recipients += count
        segments += body.segments * count
        let old = languages[key]
        languages[key] = CheckLanguage(
            language: key.language, jurisdiction: key.jurisdiction,
            recipients: (old?.recipients ?? 0) + count, text: old?.text ?? body.text,
            encoding: old?.encoding ?? body.encoding, units: old?.units ?? body.units,
            segments: old?.segments ?? body.segments, unmarkedText: old?.unmarkedText ?? unmarked)
    }

    func sheet(
        _ prepared: CampaignDesk.Prepared, rulebook: Rulebook, segmentsPerSecond rate: Int,
        now: Instant
    ) -> CheckSheet {
        let brief = prepared.campaign.brief
        let starts = max(brief.schedule.starts, now)
        let duration = Duration.seconds(segments / max(1, rate) + 1)
        var first: Instant?
        var last: Instant?
        var crosses = false
        for (offset, jurisdiction) in zones {
            guard let hours = rulebook.rules(of: jurisdiction)?.hours[brief.messageClass] else {
                continue
            }
            let leaves = hours.firstLawful(from: starts, at: offset)
            let closing = hours.closing(of: leaves, at: offset)
            let end = leaves + duration
            let isOver = end > closing
            crosses = crosses || leaves > starts || isOver
            first = min(first ?? leaves, leaves)
            let ends = isOver ? hours.firstLawful(from: closing, at: offset) + (end - closing) : end
            last = max(last ?? ends, ends)
        }
        return CheckSheet(
            campaign: prepared.campaign, digest: prepared.digest, recipients: recipients,
            segments: segments,
            languages: languages.values.sorted {
                ($0.language, $0.jurisdiction) < ($1.language, $1.jurisdiction)
            },
            unsendable: refused.sorted { $0.key.rawValue < $1.key.rawValue }.map {
                (reason: $0.key, recipients: $0.value)
            },
            firstLeaves: first, lastLeaves: last, crossesQuietHours: crosses)
    }
}
