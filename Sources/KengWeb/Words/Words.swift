import KengDomain
import KengText

/// The console's words in one language; keys are those of the catalogue without `console.`.
struct Words: Sendable {
    let language: InterfaceLanguage
    let figures: Figures
    private let catalogue: Catalogue

    init(_ language: InterfaceLanguage, in catalogues: Catalogues) {
        self.language = language
        figures = Figures(interface: language)
        catalogue = catalogues[interface: language]
    }

    /// What stands where a word is missing; the tests look for it on every page.
    static let missingMark: Character = "⟦"

    func text(_ key: String, _ values: [String: MessageValue] = [:]) -> String {
        do {
            return try catalogue.text("console." + key, values)
        } catch {
            return "\(Self.missingMark)\(key)⟧"
        }
    }

    func number(_ value: Int) -> String {
        figures.number(value)
    }

    /// Whole units and the currency of a price.
    func money(_ amount: Int, _ price: SegmentPrice) -> String {
        number(amount) + " " + price.currency
    }

    func day(_ instant: Instant, _ offset: UTCOffset) -> String {
        figures.day(LocalDay(of: instant, at: offset))
    }

    /// A second on the wall clock at `offset`.
    func clock(_ instant: Instant, _ offset: UTCOffset) -> String {
        figures.clock(instant, at: offset)
    }

    /// A day and a minute on the wall clock at `offset`.
    func moment(_ instant: Instant, _ offset: UTCOffset) -> String {
        text(
            "moment",
            [
                "day": .day(LocalDay(of: instant, at: offset)),
                "time": .time(offset.minuteOfDay(at: instant)),
            ])
    }

    /// Covered households of all, in whole percent.
    func percent(_ part: Int, of whole: Int) -> String {
        figures.percent(part, of: whole)
    }

    /// The same with one decimal, as lists and their CSV write it.
    func exactPercent(_ part: Int, of whole: Int) -> String {
        figures.percent(part, of: whole, decimals: 1)
    }

    /// A word and what it is, with the language's own colon.
    func pair(_ word: String, _ value: String) -> String {
        text("pair", ["word": .text(word), "value": .text(value)])
    }

    /// A word and something beside it in the language's own brackets.
    func aside(_ word: String, _ aside: String) -> String {
        text("aside", ["word": .text(word), "aside": .text(aside)])
    }

    /// A list of words with the language's own comma.
    func list(_ parts: [String]) -> String {
        parts.joined(separator: language == .chinese ? "、" : ", ")
    }
}

extension InterfaceLanguage {
    /// The language's name in itself.
    var ownName: String {
        switch self {
        case .vietnamese: "Tiếng Việt"
        case .indonesian: "Bahasa Indonesia"
        case .chinese: "简体中文"
        case .english: "English"
        }
    }

    /// The language lessons are read in; English readers get the Vietnamese ones.
    var content: Language {
        switch self {
        case .vietnamese, .english: .vietnamese
        case .indonesian: .indonesian
        case .chinese: .chinese
        }
    }

    /// Reads a tag as browsers send it.
    init?(tag: some StringProtocol) {
        if let known = Language(tag: String(tag)) {
            self.init(known)
        } else if tag.lowercased() == "en" || tag.lowercased().hasPrefix("en-") {
            self = .english
        } else {
            return nil
        }
    }

    /// The first language of an `Accept-Language` header that we speak, by its weights.
    init?(accepted header: String) {
        var best: (language: InterfaceLanguage, weight: Double)?
        for item in header.prefix(500).split(separator: ",") {
            let parts = item.split(separator: ";")
            guard let tag = parts.first?.trimmed, let language = InterfaceLanguage(tag: tag)
            else { continue }
            let weight =
                parts.dropFirst().compactMap { part -> Double? in
                    let part = part.trimmed
                    return part.hasPrefix("q=") ? Double(part.dropFirst(2)) : nil
                }.first ?? 1
            if weight > 0, weight > best?.weight ?? 0 { best = (language, weight) }
        }
        guard let best else { return nil }
        self = best.language
    }
}

extension StringProtocol {
    /// Without the white space around it.
    var trimmed: String {
        var rest = self[...]
        while rest.first?.isWhitespace == true { rest.removeFirst() }
        while rest.last?.isWhitespace == true { rest.removeLast() }
        return String(rest)
    }
}
