import KengDomain

/// The bytes and the words of a text: Unicode form, markup, characters, sentences.
enum TextRules {
    static func findings(in lesson: LessonSource) -> [Finding] {
        lesson.texts.values.flatMap { text in
            text.texts.flatMap { findings(in: $0.text, text.language) }
        }
            + (lesson.quiz?.questions ?? []).flatMap { question in
                question.texts.flatMap { language, text in
                    text.texts.flatMap { findings(in: $0.text, language) }
                }
            }
    }

    static func findings(in script: ScriptSource) -> [Finding] {
        script.texts.values.flatMap { text in
            text.texts.flatMap { findings(in: $0.text, text.language) }
        }
    }

    static func findings(in text: SourceText, _ language: Language) -> [Finding] {
        var findings = markup(in: text) + controls(in: text) + sentences(in: text, language)
        if !text.text.isInNFC {
            findings.append(
                Finding(
                    .textNotNFC, at: text.place, found: "letters and marks apart",
                    expected: "each letter with its marks as one character"))
        }
        if language == .chinese { findings += traditional(in: text) }
        return findings
    }

    // MARK: - Characters

    /// What looks like HTML, a link, an image or code; an entity too, since it would be read as one.
    private static func markup(in text: SourceText) -> [Finding] {
        var findings: [Finding] = []
        for sign in ["](", "://", "www.", "`", "![", "<!--", "</"] {
            guard let range = text.text.firstRange(of: sign) else { continue }
            findings.append(found("“\(sign)”", at: range.lowerBound))
        }
        for index in text.text.indices where text.text[index] == "<" || text.text[index] == "&" {
            let rest = text.text[text.text.index(after: index)...]
            guard let next = rest.first else { continue }
            let isTag = text.text[index] == "<" && next.isASCII && next.isLetter
            let name = rest.prefix { $0.isASCII && ($0.isLetter || $0.isNumber || $0 == "#") }
            let isEntity =
                text.text[index] == "&" && !name.isEmpty && rest.dropFirst(name.count).first == ";"
            if isTag || isEntity { findings.append(found("HTML", at: index)) }
        }
        return findings

        func found(_ what: String, at index: String.Index) -> Finding {
            Finding(
                .textMarkup, at: text.place(at: index), found: what,
                expected: "plain words, no HTML, links, images or code")
        }
    }

    private static func controls(in text: SourceText) -> [Finding] {
        for index in text.text.unicodeScalars.indices {
            let scalar = text.text.unicodeScalars[index]
            switch scalar.value {
            case 0x00..<0x0A, 0x0B..<0x20, 0x7F..<0xA0, 0xAD, 0x200B...0x200F, 0x2028...0x202E,
                0x2060...0x2069, 0xFEFF, 0xFFFD, 0xE000...0xF8FF:
                return [
                    Finding(
                        .textControl, at: text.place(at: index),
                        found: "U+\(String(scalar.value, radix: 16, uppercase: true))",
                        expected: "characters that can be seen")
                ]
            default: continue
            }
        }
        return []
    }

    private static func traditional(in text: SourceText) -> [Finding] {
        text.text.indices.filter { TraditionalCharacters.all.contains(text.text[$0]) }.map {
            Finding(
                .textTraditional, at: text.place(at: $0),
                found: "the Traditional character \(text.text[$0])", expected: "Simplified Chinese")
        }
    }

    // MARK: - Sentences

    /// The longest sentence that is not told: words, in Chinese characters.
    static func longest(_ language: Language) -> Int {
        switch language {
        case .vietnamese: 32
        case .indonesian: 24
        case .chinese: 50
        }
    }

    private static func sentences(in text: SourceText, _ language: Language) -> [Finding] {
        let ends: Set<Character> = [".", "!", "?", ":", ";", "。", "！", "？", "：", "；", "\n"]
        return text.text.split(whereSeparator: ends.contains).compactMap { sentence in
            let count =
                language == .chinese
                ? sentence.count(where: \.isHan)
                : sentence.split(whereSeparator: \.isWhitespace).count
            guard count > longest(language) else { return nil }
            return Finding(
                .sentenceLong, at: text.place(at: sentence.startIndex), severity: .warning,
                found: "a sentence of \(count) \(language == .chinese ? "characters" : "words")",
                expected: "at most \(longest(language))")
        }
    }
}

extension Character {
    var isHan: Bool {
        unicodeScalars.contains { (0x3400...0x9FFF).contains($0.value) || $0.value >= 0x20000 }
    }
}
