import KengDomain

/// The blocks that every lesson has, and that all languages have alike.
enum BlockRules {
    static let required = ["why", "do", "never", "remember"]
    static let critical = ["do", "never"]

    /// Names of short texts in `from:`, so that no block may have them.
    static let reserved = ["title", "summary", "sms", "zalo"]

    static func findings(in lesson: LessonSource) -> [Finding] {
        var findings: [Finding] = []
        for text in lesson.texts.values {
            findings += text.blocks.filter { reserved.contains($0.id) }.map {
                Finding(
                    .blockHeading, at: $0.heading.place, found: "the name “\($0.id)”",
                    expected: "a name that is no key of the front matter")
            }
            findings += repeated(text.blocks.map { ($0.id, $0.heading.place) }, as: "block")
            findings += text.blocks.filter(\.body.isEmpty).map {
                Finding(
                    .blockEmpty, at: $0.heading.place, found: "the block “\($0.id)” without text",
                    expected: "a text")
            }
            findings += jurisdictions(of: text, in: lesson.manifest)
        }
        guard let source = lesson.texts[lesson.manifest.source] else { return findings }
        findings += shape(of: source)
        for text in lesson.texts.values where text.language != lesson.manifest.source {
            findings += likeness(of: text, to: source)
        }
        return findings
    }

    static func repeated(
        _ names: [(name: String, place: Place)], as kind: String
    ) -> [Finding] {
        var seen: [String: Place] = [:]
        var findings: [Finding] = []
        for (name, place) in names {
            if let first = seen[name] {
                findings.append(
                    Finding(
                        .blockRepeated, at: place, found: "the \(kind) “\(name)” again",
                        expected: "it once, as in line \(first.line)"))
            }
            seen[name] = seen[name] ?? place
        }
        return findings
    }

    private static func shape(of source: LessonText) -> [Finding] {
        var findings: [Finding] = []
        for id in required where !source.blocks.contains(where: { $0.id == id }) {
            findings.append(
                Finding(
                    .blockMissing, at: source.place, found: "no block “\(id)”",
                    expected: "the blocks \(required.joined(separator: ", "))"))
        }
        for block in source.blocks where critical.contains(block.id) && !block.isCritical {
            findings.append(
                Finding(
                    .blockMarks, at: block.heading.place, found: "{#\(block.id)}",
                    expected: "{#\(block.id) .critical}"))
        }
        if let remember = source.blocks.first(where: { $0.id == "remember" }) {
            let lines = remember.body.text.split(separator: "\n").count { $0.hasPrefix("- ") }
            if lines != 3 {
                findings.append(
                    Finding(
                        .value, at: remember.body.place, severity: .warning,
                        found: "\(lines) lines to take home", expected: "3, each after “- ”"))
            }
        }
        return findings
    }

    private static func likeness(of text: LessonText, to source: LessonText) -> [Finding] {
        let wanted = source.blocks.map(\.id)
        let present = text.blocks.map(\.id)
        var findings = wanted.filter { !present.contains($0) }.map {
            Finding(
                .blockMissing, at: text.place, found: "no block “\($0)”",
                expected: "the blocks of \(source.language.rawValue).md")
        }
        for block in text.blocks {
            guard let twin = source.blocks.first(where: { $0.id == block.id }) else {
                let guess = nearest(to: block.id, among: wanted).map { "“\($0)”" }
                findings.append(
                    Finding(
                        .blockMissing, at: block.heading.place,
                        found: "the block “\(block.id)” here alone",
                        expected: guess ?? "it in \(source.language.rawValue).md too"))
                continue
            }
            if marks(block) != marks(twin) {
                findings.append(
                    Finding(
                        .blockMarks, at: block.heading.place, found: "{\(marks(block))}",
                        expected: "{\(marks(twin))} as in \(source.language.rawValue).md"))
            }
        }
        let common = present.filter(wanted.contains)
        let order = wanted.filter(present.contains)
        if Set(common).count == common.count, let wrong = zip(common, order).first(where: !=) {
            let block = text.blocks.first { $0.id == wrong.0 }
            findings.append(
                Finding(
                    .blockOrder, at: block?.heading.place ?? text.place,
                    found: "the block “\(wrong.0)”", expected: "“\(wrong.1)” at this place"))
        }
        return findings
    }

    private static func marks(_ block: BlockSource) -> String {
        let codes = block.jurisdictions.map { " for=" + $0.map(\.code).joined(separator: ",") }
        return "#\(block.id)" + (block.isCritical ? " .critical" : "") + (codes ?? "")
    }

    private static func jurisdictions(of text: LessonText, in manifest: Manifest) -> [Finding] {
        text.blocks.flatMap { block in
            (block.jurisdictions ?? []).filter { !manifest.jurisdictions.contains($0) }.map {
                Finding(
                    .value, at: block.heading.place, found: "for=\($0)",
                    expected: "one of the lesson's: "
                        + manifest.jurisdictions.map(\.code).joined(separator: ", "))
            }
        }
    }
}
