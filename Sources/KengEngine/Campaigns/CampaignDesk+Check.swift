package import KengDomain
import KengContent
import KengStore

extension CampaignDesk {
    /// A campaign with the editions it would use and the digest of it all.
    struct Prepared: Sendable {
        let campaign: Campaign
        let editions: [Edition]
        /// The hash of the texts composed from them.
        let texts: String
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
        return Prepared(
            campaign: campaign, editions: editions, texts: CampaignDigest.hash(of: texts),
            digest: digest)
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
        let yesterday = LocalDay(of: world.now(), at: .utc).advanced(by: -1)
        let quiet = try await database.read { try $0.quietDays(from: yesterday) }
        var tally = CheckTally(quiet: QuietCalendar(quiet, tree: tree))
        // Areas share their texts; only where numbers differ is one composed anew.
        var known: [TextKey: CheckText] = [:]
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
                let which = TextKey(edition: edition.id, form: size.form, values: values)
                let shown =
                    try known[which] ?? text(of: edition, form: size.form, brief, values)
                known[which] = shown
                tally.add(shown, recipients: size.recipients)
                tally.note(leaf)
            } catch is Composer.Problem {
                tally.refuse(.noFireNumber, size.recipients)
            }
        }
        // In later waves people get other forms, also such as nobody gets in the first.
        if brief.schedule.waves > 1, brief.manner != nil {
            for edition in prepared.editions {
                for values in Set(known.keys.filter { $0.edition == edition.id }.map(\.values)) {
                    for form in 0..<QuizBank.forms {
                        tally.add(
                            try text(of: edition, form: form, brief, values), recipients: 0)
                    }
                }
            }
        }
        return tally.sheet(
            prepared, rulebook: rulebook, segmentsPerSecond: segmentsPerSecond, now: world.now())
    }

    private struct TextKey: Hashable {
        let edition: Edition.ID
        let form: Int
        let values: Placeholders
    }

    private func text(
        of edition: Edition, form: Int, _ brief: CampaignBrief, _ values: Placeholders
    ) throws -> CheckText {
        var other: SentBody?
        if edition.key.language == .vietnamese {
            // A comparison only: what cannot be sent is refused for the text that leaves.
            other = try? composer.body(
                of: edition, form: form, brief: brief.withOtherMarks, values: values)
        }
        let written = try composer.text(of: edition, form: form, brief: brief, values: values)
        return CheckText(
            language: edition.key.language, jurisdiction: edition.key.jurisdiction, form: form,
            body: try composer.body(of: edition, form: form, brief: brief, values: values),
            replaced: composer.replacements(in: written), recipients: 0, otherMarks: other,
            replies: try brief.manner.flatMap {
                try replies(of: edition, form: form, $0, values)
            })
    }

    func values(for path: [Area]) -> Placeholders {
        guard let leaf = path.first, let rules = rulebook.rules(of: leaf.jurisdiction) else {
            return Placeholders()
        }
        return rules.values(areas: path)
    }
}
