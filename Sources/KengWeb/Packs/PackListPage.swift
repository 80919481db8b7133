import Hummingbird
import KengContent
import KengDomain
import KengText

/// The packs for schools, for anyone: what there is, how to get it, how to check it.
struct PackListPage: Sendable {
    func add(to routes: inout Routes) {
        routes.open("/packs") { try await list($0) }
    }

    struct View: Sendable {
        let counts: String
        let lessons: [Lesson]
        let hasLessons: Bool
        let proof: Proof?
    }

    struct Lesson: Sendable {
        let slug: String
        let title: String
        let tag: String
        let minutes: String
        let address: String
        let packs: [Pack]
        let files: [PackLink]
    }

    struct Pack: Sendable {
        let language: String
        let tag: String
        let place: String
        let edition: String
        let files: [PackLink]
    }

    /// What a reader compares.
    struct Proof: Sendable {
        let keyID: String
        let key: String
        let fingerprint: String
        let list: String
        let isExpired: Bool
    }

    private func list(_ ask: Ask) async throws -> Response {
        let words = ask.words
        let served = try await ServedPacks.read(ask)
        let packs = served?.index.packs ?? []
        let lessons = Dictionary(grouping: packs, by: \.key.slug)
            .sorted { $0.key.text < $1.key.text }
            .compactMap { Lesson(slug: $0.key, packs: $0.value, words) }
        let view = View(
            counts: words.text(
                "packs.counts",
                ["packs": .number(packs.count), "lessons": .number(lessons.count)]),
            lessons: lessons, hasLessons: !lessons.isEmpty,
            proof: lessons.isEmpty ? nil : served.map { Proof($0, ask) })
        return ask.page("packs", title: words.text("menu.packs"), view)
    }
}

extension PackListPage.Lesson {
    /// Nil without a pack; those in the reader's language come first.
    init?(slug: Slug, packs: [PackIndex.Pack], _ words: Words) {
        let own = words.language.content
        let sorted = packs.sorted { one, other in
            Self.rank(one, own) < Self.rank(other, own)
        }
        guard let shown = sorted.first else { return nil }
        self.slug = slug.text
        title = shown.title
        tag = shown.key.language.rawValue
        minutes = words.text("lesson.minutes", ["minutes": .number(shown.minutes)])
        address = "/l/\(slug)"
        self.packs = sorted.map { PackListPage.Pack($0, words) }
        files = self.packs.flatMap(\.files)
    }

    private static func rank(
        _ pack: PackIndex.Pack, _ own: Language
    ) -> (Int, Language, Int, Jurisdiction) {
        (
            pack.key.language == own ? 0 : 1, pack.key.language,
            pack.key.jurisdiction == pack.key.language.home ? 0 : 1, pack.key.jurisdiction
        )
    }
}

extension PackListPage.Pack {
    init(_ pack: PackIndex.Pack, _ words: Words) {
        language = InterfaceLanguage(pack.key.language).ownName
        tag = pack.key.language.rawValue
        place = words.place(pack.key.jurisdiction)
        edition = words.text(
            "packs.editionDay",
            [
                "number": .number(pack.lessonVersion),
                "day": .text(words.day(pack.modified, .hanoi)),
            ])
        files = pack.files.map { PackLink($0, of: pack, words) }
    }
}

extension PackListPage.Proof {
    init(_ served: ServedPacks, _ ask: Ask) {
        let words = ask.words
        let index = served.index
        keyID = served.key.name
        key = served.keyLine
        fingerprint = served.fingerprint
        list = words.text(
            "packs.indexVersion",
            [
                "version": .number(index.version),
                "generated": .text(words.day(index.generated, .hanoi)),
                "expires": .text(words.day(index.expires, .hanoi)),
            ])
        isExpired = index.expires < ask.now
    }
}

extension Words {
    /// A place by its name; its code where we have no name for it.
    func place(_ jurisdiction: Jurisdiction) -> String {
        let named: [Jurisdiction] = [.vietnam, .indonesia, .china]
        return named.contains(jurisdiction)
            ? text("place.\(jurisdiction.code)") : jurisdiction.code
    }
}
