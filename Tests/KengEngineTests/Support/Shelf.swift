import Foundation
import KengContent
import KengDomain
import KengEngine
import KengGateways
import KengSimulation
import KengStore
import KengText

/// The real lessons, rules and words, read once for all tests.
enum Shelf {
    static let root = URL(filePath: #filePath)
        .deletingLastPathComponent().deletingLastPathComponent()
        .deletingLastPathComponent().deletingLastPathComponent()
    static let locales = root.appending(path: "Locales").path

    static let library = Result { try Library(folder: root.appending(path: "Content").path) }
    static let catalogues = Result { try Catalogues(in: locales) }
    static let keywords = Result { try KeywordFile.load(locales: locales) }

    /// The lesson whose every text needs the fire number.
    static let lesson = Result { try Slug("call-for-help") }

    /// The editions of that lesson, as they would be published.
    static let drafts = Result {
        let slug = try lesson.get()
        return try library.get().lessons.filter { $0.manifest.slug == slug }.flatMap { source in
            try Language.allCases.flatMap { language in
                try [Jurisdiction.vietnam, .indonesia].map {
                    try EditionDraft(source, language: language, jurisdiction: $0)
                }
            }
        }
    }

    /// Knows the right letters for every text of the lesson.
    static let solver = Result {
        let solver = QuizSolver()
        for draft in try drafts.get() { solver.learn(draft.edition) }
        return solver
    }
}

extension EditionDraft {
    /// As a stored edition would be.
    var edition: Edition {
        Edition(
            id: Edition.ID(rawValue: 1), kind: kind, key: key, number: 1, hash: hash,
            publishedAt: Instant(milliseconds: 0), text: text)
    }

    /// The same lesson with a word more, as an author would publish it later.
    func saying(_ more: String) -> EditionRewrite {
        EditionRewrite(key: key, text: text.adding(more))
    }
}

/// A new text for a known key.
struct EditionRewrite {
    let key: Edition.Key
    let text: EditionText
}

extension EditionText {
    fileprivate func adding(_ more: String) -> EditionText {
        EditionText(
            title: title, summary: summary, sms: sms + " " + more, smsUnmarked: smsUnmarked,
            zalo: zalo, minutes: minutes, audience: audience, topics: topics, blocks: blocks,
            lines: lines, quiz: quiz, facts: facts, reviewedBy: reviewedBy, reviewDue: reviewDue)
    }
}
