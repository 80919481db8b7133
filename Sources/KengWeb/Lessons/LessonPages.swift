import Hummingbird
import KengDomain
import KengEngine
import KengStore
import KengText

/// Which lessons are ready in which language, and each as residents and teachers get it.
struct LessonPages: Sendable {
    func add(to routes: inout Routes) {
        routes.get("/lessons") { ask, _ in try await list(ask) }
        routes.get("/lessons/:slug") { ask, _ in try await lesson(ask) }
    }

    private struct ListView: Sendable {
        let languages: [String]
        let lessons: [Row]
        let hasLessons: Bool
        let scripts: [Row]
        let hasScripts: Bool
    }

    private struct Row: Sendable {
        let title: String
        let tag: String
        let address: String
        let cells: [Cell]
    }

    private struct Cell: Sendable {
        let isReady: Bool
        let address: String
        let words: String
    }

    private func list(_ ask: Ask) async throws -> Response {
        let editions = try await ask.site.database.read { try $0.newestEditions() }
        func rows(_ kind: Edition.Kind) -> [Row] {
            let bySlug = Dictionary(
                grouping: editions.filter { $0.kind == kind }, by: \.key.slug)
            return bySlug.keys.sorted().compactMap { Self.row(bySlug[$0] ?? [], ask.words) }
        }
        let lessons = rows(.lesson)
        let scripts = rows(.script)
        let view = ListView(
            languages: Language.allCases.map { InterfaceLanguage($0).ownName },
            lessons: lessons, hasLessons: !lessons.isEmpty, scripts: scripts,
            hasScripts: !scripts.isEmpty)
        return ask.page("lessons", title: ask.words.text("menu.lessons"), view)
    }

    private static func row(_ rows: [EditionRow], _ words: Words) -> Row? {
        guard
            let shown = rows.first(where: { $0.key.language == words.language.content })
                ?? rows.first
        else { return nil }
        let path = "/lessons/\(shown.key.slug)"
        return Row(
            title: shown.title, tag: shown.key.language.rawValue, address: path,
            cells: Language.allCases.map { language in
                let places = rows.filter { $0.key.language == language }
                    .map(\.key.jurisdiction.code)
                return Cell(
                    isReady: !places.isEmpty,
                    address: "\(path)?language=\(language.rawValue)",
                    words: places.isEmpty
                        ? words.text("lesson.missing") : places.joined(separator: " "))
            })
    }

    private func lesson(_ ask: Ask) async throws -> Response {
        let view = try await LessonView.read(ask, path: "/lessons", isPublic: false)
        return ask.page("lesson", title: view.title, view)
    }

    /// The same lesson without login, for anyone with the address.
    static func publicPage(_ ask: Ask) async throws -> Response {
        let view = try await LessonView.read(ask, path: "/l", isPublic: true)
        return ask.page("lesson", title: view.title, view)
    }
}
