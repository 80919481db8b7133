import ArgumentParser
import KengContent
import KengDomain
import KengText

/// Says how the service understands what residents write.
struct ReplyCommand: ParsableCommand {
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

    func run() throws {
        let reader = try makeReader()
        guard let text else { return try answerLines(reader) }
        let known = ReplyContext(
            language: language.flatMap(Language.init(tag:)), isOpen: open, expected: expected)
        try StandardStreams.write(line(reader.read(text, in: known)))
    }

    private func makeReader() throws -> ReplyReader {
        do {
            let folder = try Places.find(.locales, option: locales)
            return ReplyReader(try KeywordFile.load(locales: folder))
        } catch let problem as Places.Problem {
            StandardStreams.say(problem.sentence.utf8)
        } catch let problem as KeywordFile.Problem {
            StandardStreams.say(problem.sentence.utf8)
        }
        throw ExitStatus.badConfiguration.code
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

extension KeywordFile.Problem {
    /// What happened, why, and what to do.
    fileprivate var sentence: String {
        let cause =
            switch self {
            case .unreadable(let file): "\(file) cannot be read as UTF-8 text."
            case .syntax(let file, let line): "\(file):\(line): this is not YAML."
            case .unknownKey(let key, let file, let line): "\(file):\(line): unknown key \(key)."
            case .notText(let file, let line): "\(file):\(line): a list of words was expected here."
            case .none(let folder): "\(folder) has no vi/keywords.yaml nor any other."
            }
        return """
            The words that replies are read by cannot be loaded.
            \(cause)
            Correct the file, or name another folder with --locales DIR.

            """
    }
}
