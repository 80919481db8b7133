package import KengDomain
import Synchronization

/// Knows the right letters for a text that asks questions, so that sandbox residents can know their lesson.
///
/// It reads what a resident reads: the question as it stands in the text, not the rows behind it.
package final class QuizSolver: Sendable {
    private struct Known: Sendable {
        let ask: String
        let key: Choice
    }

    private let questions = Mutex<[Language: [Known]]>([:])
    /// A campaign says the same to many: what a text asks is looked for once.
    private let solved = Mutex<[String: [Character]?]>([:])
    private static let mostSolved = 10_000

    package init() {}

    /// Teaches the questions of an edition, as they are before any place is known.
    package func learn(_ edition: Edition) {
        guard let quiz = edition.text.quiz else { return }
        let known = quiz.questions.map {
            // A question with a placeholder is known by the longest piece beside it.
            Known(ask: Self.longestPiece(of: $0.ask), key: $0.key)
        }
        questions.withLock { kept in
            let old = Set((kept[edition.key.language] ?? []).map(\.ask))
            kept[edition.key.language, default: []] += known.filter { !old.contains($0.ask) }
        }
    }

    private static func longestPiece(of ask: String) -> String {
        let pieces = ask.split(separator: "{").enumerated().map { number, piece in
            number == 0 && !ask.hasPrefix("{")
                ? piece : piece.drop { $0 != "}" }.dropFirst()
        }
        return String(pieces.max { $0.count < $1.count } ?? "")
    }

    /// The right letters in the order the questions stand in; nil when the text asks nothing.
    package func letters(for text: String, in language: Language) -> [Character]? {
        if let answer = solved.withLock({ $0[text] }) { return answer }
        let answer = search(text, in: language)
        solved.withLock { kept in
            if kept.count >= Self.mostSolved { kept.removeAll() }
            kept[text] = .some(answer)
        }
        return answer
    }

    private func search(_ text: String, in language: Language) -> [Character]? {
        let known = questions.withLock { $0[language] ?? [] }
        let found = known.compactMap { question -> (String.Index, Choice)? in
            guard !question.ask.isEmpty, let place = text.firstRange(of: question.ask) else {
                return nil
            }
            return (place.lowerBound, question.key)
        }
        guard !found.isEmpty else { return nil }
        return found.sorted { $0.0 < $1.0 }.map(\.1.letter)
    }
}
