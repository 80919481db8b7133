package import KengDomain

/// A lesson in all its languages, as written.
package struct LessonSource: Sendable {
    package let manifest: Manifest
    package let texts: [Language: LessonText]
    package let quiz: QuizSource?
}

/// A script in all its languages, as written.
package struct ScriptSource: Sendable {
    package let manifest: Manifest
    package let texts: [Language: ScriptText]
}

/// All that a content folder holds, and every mistake that reading it met.
///
/// What a finding of severity `error` concerns may be incomplete here; it cannot be published.
package struct Library: Sendable {
    /// By slug.
    package let lessons: [LessonSource]
    package let scripts: [ScriptSource]
    package let jurisdictions: [Jurisdiction: JurisdictionRules]
    package let plans: [Plan]
    /// In reading order: file, line, rule.
    package let findings: [Finding]

    package init(_ content: ContentFiles) {
        var findings = content.unreadable.map {
            Finding(
                .fileUnreadable, at: Place(file: $0, line: 1), found: "a file that cannot be read",
                expected: "a text under 1 MiB")
        }
        lessons = Self.slugs(of: .lesson, in: content, findings: &findings).compactMap {
            Self.lesson($0, in: content, findings: &findings)
        }
        scripts = Self.slugs(of: .script, in: content, findings: &findings).compactMap {
            Self.script($0, in: content, findings: &findings)
        }
        jurisdictions = JurisdictionFile.all(in: content, findings: &findings)
        plans = PlanFile.all(in: content, findings: &findings)
        self.findings = findings.sorted(by: Finding.inReadingOrder)
    }

    /// Reads a folder from disk.
    package init(folder: String) throws(ContentFiles.Problem) {
        self.init(try ContentFiles(folder: folder))
    }

    private static func folder(_ kind: Edition.Kind) -> String {
        switch kind {
        case .lesson: "lessons"
        case .script: "scripts"
        }
    }

    private static func slugs(
        of kind: Edition.Kind, in content: ContentFiles, findings: inout [Finding]
    ) -> [Slug] {
        content.names(below: folder(kind)).compactMap { name in
            // The finding says what a name may be.
            if let slug = try? Slug(name), content.files[folder(kind) + "/" + name] == nil {
                return slug
            }
            findings.append(
                Finding(
                    .fileUnknown, at: Place(file: folder(kind) + "/" + name, line: 1),
                    found: "“\(name)”", expected: "a folder of lower-case words and dashes"))
            return nil
        }
    }

    private static func lesson(
        _ slug: Slug, in content: ContentFiles, findings: inout [Finding]
    ) -> LessonSource? {
        let folder = "lessons/\(slug)/"
        let languages = Language.allCases.map { ($0, "\($0.rawValue).md") }
        expect(["lesson.yaml", "quiz.yaml"] + languages.map(\.1), in: folder, content, &findings)
        var texts: [Language: LessonText] = [:]
        for (language, name) in languages {
            guard let text = content.text(folder + name, findings: &findings) else { continue }
            texts[language] = LessonText(
                text, language: language, file: folder + name, findings: &findings)
        }
        let quiz = yaml(folder + "quiz.yaml", in: content, findings: &findings).flatMap {
            QuizSource($0, findings: &findings)
        }
        return manifest(.lesson, slug, in: content, findings: &findings).map {
            LessonSource(manifest: $0, texts: texts, quiz: quiz)
        }
    }

    private static func script(
        _ slug: Slug, in content: ContentFiles, findings: inout [Finding]
    ) -> ScriptSource? {
        let folder = "scripts/\(slug)/"
        let languages = Language.allCases.map { ($0, "\($0.rawValue).yaml") }
        expect(["script.yaml"] + languages.map(\.1), in: folder, content, &findings)
        var texts: [Language: ScriptText] = [:]
        for (language, name) in languages {
            guard let text = content.text(folder + name, findings: &findings) else { continue }
            texts[language] = ScriptText(
                text, language: language, file: folder + name, findings: &findings)
        }
        return manifest(.script, slug, in: content, findings: &findings).map {
            ScriptSource(manifest: $0, texts: texts)
        }
    }

    private static func manifest(
        _ kind: Edition.Kind, _ slug: Slug, in content: ContentFiles, findings: inout [Finding]
    ) -> Manifest? {
        let file = folder(kind) + "/\(slug)/" + (Manifest.fileNames[kind] ?? "")
        return yaml(file, in: content, findings: &findings).flatMap {
            Manifest(kind: kind, folder: slug, yaml: $0, findings: &findings)
        }
    }

    /// Reads a file as YAML; an absent one is left to `expect`.
    static func yaml(
        _ file: String, in content: ContentFiles, findings: inout [Finding]
    ) -> YAMLMapping? {
        guard let text = content.text(file, findings: &findings) else { return nil }
        return YAMLMapping(text, file: file, findings: &findings)
    }

    /// Finds files that are missing from a folder, and files that nothing reads.
    private static func expect(
        _ known: [String], in folder: String, _ content: ContentFiles,
        _ findings: inout [Finding]
    ) {
        let present = content.names(below: String(folder.dropLast()))
        for name in known where !present.contains(name) {
            let isText = Language.allCases.contains { name.hasPrefix($0.rawValue + ".") }
            findings.append(
                Finding(
                    isText ? .translationMissing : .fileMissing,
                    at: Place(file: folder + name, line: 1), found: "no file",
                    expected: "\(name) in each lesson or script"))
        }
        for name in present where !known.contains(name) {
            findings.append(
                Finding(
                    .fileUnknown, at: Place(file: folder + name, line: 1), found: "“\(name)”",
                    expected: nearest(to: name, among: known).map { "“\($0)”" }
                        ?? "one of \(known.joined(separator: ", "))"))
        }
    }
}
