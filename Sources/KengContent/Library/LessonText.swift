package import KengDomain

/// A headed part of a lesson in one language, as written.
package struct BlockSource: Sendable {
    package let id: String
    package let heading: SourceText
    package let body: SourceText
    package let isCritical: Bool
    /// Nil where the block is shown everywhere.
    package let jurisdictions: [Jurisdiction]?
}

/// One language of a lesson.
package struct LessonText: Sendable {
    package let language: Language
    package let place: Place
    package let title: SourceText?
    package let summary: SourceText?
    package let sms: SourceText?
    package let smsUnmarked: SourceText?
    package let zalo: SourceText?
    /// Translations only: part id -> hash of the source part it was made from.
    package let from: [String: SourceText]
    package let blocks: [BlockSource]

    private static let keys = ["title", "summary", "sms", "sms_unmarked", "zalo", "from"]

    init?(_ text: String, language: Language, file: String, findings: inout [Finding]) {
        let document = MarkdownDocument(text, file: file)
        guard let frontMatter = document.frontMatter else {
            findings.append(
                Finding(
                    .yamlSyntax, at: Place(file: file, line: 1), found: "no front matter",
                    expected: "keys and values between two lines ---"))
            return nil
        }
        guard
            let yaml = YAMLMapping(frontMatter, file: file, offset: 1, findings: &findings)
        else { return nil }
        yaml.expect(
            Self.keys.filter { $0 != "sms_unmarked" || language == .vietnamese },
            findings: &findings)
        self.language = language
        place = Place(file: file, line: 1)
        title = yaml.text("title", findings: &findings)
        summary = yaml.text("summary", findings: &findings)
        sms = yaml.text("sms", findings: &findings)
        smsUnmarked = yaml.text("sms_unmarked", required: false, findings: &findings)
        zalo = yaml.text("zalo", findings: &findings)
        from = Self.hashes(in: yaml, findings: &findings)
        blocks = document.blocks(findings: &findings)
    }

    static func hashes(
        in yaml: YAMLMapping, findings: inout [Finding]
    ) -> [String: SourceText] {
        guard let mapping = yaml.mapping("from", required: false, findings: &findings)
        else { return [:] }
        var hashes: [String: SourceText] = [:]
        for entry in mapping.entries {
            hashes[entry.key] = mapping.text(entry.key, findings: &findings)
        }
        return hashes
    }

    /// All texts that are not blocks, by name.
    var shortTexts: [(name: String, text: SourceText)] {
        [
            ("title", title), ("summary", summary), ("sms", sms), ("sms_unmarked", smsUnmarked),
            ("zalo", zalo),
        ].compactMap { name, text in text.map { (name, $0) } }
    }

    /// Every text of this language, with a name.
    var texts: [(name: String, text: SourceText)] {
        shortTexts
            + blocks.flatMap { [("heading of \($0.id)", $0.heading), ("block \($0.id)", $0.body)] }
    }
}
