import KengDomain
import KengStore
import KengText

/// What lessons are called, for a reader of one language.
struct LessonNames: Sendable {
    private let titles: [Slug: LessonTitle]

    init(_ titles: [LessonTitle], for language: InterfaceLanguage) {
        self.titles = Dictionary(titles.map { ($0.slug, $0) }) { first, other in
            first.language != language.content && other.language == language.content
                ? other : first
        }
    }

    /// In the reader's language, else in another one; a lesson that is no more is called by its slug.
    func name(of lesson: Slug) -> String { titles[lesson]?.title ?? lesson.text }

    /// The language the name is in, where it is not the reader's own.
    func tag(of lesson: Slug) -> String? { titles[lesson]?.language.rawValue }
}

extension Ask {
    func lessonNames() async throws -> LessonNames {
        LessonNames(
            try await site.database.read { try $0.lessonTitles() }, for: words.language)
    }
}
