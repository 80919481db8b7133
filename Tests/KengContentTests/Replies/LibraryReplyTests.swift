import KengContent
import KengDomain
import KengText
import Testing

/// Residents copy the option they mean; each option of the bundled lessons must then be read as itself.
struct LibraryReplyTests {
    struct Option: Sendable, CustomTestStringConvertible {
        let language: Language
        let all: [String]
        let choice: Choice

        var text: String { all[Int(choice.rawValue)] }
        var testDescription: String { "\(language.rawValue) \(choice.letter) \(text)" }
    }

    static func options() throws -> [Option] {
        let library = try Library(folder: ReplyCaseTests.root + "/Content")
        var options: [Option] = []
        for lesson in library.lessons {
            for question in lesson.quiz?.questions ?? [] {
                for (language, text) in question.texts {
                    let all = text.options.map(\.text)
                    options += Choice.allCases.map {
                        Option(language: language, all: all, choice: $0)
                    }
                }
            }
        }
        return options
    }

    @Test func everyOptionIsReadAsItself() throws {
        let reader = try #require(ReplyCaseTests.reader)
        let options = try Self.options()
        #expect(options.count > 500)
        for option in options {
            let known = ReplyContext(language: option.language, isOpen: true, options: option.all)
            let letter = option.choice.letter
            for text in [option.text, "\(letter) \(option.text)", "\(letter). \(option.text)"] {
                let reply = reader.read(text, in: known)
                #expect(reply.answers == [option.choice], "\(option.language.rawValue) \(text)")
            }
        }
    }

    /// A letter, a mark and the option's words are enough without knowing the options.
    @Test func aQuotedOptionIsItsLetterOrNothing() throws {
        let reader = try #require(ReplyCaseTests.reader)
        var unread = 0
        let options = try Self.options()
        for option in options {
            let known = ReplyContext(language: option.language, isOpen: true)
            let text = "\(option.choice.letter). \(option.text)"
            let reply = reader.read(text, in: known)
            #expect(reply.answers == [option.choice] || reply.answers.isEmpty, "\(text)")
            #expect(reply.intent == .answer || reply.intent == .unreadable, "\(text)")
            if reply.intent != .answer { unread += 1 }
        }
        #expect(unread * 50 < options.count, "\(unread) of \(options.count)")
    }
}
