package import KengDomain

/// A line of a script in one language, as written.
package struct LineSource: Sendable {
    package let place: Place
    package let id: String
    /// Seconds from the start.
    package let at: Int
    package let say: SourceText
    package let isCritical: Bool

    init?(_ yaml: YAMLMapping, findings: inout [Finding]) {
        yaml.expect(["id", "at", "say", "critical"], findings: &findings)
        place = yaml.place
        isCritical = yaml.flag("critical", findings: &findings)
        let id = yaml.text("id", findings: &findings)
        let at = yaml.integer("at", findings: &findings)
        let say = yaml.text("say", findings: &findings)
        guard let id, let at, let say else { return nil }
        self.id = id.text
        self.at = at
        self.say = say
    }
}

/// One language of a script.
package struct ScriptText: Sendable {
    package let language: Language
    package let place: Place
    package let title: SourceText?
    package let sms: SourceText?
    package let smsUnmarked: SourceText?
    package let from: [String: SourceText]
    package let lines: [LineSource]

    init?(_ text: String, language: Language, file: String, findings: inout [Finding]) {
        guard let yaml = YAMLMapping(text, file: file, findings: &findings) else { return nil }
        yaml.expect(
            ["title", "sms", "from", "lines"] + (language == .vietnamese ? ["sms_unmarked"] : []),
            findings: &findings)
        self.language = language
        place = Place(file: file, line: 1)
        title = yaml.text("title", findings: &findings)
        sms = yaml.text("sms", findings: &findings)
        smsUnmarked = yaml.text("sms_unmarked", required: false, findings: &findings)
        from = LessonText.hashes(in: yaml, findings: &findings)
        lines = yaml.mappings("lines", findings: &findings).compactMap {
            LineSource($0, findings: &findings)
        }
    }

    /// Every text of this language, with a name.
    var texts: [(name: String, text: SourceText)] {
        [("title", title), ("sms", sms), ("sms_unmarked", smsUnmarked)]
            .compactMap { name, text in text.map { (name, $0) } }
            + lines.map { ("line \($0.id)", $0.say) }
    }
}
