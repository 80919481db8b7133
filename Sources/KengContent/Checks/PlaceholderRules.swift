import KengDomain

/// Emergency numbers are placeholders, and every language has the same ones.
enum PlaceholderRules {
    private static let short = ["sms", "sms_unmarked", "zalo"]

    static func findings(in lesson: LessonSource) -> [Finding] {
        let source = lesson.texts[lesson.manifest.source]
        var findings: [Finding] = []
        for text in lesson.texts.values {
            findings += self.findings(in: text.texts)
            findings += unequal(text.texts, source?.texts ?? [])
            findings += unmarked(text.sms, text.smsUnmarked)
        }
        for question in lesson.quiz?.questions ?? [] {
            let source = question.texts[lesson.manifest.source]
            for text in question.texts.values {
                findings += text.texts.flatMap { unknown($0.text, in: .quiz) + typed($0.text) }
                findings += unequal(text.texts, source?.texts ?? [])
            }
        }
        return findings
    }

    static func findings(in script: ScriptSource) -> [Finding] {
        let source = script.texts[script.manifest.source]
        return script.texts.values.flatMap { text in
            findings(in: text.texts) + unequal(text.texts, source?.texts ?? [])
                + unmarked(text.sms, text.smsUnmarked)
        }
    }

    private static func findings(in texts: [(name: String, text: SourceText)]) -> [Finding] {
        texts.flatMap { name, text in
            unknown(text, in: short.contains(name) ? .short : .lesson) + typed(text)
        }
    }

    // MARK: - Known placeholders

    private enum Room {
        case lesson
        case short
        case quiz

        var allowed: [String] {
            switch self {
            case .lesson: [Placeholders.fireNumber]
            case .short: [Placeholders.fireNumber, Placeholders.sender]
            case .quiz:
                [
                    Placeholders.fireNumber, Placeholders.policeNumber,
                    Placeholders.ambulanceNumber,
                ]
            }
        }
    }

    private static func unknown(_ text: SourceText, in room: Room) -> [Finding] {
        let expected = room.allowed.map { "{\($0)}" }.joined(separator: ", ")
        var findings = Placeholders.names(in: text.text).filter { !room.allowed.contains($0) }.map {
            Finding(
                .placeholderUnknown, at: place(of: "{\($0)}", in: text), found: "{\($0)}",
                expected: expected)
        }
        let braces = text.text.utf8.count { $0 == UInt8(ascii: "{") || $0 == UInt8(ascii: "}") }
        if braces != 2 * Placeholders.names(in: text.text).count {
            let index = text.text.firstIndex { $0 == "{" || $0 == "}" } ?? text.text.startIndex
            findings.append(
                Finding(
                    .placeholderUnknown, at: text.place(at: index),
                    found: "a brace that belongs to no placeholder", expected: expected))
        }
        return findings
    }

    private static func place(of word: String, in text: SourceText) -> Place {
        text.text.firstRange(of: word).map { text.place(at: $0.lowerBound) } ?? text.place
    }

    // MARK: - The same everywhere

    private static func unequal(
        _ texts: [(name: String, text: SourceText)], _ source: [(name: String, text: SourceText)]
    ) -> [Finding] {
        texts.compactMap { name, text in
            guard let twin = source.first(where: { $0.name == name })?.text else { return nil }
            return unequal(text, twin, as: "in “\(name)” of the source")
        }
    }

    private static func unmarked(_ sms: SourceText?, _ unmarked: SourceText?) -> [Finding] {
        guard let sms, let unmarked else { return [] }
        return [unequal(unmarked, sms, as: "in sms")].compactMap { $0 }
    }

    private static func unequal(
        _ text: SourceText, _ twin: SourceText, as where: String
    ) -> Finding? {
        let found = Set(Placeholders.names(in: text.text))
        let wanted = Set(Placeholders.names(in: twin.text))
        guard found != wanted else { return nil }
        func list(_ names: Set<String>) -> String {
            names.isEmpty
                ? "no placeholder" : names.sorted().map { "{\($0)}" }.joined(separator: ", ")
        }
        return Finding(
            .placeholderUnequal, at: text.place, found: list(found),
            expected: "\(list(wanted)) as \(`where`)")
    }

    // MARK: - Typed numbers

    /// What somebody, somewhere, would dial; as a number of its own it may not stand in a text.
    static let emergencyNumbers: Set<String> = [
        "110", "112", "113", "114", "115", "118", "119", "120", "122", "911", "995", "999",
        "96119",
    ]

    /// Finds numbers to call, in ASCII or full-width digits, that are no part of a longer number or word.
    static func typed(_ text: SourceText) -> [Finding] {
        let characters = Array(text.text)
        var findings: [Finding] = []
        var start = 0
        while start < characters.count {
            guard digit(characters[start]) != nil else {
                start += 1
                continue
            }
            var end = start
            while end < characters.count, digit(characters[end]) != nil { end += 1 }
            let number = characters[start..<end].compactMap(digit).map(String.init).joined()
            if emergencyNumbers.contains(number), !continues(before: start, in: characters),
                !continues(after: end, in: characters)
            {
                let index = text.text.index(text.text.startIndex, offsetBy: start)
                findings.append(
                    Finding(
                        .numberTyped, at: text.place(at: index), found: "the number \(number)",
                        expected: "{fire_number}"))
            }
            start = end
        }
        return findings
    }

    private static func digit(_ character: Character) -> Int? {
        guard let scalar = character.unicodeScalars.first else { return nil }
        switch scalar.value {
        case 0x30...0x39: return Int(scalar.value - 0x30)
        case 0xFF10...0xFF19: return Int(scalar.value - 0xFF10)
        default: return nil
        }
    }

    /// `1.114`, `0,114` and `A114` are other things; `(114)` and `gọi 114.` are not.
    private static func continues(before start: Int, in characters: [Character]) -> Bool {
        guard start > 0 else { return false }
        if isWord(characters[start - 1]) { return true }
        return [".", ",", "-", "/"].contains(characters[start - 1]) && start > 1
            && digit(characters[start - 2]) != nil
    }

    private static func continues(after end: Int, in characters: [Character]) -> Bool {
        guard end < characters.count else { return false }
        if isWord(characters[end]) { return true }
        return [".", ",", "-", "/"].contains(characters[end]) && end + 1 < characters.count
            && digit(characters[end + 1]) != nil
    }

    private static func isWord(_ character: Character) -> Bool {
        character.isASCII && character.isLetter || character == "_"
    }
}
