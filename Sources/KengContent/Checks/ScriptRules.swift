import KengDomain

/// A script can be spoken in its time and never says the dangerous thing as advice.
enum ScriptRules {
    /// How far the spoken length may be from what was planned.
    static let tolerance = 0.2

    /// Syllables a second, in Chinese characters a second; docs/content.md.
    static func rate(_ language: Language) -> Double {
        switch language {
        case .vietnamese: 3.7
        case .indonesian: 4.3
        case .chinese: 3.6
        }
    }

    static func findings(in script: ScriptSource) -> [Finding] {
        script.texts.values.flatMap { text in
            timing(of: text, seconds: script.manifest.seconds)
                + forbidden(in: text, words: script.manifest.mustNotSay[text.language] ?? [])
        }
    }

    // MARK: - Timing

    private static func timing(of text: ScriptText, seconds: Int?) -> [Finding] {
        var findings: [Finding] = []
        func find(_ place: Place, _ found: String, _ expected: String) {
            findings.append(Finding(.scriptTiming, at: place, found: found, expected: expected))
        }
        for (line, next) in zip(text.lines, text.lines.dropFirst()) {
            guard next.at > line.at else {
                find(next.place, "the line \(next.id) at \(next.at) s", "a time after \(line.at) s")
                continue
            }
            let room = Double(next.at - line.at)
            let length = duration(of: line.say.text, text.language)
            if length > room * (1 + tolerance) {
                find(
                    line.place, "\(tenths(length)) s of words in the line \(line.id)",
                    "about \(tenths(room)) s, until \(next.id) begins")
            }
        }
        if let first = text.lines.first, first.at < 0 {
            find(first.place, "a line at \(first.at) s", "0 or more")
        }
        guard let seconds, let last = text.lines.last else { return findings }
        let end = Double(last.at) + duration(of: last.say.text, text.language)
        if abs(end - Double(seconds)) > Double(seconds) * tolerance {
            find(last.place, "an end at \(tenths(end)) s", "\(seconds) s, ±20 %")
        }
        return findings
    }

    static func duration(of text: String, _ language: Language) -> Double {
        Double(beats(of: text, language)) / rate(language)
    }

    /// Syllables (vi, id) or characters (zh); a number is spoken digit by digit.
    static func beats(of text: String, _ language: Language) -> Int {
        var spoken = text
        for name in Placeholders.names(in: text) {
            spoken = spoken.replacing("{\(name)}", with: " 0 0 0 ")
        }
        let digits = spoken.count(where: \.isNumber)
        switch language {
        case .vietnamese:
            let words = spoken.split { !$0.isLetter }
            return words.count + digits
        case .indonesian:
            return vowelGroups(in: spoken) + digits * 2
        case .chinese:
            return spoken.count(where: \.isHan) + digits
        }
    }

    private static func vowelGroups(in text: String) -> Int {
        var count = 0
        var last: Character = " "
        for character in text.lowercased() {
            let isVowel = "aeiou".contains(character)
            let isDiphthong = last == "a" && "iu".contains(character)
            if isVowel, !isDiphthong { count += 1 }
            last = isDiphthong ? " " : character
        }
        return count
    }

    private static func tenths(_ seconds: Double) -> String {
        let tenths = Int((seconds * 10).rounded())
        return "\(tenths / 10).\(tenths % 10)"
    }

    // MARK: - What must not be said

    /// Words before the dangerous one, in the same sentence, that turn it into a warning.
    private static let denials: [Language: [String]] = [
        .vietnamese: ["không", "đừng", "chớ", "cấm", "tuyệt đối"],
        .indonesian: ["jangan", "tidak", "dilarang", "tanpa"],
        .chinese: ["不", "别", "勿", "莫", "禁止", "严禁"],
    ]

    private static func forbidden(in text: ScriptText, words: [SourceText]) -> [Finding] {
        let spoken = text.lines.map(\.say) + [text.sms].compactMap { $0 }
        return spoken.flatMap { said in
            words.compactMap { word in
                guard advises(word.text, in: said.text, text.language) else { return nil }
                return Finding(
                    .scriptForbidden, at: said.place, found: "“\(word.text)” as advice",
                    expected: "it only after a clear “do not”")
            }
        }
    }

    static func advises(_ word: String, in text: String, _ language: Language) -> Bool {
        let ends: Set<Character> = [".", "!", "?", ";", "。", "！", "？", "；", "\n"]
        return text.inNFC.lowercased().split(whereSeparator: ends.contains).contains { sentence in
            guard let range = sentence.firstRange(of: word.inNFC.lowercased()) else { return false }
            let before = sentence[..<range.lowerBound]
            return !(denials[language] ?? []).contains { before.contains($0) }
        }
    }
}
