package import KengDomain

/// A lesson's question bank as written, in all languages.
package struct QuizSource: Sendable {
    package let place: Place
    package let ask: Int
    package let right: Int
    package let questions: [QuestionSource]
    /// False where a question could not be read: counting the others would mislead.
    let isWhole: Bool

    init?(_ yaml: YAMLMapping, findings: inout [Finding]) {
        yaml.expect(["pass", "questions"], findings: &findings)
        place = yaml.place
        let items = yaml.mappings("questions", findings: &findings)
        questions = items.compactMap { QuestionSource($0, findings: &findings) }
        isWhole = questions.count == items.count
        guard let pass = yaml.mapping("pass", findings: &findings) else { return nil }
        pass.expect(["ask", "right"], findings: &findings)
        guard let ask = pass.integer("ask", findings: &findings),
            let right = pass.integer("right", findings: &findings)
        else { return nil }
        self.ask = ask
        self.right = right
    }
}

/// One question in all languages.
package struct QuestionSource: Sendable {
    package let place: Place
    package let name: String
    package let isCritical: Bool
    package let key: Choice
    /// The fact of the manifest it asks for.
    package let fact: SourceText?
    package let texts: [Language: QuestionText]

    init?(_ yaml: YAMLMapping, findings: inout [Finding]) {
        let languages = Language.allCases.map(\.rawValue)
        yaml.expect(["name", "critical", "key", "fact"] + languages, findings: &findings)
        place = yaml.place
        isCritical = yaml.flag("critical", findings: &findings)
        fact = yaml.text("fact", findings: &findings)
        let name = yaml.text("name", findings: &findings)
        let key = yaml.text("key", findings: &findings).flatMap {
            yaml.parse($0, as: "A, B or C", findings: &findings, read: choice)
        }
        var texts: [Language: QuestionText] = [:]
        for language in Language.allCases where yaml[language.rawValue] != nil {
            guard let words = yaml.mapping(language.rawValue, findings: &findings) else { continue }
            texts[language] = QuestionText(words, findings: &findings)
        }
        self.texts = texts
        guard let name, let key else { return nil }
        self.name = name.text
        self.key = key
    }
}

/// One question in one language.
package struct QuestionText: Sendable {
    package let place: Place
    package let ask: SourceText
    /// The texts of A, B and C.
    package let options: [SourceText]
    package let right: SourceText
    package let wrong: [Choice: SourceText]

    init?(_ yaml: YAMLMapping, findings: inout [Finding]) {
        let letters = Choice.allCases.map { String($0.letter) }
        yaml.expect(["ask", "right", "wrong"] + letters, findings: &findings)
        place = yaml.place
        let ask = yaml.text("ask", findings: &findings)
        let right = yaml.text("right", findings: &findings)
        options = letters.compactMap { yaml.text($0, findings: &findings) }
        var wrong: [Choice: SourceText] = [:]
        if let words = yaml.mapping("wrong", findings: &findings) {
            words.expect(letters, findings: &findings)
            for option in Choice.allCases {
                wrong[option] = words.text(
                    String(option.letter), required: false, findings: &findings)
            }
        }
        self.wrong = wrong
        guard let ask, let right, options.count == letters.count else { return nil }
        self.ask = ask
        self.right = right
    }

    /// Every text, with a name.
    var texts: [(name: String, text: SourceText)] {
        [("ask", ask)]
            + zip(Choice.allCases, options).map { ("option \($0.letter)", $1) }
            + Choice.allCases.compactMap { option in
                wrong[option].map { ("wrong \(option.letter)", $0) }
            } + [("right", right)]
    }
}

func choice(_ text: String) -> Choice? {
    guard let letter = text.first, text.count == 1 else { return nil }
    return Choice(letter: letter)
}
