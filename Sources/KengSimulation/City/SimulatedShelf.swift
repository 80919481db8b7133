package import KengContent
package import KengDomain
package import KengText

/// The real lessons, rules and words, read once for all simulated cities.
package struct SimulatedShelf: Sendable {
    package let library: Library
    package let catalogues: Catalogues
    package let keywords: [Keywords]
    /// The lesson whose every text needs the fire number.
    package let lesson: Slug
    /// The editions of that lesson, as they would be published.
    package let drafts: [EditionDraft]
    /// Knows the right letters for every text of the lesson.
    package let solver: QuizSolver

    /// - Parameters:
    ///   - content: the content folder.
    ///   - locales: the folder of words and keywords.
    package init(content: String, locales: String) throws {
        let slug = try Slug("call-for-help")
        let library = try Library(folder: content)
        self.library = library
        catalogues = try Catalogues(in: locales)
        keywords = try KeywordFile.load(locales: locales)
        lesson = slug
        drafts = try library.lessons.filter { $0.manifest.slug == slug }.flatMap { source in
            try Language.allCases.flatMap { language in
                try [Jurisdiction.vietnam, .indonesia].map {
                    try EditionDraft(source, language: language, jurisdiction: $0)
                }
            }
        }
        solver = QuizSolver()
        for draft in drafts { solver.learn(draft.edition) }
    }
}

extension EditionDraft {
    /// As a stored edition would be.
    package var edition: Edition {
        Edition(
            id: Edition.ID(rawValue: 1), kind: kind, key: key, number: 1, hash: hash,
            publishedAt: Instant(milliseconds: 0), text: text)
    }

    /// The same lesson with a word more, as an author would publish it later.
    package func saying(_ more: String) -> EditionRewrite {
        EditionRewrite(key: key, text: text.adding(more))
    }
}

/// A new text for a known key.
package struct EditionRewrite: Sendable {
    package let key: Edition.Key
    package let text: EditionText
}

extension EditionText {
    fileprivate func adding(_ more: String) -> EditionText {
        EditionText(
            title: title, summary: summary, sms: sms + " " + more, smsUnmarked: smsUnmarked,
            zalo: zalo, minutes: minutes, audience: audience, topics: topics, blocks: blocks,
            lines: lines, quiz: quiz, facts: facts, reviewedBy: reviewedBy, reviewDue: reviewDue)
    }
}
