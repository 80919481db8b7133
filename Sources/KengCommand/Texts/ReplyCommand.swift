import ArgumentParser
import KengContent
import KengDomain
import KengText

/// Says how the service understands what residents write.
struct ReplyCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "reply",
        abstract: "Say how a resident's reply is understood: an answer, a stop, a call for help.",
        usage: """
            keng reply --json < replies.jsonl
            keng reply --language vi --open 'dạ em chọn B ạ'
            """,
        discussion: """
            Without TEXT each line of standard input is a JSON object such as \
            {"text":"dap an B","language":"vi","open":true,"expected":1} and is answered by a line. \
            `open` says whether a question waits for an answer, `expected` how many answers it takes.
            """)

    @Flag(help: "Answer in JSON: intent, answers and language.")
    var json = false

    @Option(help: ArgumentHelp("The sender's language: vi, id or zh.", valueName: "tag"))
    var language: String?

    @Flag(help: "A question waits for an answer.")
    var open = false

    @Option(help: ArgumentHelp("How many answers the question takes.", valueName: "count"))
    var expected = 1

    @Option(help: ArgumentHelp("The folder with the words of each language.", valueName: "dir"))
    var locales: String?

    @Argument(help: "The reply. Without it, JSON objects are read from standard input, one a line.")
    var text: String?

    func validate() throws {
        guard language.map({ Language(tag: $0) != nil }) ?? true else {
            throw ValidationError("--language is vi, id or zh, not \(language ?? "").")
        }
        guard ReplyLine.allowedExpected.contains(expected) else {
            throw ValidationError("--expected is a number from 1 to 20, not \(expected).")
        }
    }

    func run() async throws {
        try await reporting { try answerAll() }
    }

    private func answerAll() throws {
        let reader = ReplyReader(
            try KeywordFile.load(locales: Places.find(.locales, option: locales)))
        guard let text else { return try answerLines(reader) }
        let known = ReplyContext(
            language: language.flatMap(Language.init(tag:)), isOpen: open, expected: expected)
        try StandardStreams.write(line(reader.read(text, in: known)))
    }

    /// Answers each line before it reads the next, so that a program may ask line by line.
    private func answerLines(_ reader: ReplyReader) throws {
        if StandardStreams.isInputTerminal {
            StandardStreams.say("One JSON object a line; Ctrl-D ends.\n".utf8)
        }
        var number = 0
        var badLines = 0
        while let typed = readLine() {
            number += 1
            guard typed.contains(where: { !$0.isWhitespace }) else { continue }
            do {
                let asked = try ReplyLine(typed)
                try StandardStreams.write(line(reader.read(asked.text, in: asked.context)))
            } catch let problem as ReplyLine.Problem {
                badLines += 1
                let complaint = "line \(number): \(problem.sentence)"
                StandardStreams.say("\(complaint)\n".utf8)
                var output = Array("{\"error\":".utf8)
                JSONString.write(ArraySlice(complaint.utf16), to: &output)
                try StandardStreams.write(json ? output + "}\n".utf8 : Array("not read\n".utf8))
            }
        }
        guard badLines > 0 else { return }
        StandardStreams.say(
            """
            \(badLines) of \(number) lines could not be read.
            Each line must be one JSON object with at least "text" and "open".
            For example: {"text":"dap an B","language":"vi","open":true}

            """.utf8)
        throw ExitStatus.badData.code
    }

    private func line(_ reply: Reply) -> [UInt8] {
        let letters = reply.answers.map(\.letter)
        let language = reply.language.map(\.shortTag)
        guard json else {
            let answers = letters.isEmpty ? "" : " " + String(letters)
            return Array("\(reply.intent.rawValue)\(answers) (\(language ?? "-"))\n".utf8)
        }
        let answers = letters.map { "\"\($0)\"" }.joined(separator: ",")
        let tag = language.map { "\"\($0)\"" } ?? "null"
        return Array(
            "{\"intent\":\"\(reply.intent.rawValue)\",\"answers\":[\(answers)],\"language\":\(tag)}\n"
                .utf8)
    }
}

extension Language {
    /// The tag without its script, as callers of the command write it: `zh`.
    fileprivate var shortTag: String { String(rawValue.prefix(2)) }
}
