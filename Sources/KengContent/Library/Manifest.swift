package import KengDomain

/// What `lesson.yaml` or `script.yaml` says about the whole.
package struct Manifest: Sendable {
    package let kind: Edition.Kind
    package let place: Place
    package let slug: Slug
    package let number: Int?
    package let source: Language
    package let audience: [String]
    package let topics: [String]
    /// Class time without the quiz; a script's spoken time rounded up.
    package let minutes: Int
    /// A script's target length when spoken.
    package let seconds: Int?
    package let jurisdictions: [Jurisdiction]
    package let reviewedBy: [String]
    package let reviewDue: LocalDay?
    package let facts: [FactSource]
    /// Scripts only: words that must not appear as advice.
    package let mustNotSay: [Language: [SourceText]]

    static let fileNames: [Edition.Kind: String] = [.lesson: "lesson.yaml", .script: "script.yaml"]
    static let audiences = ["P", "E", "L", "U", "H", "T"]
    private static let shared = [
        "slug", "source", "topics", "jurisdictions", "reviewed_by", "review_due", "facts",
    ]
    private static let own: [Edition.Kind: [String]] = [
        .lesson: ["number", "audience", "minutes"], .script: ["seconds", "must_not_say"],
    ]

    init?(kind: Edition.Kind, folder: Slug, yaml: YAMLMapping, findings: inout [Finding]) {
        yaml.expect(Self.shared + (Self.own[kind] ?? []), findings: &findings)
        self.kind = kind
        place = yaml.place
        slug = folder
        if let text = yaml.text("slug", findings: &findings), text.text != folder.text {
            findings.append(
                Finding(
                    .value, at: text.place, found: "the slug “\(text.text)”",
                    expected: "the folder's name, “\(folder)”"))
        }
        source =
            yaml.text("source", findings: &findings).flatMap {
                yaml.parse(
                    $0, as: "vi, id or zh-Hans", findings: &findings, read: Language.init(rawValue:)
                )
            } ?? .vietnamese
        topics = yaml.texts("topics", findings: &findings).map(\.text)
        jurisdictions = Self.jurisdictions(in: yaml, findings: &findings) ?? []
        reviewedBy = yaml.texts("reviewed_by", findings: &findings).map(\.text.inNFC)
        reviewDue = yaml.text("review_due", findings: &findings).flatMap {
            yaml.parse($0, as: "a day such as 2027-05-31", findings: &findings, read: day)
        }
        facts = yaml.mappings("facts", findings: &findings).compactMap {
            FactSource($0, findings: &findings)
        }
        switch kind {
        case .lesson:
            number = yaml.integer("number", findings: &findings)
            minutes = yaml.integer("minutes", findings: &findings) ?? 0
            seconds = nil
            mustNotSay = [:]
            audience = yaml.texts("audience", findings: &findings).compactMap { text in
                yaml.parse(
                    text, as: "one of \(Self.audiences.joined(separator: ", "))",
                    findings: &findings
                ) { Self.audiences.contains($0) ? $0 : nil }
            }
        case .script:
            number = nil
            audience = []
            let spoken = yaml.integer("seconds", findings: &findings)
            seconds = spoken
            minutes = ((spoken ?? 0) + 59) / 60
            mustNotSay = Self.mustNotSay(in: yaml, findings: &findings)
        }
    }

    /// The languages an edition must exist in: all of them.
    package var languages: [Language] { Language.allCases }

    private static func mustNotSay(
        in yaml: YAMLMapping, findings: inout [Finding]
    ) -> [Language: [SourceText]] {
        guard let words = yaml.mapping("must_not_say", findings: &findings) else { return [:] }
        words.expect(Language.allCases.map(\.rawValue), findings: &findings)
        var byLanguage: [Language: [SourceText]] = [:]
        for language in Language.allCases {
            byLanguage[language] = words.texts(
                language.rawValue, required: false, findings: &findings)
        }
        return byLanguage
    }

    static func jurisdictions(
        in yaml: YAMLMapping, required: Bool = true, findings: inout [Finding]
    ) -> [Jurisdiction]? {
        guard required || yaml["jurisdictions"] != nil else { return nil }
        return yaml.texts("jurisdictions", findings: &findings).compactMap {
            yaml.parse($0, as: "a code such as VN", findings: &findings, read: jurisdiction)
        }
    }
}

func jurisdiction(_ text: String) -> Jurisdiction? {
    // The finding that the caller makes says all there is to say.
    try? Jurisdiction(text)
}

func day(_ text: String) -> LocalDay? {
    // The finding that the caller makes says all there is to say.
    try? LocalDay(text)
}

/// A fact of a manifest, with the blocks or lines that state it.
package struct FactSource: Sendable {
    package let place: Place
    package let id: String
    package let says: SourceText
    package let grade: Fact.Grade
    package let source: String
    package let needsReview: Bool
    /// Nil where the fact holds in all of the lesson's.
    package let jurisdictions: [Jurisdiction]?
    package let blocks: [SourceText]

    private static let keys = [
        "id", "says", "grade", "source", "review", "jurisdictions", "blocks",
    ]

    init?(_ yaml: YAMLMapping, findings: inout [Finding]) {
        yaml.expect(Self.keys, findings: &findings)
        place = yaml.place
        let id = yaml.text("id", findings: &findings)
        let says = yaml.text("says", findings: &findings)
        let source = yaml.text("source", findings: &findings)
        let grade = yaml.text("grade", findings: &findings).flatMap {
            yaml.parse($0, as: "A, B or C", findings: &findings, read: Fact.Grade.init(rawValue:))
        }
        let review: Bool =
            yaml.text("review", required: false, findings: &findings).flatMap {
                yaml.parse($0, as: "needed", findings: &findings) { $0 == "needed" ? true : nil }
            } ?? false
        jurisdictions = Manifest.jurisdictions(in: yaml, required: false, findings: &findings)
        blocks = yaml.texts("blocks", findings: &findings)
        guard let id, let says, let source, let grade else { return nil }
        self.id = id.text
        self.says = says
        self.grade = grade
        self.source = source.text
        needsReview = review
    }
}
