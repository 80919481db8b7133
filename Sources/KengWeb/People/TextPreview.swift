import KengDomain
import KengEngine
import KengText

/// A text as the handset gets it, cut where the network cuts it.
struct TextPreview: Sendable {
    let tag: String
    let language: String
    let sender: String
    let bands: [Band]
    let encoding: String
    let units: String
    let segments: String
    let cost: String?

    struct Band: Sendable {
        let text: String
        let isOdd: Bool
    }

    init(_ text: String, _ language: Language, _ site: Site, _ words: Words) {
        let cut = site.settings.routeText.cut(text)
        tag = language.rawValue
        self.language = InterfaceLanguage(language).ownName
        sender = site.settings.senderNames.first ?? words.text("preview.sender")
        bands = cut.parts.enumerated().map { index, part in
            Band(
                text: String(decoding: cut.utf16[part], as: UTF16.self),
                isOdd: index.isMultiple(of: 2))
        }
        encoding = words.text("preview.\(cut.encoding == .gsm7 ? "gsm7" : "ucs2")")
        units = words.text("preview.units", ["units": .number(cut.units)])
        segments = words.text("preview.segments", ["segments": .number(cut.segments)])
        cost = site.desk.price.map {
            words.text(
                "preview.cost", ["cost": .text(words.money($0.cost(of: cut.segments), $0))])
        }
    }
}
