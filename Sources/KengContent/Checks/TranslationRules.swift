import KengDomain

/// A part of a text that is translated on its own, as `from:` names it.
struct TranslationPart {
    let id: String
    let isCritical: Bool
    let place: Place
    let hash: String

    init(_ id: String, isCritical: Bool, _ text: SourceText, heading: String = "") {
        self.id = id
        self.isCritical = isCritical
        place = text.place
        hash = Digest.ofPart(heading + "\n" + text.text)
    }

    /// The short texts under their keys, then the blocks; what is sent to people is critical.
    static func parts(of text: LessonText) -> [TranslationPart] {
        let short: [(String, Bool, SourceText?)] = [
            ("title", false, text.title), ("summary", false, text.summary),
            ("sms", true, text.sms), ("zalo", true, text.zalo),
        ]
        return short.compactMap { id, isCritical, text in
            text.map { TranslationPart(id, isCritical: isCritical, $0) }
        }
            + text.blocks.map {
                TranslationPart(
                    $0.id, isCritical: $0.isCritical, $0.body, heading: $0.heading.text)
            }
    }

    static func parts(of text: ScriptText) -> [TranslationPart] {
        let short: [(String, Bool, SourceText?)] = [
            ("title", false, text.title), ("sms", true, text.sms),
        ]
        return short.compactMap { id, isCritical, text in
            text.map { TranslationPart(id, isCritical: isCritical, $0) }
        } + text.lines.map { TranslationPart($0.id, isCritical: $0.isCritical, $0.say) }
    }
}

/// A translation was made from the source as it reads today.
enum TranslationRules {
    static func findings(in lesson: LessonSource) -> [Finding] {
        guard let source = lesson.texts[lesson.manifest.source] else { return [] }
        return lesson.texts.values.filter { $0.language != source.language }.flatMap {
            findings(
                $0.from, TranslationPart.parts(of: $0), at: $0.place,
                source: TranslationPart.parts(of: source))
        }
    }

    static func findings(in script: ScriptSource) -> [Finding] {
        guard let source = script.texts[script.manifest.source] else { return [] }
        var findings = script.texts.values.flatMap { text in
            BlockRules.repeated(text.lines.map { ($0.id, $0.place) }, as: "line")
        }
        for text in script.texts.values where text.language != source.language {
            findings += self.findings(
                text.from, TranslationPart.parts(of: text), at: text.place,
                source: TranslationPart.parts(of: source))
            findings += likeness(of: text, to: source)
        }
        return findings
    }

    private static func findings(
        _ from: [String: SourceText], _ parts: [TranslationPart], at place: Place,
        source: [TranslationPart]
    ) -> [Finding] {
        var findings: [Finding] = []
        for part in source {
            let own = parts.first { $0.id == part.id }
            let at = from[part.id]?.place ?? own?.place ?? place
            let found: String
            switch from[part.id]?.text {
            case part.hash: continue
            case nil: found = "no hash of the source of “\(part.id)”"
            case .some: found = "“\(part.id)” made from an older source"
            }
            findings.append(
                Finding(
                    .translationStale, at: at, severity: part.isCritical ? .error : .warning,
                    found: found, expected: "the hash of the source as it reads now"))
        }
        for (id, hash) in from where !source.contains(where: { $0.id == id }) {
            findings.append(
                Finding(
                    .keyUnknown, at: hash.place, found: "a hash of “\(id)”",
                    expected: nearest(to: id, among: source.map(\.id)).map { "“\($0)”" }
                        ?? "a part of the source"))
        }
        return findings
    }

    private static func likeness(of text: ScriptText, to source: ScriptText) -> [Finding] {
        let wanted = source.lines.map { $0.id + ($0.isCritical ? " critical" : "") }
        let present = text.lines.map { $0.id + ($0.isCritical ? " critical" : "") }
        guard wanted != present else { return [] }
        let wrong = zip(present, wanted).enumerated().first { $0.element.0 != $0.element.1 }
        let place = wrong.map { text.lines[$0.offset].place } ?? text.place
        return [
            Finding(
                present.count == wanted.count ? .blockMarks : .blockMissing, at: place,
                found: "the lines \(present.joined(separator: ", "))",
                expected: wanted.joined(separator: ", "))
        ]
    }
}
