import KengDomain

/// The parts of a lesson as XHTML fragments, numbers resolved for one jurisdiction.
struct PackPages {
    let source: PackSource
    let words: PackWords
    /// Values are escaped, so that they can be put into XHTML.
    private let placeholders: Placeholders
    /// The same for plain text.
    private let plain: Placeholders

    /// Takes a jurisdiction's rules; where a number is not certain a phrase stands in its place.
    init(_ source: PackSource, rules: JurisdictionRules) {
        self.source = source
        words = PackWords.of(source.key.language)
        let values = [
            Placeholders.fireNumber: rules.nationalFireNumber ?? words.localFireNumber,
            Placeholders.policeNumber: rules.policeNumber ?? words.localPoliceNumber,
            Placeholders.ambulanceNumber: rules.ambulanceNumber ?? words.localAmbulanceNumber,
        ]
        plain = Placeholders(values)
        placeholders = Placeholders(values.mapValues(XHTML.escape))
    }

    private var text: EditionText { source.text }

    // MARK: - Texts

    func title() throws(Placeholders.Problem) -> String { try plain.resolve(text.title) }
    func summary() throws(Placeholders.Problem) -> String { try plain.resolve(text.summary) }

    private func inline(_ text: String) throws(Placeholders.Problem) -> String {
        try placeholders.resolve(XHTML.escape(text))
    }

    private func flow(_ markdown: String) throws(Placeholders.Problem) -> String {
        // Rendered first: a value can then bring no markup with it.
        try placeholders.resolve(XHTML.render(markdown: markdown))
    }

    // MARK: - Pages

    /// Title, summary and what this edition is.
    func front() throws(Placeholders.Problem) -> String {
        let place = words.places[source.key.jurisdiction] ?? source.key.jurisdiction.code
        let day = LocalDay(of: source.publishedAt, at: .utc)
        return """
            <h1>\(try inline(text.title))</h1>
            <p class="summary">\(try inline(text.summary))</p>
            <p class="edition">\(words.edition) \(source.number) · \(day) · \(text.minutes) \(words.minutes) · \
            \(words.forArea): \(XHTML.escape(place))</p>
            \(review)
            """
    }

    /// The blocks under level-2 headings.
    func lesson() throws(Placeholders.Problem) -> String {
        var page = ""
        for block in text.blocks {
            let mark =
                block.isCritical
                ? " <strong class=\"critical\">\(XHTML.escape(words.critical))</strong>" : ""
            page += """
                <section id="\(XHTML.escape(block.id))"\(block.isCritical ? " class=\"critical\"" : "")>
                <h2>\(try inline(block.heading))\(mark)</h2>
                \(try flow(block.markdown))</section>

                """
        }
        return page
    }

    /// The questions; `answer` adds something after each.
    func quiz(
        _ answer: (Question) throws(Placeholders.Problem) -> String
    ) throws(Placeholders.Problem) -> String {
        guard let quiz = text.quiz else { return "" }
        let hint = words.quizHint.replacing("#", with: String(quiz.rule.right))
            .replacing("@", with: String(quiz.rule.ask))
        var page = "<p>\(XHTML.escape(hint))</p>\n<ol class=\"quiz\">\n"
        for question in quiz.questions {
            let mark =
                question.isCritical
                ? " <strong class=\"critical\">\(XHTML.escape(words.critical))</strong>" : ""
            page += "<li><p>\(try inline(question.ask))\(mark)</p>\n<ol class=\"options\">\n"
            for option in question.options { page += "<li>\(try inline(option))</li>\n" }
            page += "</ol>\n\(try answer(question))</li>\n"
        }
        return page + "</ol>\n"
    }

    /// The key of a question, the reason, and why the others are wrong.
    func answer(_ question: Question) throws(Placeholders.Problem) -> String {
        let key = question.key
        let option = try inline(question.options[Int(key.rawValue)])
        var reasons = ""
        for choice in Choice.allCases where choice != key {
            let reason = try inline(question.wrong[Int(choice.rawValue)])
            if !reason.isEmpty { reasons += "<li>\(choice.letter): \(reason)</li>\n" }
        }
        return """
            <p>\(XHTML.escape(words.answer)): <strong>\(key.letter)</strong>. \(option)</p>
            <p>\(try inline(question.right))</p>

            """ + (reasons.isEmpty ? "" : "<ul>\n\(reasons)</ul>\n")
    }

    /// Every question with its key, for the teacher.
    func answers() throws(Placeholders.Problem) -> String {
        guard let quiz = text.quiz else { return "" }
        var page = "<p><strong>\(XHTML.escape(words.answersHint))</strong></p>\n<ol>\n"
        for question in quiz.questions {
            page += "<li><p>\(try inline(question.ask))</p>\n\(try answer(question))</li>\n"
        }
        return page + "</ol>\n"
    }

    /// What is claimed, where it comes from, how sure it is, and whether anybody confirmed it.
    func sources() throws(Placeholders.Problem) -> String {
        var page = review + "\n<ul class=\"facts\" lang=\"en\" xml:lang=\"en\">\n"
        for fact in text.facts {
            let grade = XHTML.escape(words.grades[fact.grade] ?? fact.grade.rawValue)
            let state = fact.needsReview ? "; \(XHTML.escape(words.needsReview))" : ""
            page += """
                <li>\(try inline(fact.says)) <cite>\(XHTML.escape(fact.source))</cite> \
                <span \(language)>(\(grade)\(state))</span></li>

                """
        }
        return page + "</ul>\n"
    }

    /// `lang` and `xml:lang` of the pack, as attributes.
    var language: String {
        let tag = source.key.language.rawValue
        return "lang=\"\(tag)\" xml:lang=\"\(tag)\""
    }

    private var review: String {
        let due = text.reviewDue.map { " \(XHTML.escape(words.reviewDue)) \($0)." } ?? ""
        guard !text.reviewedBy.isEmpty else {
            return "<p class=\"review\">\(XHTML.escape(words.unreviewed))\(due)</p>"
        }
        let names = text.reviewedBy.map(XHTML.escape).joined(separator: "; ")
        return "<p class=\"review\">\(XHTML.escape(words.reviewed)): \(names).\(due)</p>"
    }
}
