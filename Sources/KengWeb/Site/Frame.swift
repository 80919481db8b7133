import KengDomain
import KengStore
import KengText

/// What stands around every page.
struct Frame {
    let tag: String
    let title: String
    let isPractice: Bool
    let menu: [MenuItem]
    let languages: [LanguageItem]
    let who: Who?
    let formToken: String
    let sheet: String
    let script: String
    let regularFont: String
    let boldFont: String
    let page: Any

    struct MenuItem: Sendable {
        let word: String
        let address: String
        let isHere: Bool
    }

    struct LanguageItem: Sendable {
        let tag: String
        let name: String
        let address: String
        let isHere: Bool
    }

    struct Who: Sendable {
        let name: String
        let role: String
        let area: String
    }

    init(_ ask: Ask, title: String, page: Any) {
        let words = ask.words
        tag = ask.visitor.language.rawValue
        isPractice = ask.site.settings.isPractice
        self.title =
            ask.site.settings.isPractice
            ? words.text("title.practice", ["title": .text(title)])
            : words.text("title", ["title": .text(title)])
        menu = Self.menu(ask)
        languages = InterfaceLanguage.allCases.map { language in
            LanguageItem(
                tag: language.rawValue, name: language.ownName,
                address: ask.query.setting("lang", language.rawValue).address(ask.path),
                isHere: language == ask.visitor.language)
        }
        who = ask.visitor.member.map { member in
            Who(
                name: member.account.name,
                role: words.text("role.\(member.account.role.rawValue)"),
                area: member.area.name)
        }
        formToken =
            ask.visitor.formSecret.map {
                FormToken.make(for: $0, random: ask.site.world.random)
            } ?? ""
        sheet = ask.site.assets.address("keng.css")
        script = ask.site.assets.address("keng.js")
        regularFont = ask.site.assets.address("noto-sans-regular.woff2")
        boldFont = ask.site.assets.address("noto-sans-bold.woff2")
        self.page = page
    }

    private static func menu(_ ask: Ask) -> [MenuItem] {
        // What anyone may read is all a visitor is offered.
        guard ask.visitor.member != nil else { return items([("packs", "/packs")], ask) }
        var places = [
            ("home", "/"), ("campaigns", "/campaigns"), ("coverage", "/coverage"),
            ("lessons", "/lessons"), ("households", "/households"), ("inbox", "/inbox"),
        ]
        if ask.site.phones != nil { places.append(("phones", "/phones")) }
        return items(places, ask)
    }

    private static func items(_ places: [(String, String)], _ ask: Ask) -> [MenuItem] {
        places.map { key, address in
            MenuItem(
                word: ask.words.text("menu.\(key)"), address: address,
                isHere: address == "/" ? ask.path == "/" : ask.path.hasPrefix(address))
        }
    }
}
