import KengDomain

/// Every claim says where it comes from, and what nobody confirmed says so.
enum FactRules {
    static func findings(in lesson: LessonSource, today: LocalDay?) -> [Finding] {
        let source = lesson.texts[lesson.manifest.source]
        var findings = self.findings(
            in: lesson.manifest,
            parts: source?.blocks.map { ($0.id, $0.isCritical, $0.heading.place) },
            today: today)
        let facts = lesson.manifest.facts.map(\.id)
        for question in lesson.quiz?.questions ?? [] {
            guard let fact = question.fact, !facts.contains(fact.text) else { continue }
            findings.append(unknown("fact", fact, among: facts))
        }
        return findings
    }

    static func findings(in script: ScriptSource, today: LocalDay?) -> [Finding] {
        let source = script.texts[script.manifest.source]
        return findings(
            in: script.manifest, parts: source?.lines.map { ($0.id, $0.isCritical, $0.place) },
            today: today)
    }

    private static func findings(
        in manifest: Manifest, parts: [(id: String, isCritical: Bool, place: Place)]?,
        today: LocalDay?
    ) -> [Finding] {
        var findings = BlockRules.repeated(
            manifest.facts.map { ($0.id, $0.place) }, as: "fact")
        for fact in manifest.facts {
            if fact.grade == .general, !fact.needsReview, manifest.reviewedBy.isEmpty {
                findings.append(
                    Finding(
                        .factUnreviewed, at: fact.place,
                        found: "the fact “\(fact.id)” of grade C without a reviewer",
                        expected: "review: needed"))
            }
            findings += PlaceholderRules.typed(fact.says)
            for code in fact.jurisdictions ?? [] where !manifest.jurisdictions.contains(code) {
                findings.append(
                    Finding(
                        .value, at: fact.place, found: "\(code) in the fact “\(fact.id)”",
                        expected: "one of the manifest's jurisdictions"))
            }
            guard let parts else { continue }
            for block in fact.blocks where !parts.contains(where: { $0.id == block.text }) {
                findings.append(unknown("block or line", block, among: parts.map(\.id)))
            }
        }
        let stated = Set(manifest.facts.flatMap { $0.blocks.map(\.text) })
        for part in parts ?? [] where part.isCritical && !stated.contains(part.id) {
            findings.append(
                Finding(
                    .factMissing, at: part.place, severity: .warning,
                    found: "no fact that names the critical “\(part.id)”",
                    expected: "at least one"))
        }
        if let today, let due = manifest.reviewDue, due < today {
            findings.append(
                Finding(
                    .reviewOverdue, at: manifest.place, severity: .warning,
                    found: "a review due on \(due)", expected: "a day after \(today)"))
        }
        return findings
    }

    private static func unknown(
        _ kind: String, _ name: SourceText, among known: [String]
    ) -> Finding {
        Finding(
            .factUnknown, at: name.place, found: "the \(kind) “\(name.text)”",
            expected: nearest(to: name.text, among: known).map { "“\($0)”" }
                ?? "one of \(known.joined(separator: ", "))")
    }
}
