import KengDomain
import KengEngine
import KengStore
import KengText

/// Every text of a campaign, and the sum of them.
struct CheckTexts: Sendable {
    let languages: [InLanguage]
    let sums: [Sum]
    let caption: String
    let recipients: String
    let segments: String

    struct InLanguage: Sendable {
        let tag: String
        let name: String
        let place: String
        let recipients: String
        let texts: [Text]
        /// A text as it would be with the other marks; never sent.
        let other: TextPreview?
        let otherWords: String
        let replies: Replies?
    }

    struct Text: Sendable {
        let title: String
        let preview: TextPreview
        let sum: String
        /// What was put in the place of characters that cost more; nil when nothing was.
        let replaced: String?
    }

    struct Sum: Sendable {
        let title: String
        let language: String
        let tag: String
        let recipients: String
        let each: String
        let segments: String
    }

    struct Replies: Sendable {
        let sentence: String
        let tag: String
        let questions: [Question]
        let endings: [Ending]
    }

    struct Question: Sendable {
        let ask: String
        let options: [Option]
        let reason: String?
    }

    struct Option: Sendable {
        let letter: String
        let text: String
        let feedback: String?
    }

    struct Ending: Sendable {
        let word: String
        let text: String
        let segments: String
    }

    /// Nil when nobody would get anything.
    init?(_ sheet: CheckSheet, _ brief: CampaignBrief, _ site: Site, _ words: Words) {
        guard !sheet.texts.isEmpty else { return nil }
        var number = 0
        var sums: [Sum] = []
        languages = sheet.languages.map { found in
            let name = InterfaceLanguage(found.language).ownName
            let texts = found.texts.map { text in
                number += 1
                let title = words.text("check.text", ["number": .number(number)])
                sums.append(Sum(text, title, name, words))
                return Text(
                    title: title,
                    preview: TextPreview(text.body.text, text.language, site, words),
                    sum: words.text(
                        "check.sum",
                        [
                            "phones": .number(text.recipients),
                            "each": .number(text.body.segments),
                            "segments": .number(text.segments),
                        ]),
                    replaced: Self.replaced(text, words))
            }
            return InLanguage(
                tag: found.language.rawValue, name: name,
                place: words.place(found.jurisdiction),
                recipients: words.text("check.phones", ["phones": .number(found.recipients)]),
                texts: texts,
                other: found.texts.first?.otherMarks.map {
                    TextPreview($0.text, found.language, site, words)
                },
                otherWords: words.text(
                    brief.isUnmarked ? "check.otherMarked" : "check.otherUnmarked"),
                replies: brief.manner.flatMap { Replies(found, $0, words) })
        }
        self.sums = sums
        caption = words.text(brief.schedule.waves > 1 ? "check.totalsFirst" : "check.totals")
        recipients = words.number(sheet.recipients)
        segments = words.number(sheet.segments)
    }
}

extension CheckTexts {
    /// `“ → " (2), … → ... (1)`; what has no width of its own is told by its code.
    private static func replaced(_ text: CheckText, _ words: Words) -> String? {
        guard !text.replaced.isEmpty else { return nil }
        let uses = text.replaced.map { use in
            let scalar = use.rule.character
            let isSeen =
                !scalar.properties.isWhitespace && !scalar.properties.isDefaultIgnorableCodePoint
            let code = "U+" + String(scalar.value, radix: 16, uppercase: true)
            let put = use.rule.replacement
            let shown = put.isEmpty ? "∅" : put.allSatisfy(\.isWhitespace) ? "␣" : put
            return "\(isSeen ? String(scalar) : code) → \(shown) (\(words.number(use.count)))"
        }
        return words.text("check.replaced", ["list": .text(words.list(uses))])
    }
}

extension CheckTexts.Sum {
    fileprivate init(_ text: CheckText, _ title: String, _ language: String, _ words: Words) {
        self.title = title
        self.language = language
        tag = text.language.rawValue
        recipients = words.number(text.recipients)
        each = words.number(text.body.segments)
        segments = words.number(text.segments)
    }
}

extension CheckTexts.Replies {
    /// The questions of all forms, each once, and how a quiz ends; nil without a quiz.
    fileprivate init?(_ found: CheckLanguage, _ manner: QuizSession.Manner, _ words: Words) {
        let replies = found.texts.compactMap(\.replies)
        guard let first = replies.first else { return nil }
        tag = found.language.rawValue
        sentence =
            switch manner {
            case .oneByOne: words.text("check.formsOne")
            case .allInOne:
                words.text("check.formsAll", ["reasons": .number(Composer.mostReasons)])
            }
        var seen: Set<CheckReplies.Answered> = []
        questions = replies.flatMap(\.questions).filter { seen.insert($0).inserted }.map { asked in
            CheckTexts.Question(
                ask: asked.ask,
                options: zip(Choice.allCases, asked.options).enumerated().map { place, option in
                    CheckTexts.Option(
                        letter: String(option.0.letter), text: option.1,
                        feedback: asked.feedback.isEmpty ? nil : asked.feedback[place])
                }, reason: manner == .allInOne ? asked.reason : nil)
        }
        endings = [("passed", first.passed), ("failed", first.failed), ("help", first.help)].map {
            CheckTexts.Ending(
                word: words.text("check.\($0)"), text: $1.text,
                segments: words.text("preview.segments", ["segments": .number($1.segments)]))
        }
    }
}
