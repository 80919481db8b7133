import ArgumentParser
import KengText

/// Counts a text as SMS, or one text for each line of standard input.
struct SegmentCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "segment",
        abstract: "Say how many SMS segments a text needs, and which character makes it long.",
        usage: """
            keng segment --json 'Khi cháy, gọi 114'
            keng segment --json < texts.jsonl
            keng segment --parts --replace standard 'Don’t go back in…'
            """,
        discussion: """
            The text counts as it is sent, in Unicode form NFC. Without TEXT each line of standard \
            input is one JSON string, and each is answered by a line. Where a character makes the \
            text UCS-2, the answer says what replacing it would save.
            """)

    @OptionGroup var options: SegmentOptions

    @Argument(help: "The text. Without it, JSON strings are read from standard input, one a line.")
    var text: String?

    func run() throws {
        do {
            let manner = try options.manner()
            if let text {
                var output: [UInt8] = []
                SegmentAnswer(manner.count(text), manner).append(to: &output)
                try StandardStreams.write(output)
            } else {
                try answerLines(manner)
            }
        } catch let complaint as Complaint {
            StandardStreams.say(complaint.lines.utf8)
            throw complaint.status.code
        } catch let problem as StandardStreams.Problem {
            StandardStreams.say(Self.sentence(problem).utf8)
            throw ExitStatus.failed.code
        }
    }

    /// Answers after each read, so that a program may ask line by line.
    private func answerLines(_ manner: SegmentManner) throws {
        if StandardStreams.isInputTerminal {
            StandardStreams.say("One JSON string a line; Ctrl-D ends.\n".utf8)
        }
        var lines = SegmentLines(manner)
        var buffer = [UInt8](repeating: 0, count: 65_536)
        while true {
            let chunk = try StandardStreams.read(into: &buffer)
            if chunk.isEmpty { break }
            try flush(lines.take(chunk))
        }
        try flush(lines.finish())
        guard lines.badLines > 0 else { return }
        StandardStreams.say(
            """
            \(lines.badLines) of \(lines.number) lines could not be counted.
            Each line must be one JSON string, for example "Khi cháy, gọi 114".
            Write texts as JSON with: jq -Rc . < texts.txt | keng segment --json

            """.utf8)
        throw ExitStatus.badData.code
    }

    private func flush(_ answers: (output: [UInt8], complaints: [UInt8])) throws {
        try StandardStreams.write(answers.output)
        StandardStreams.say(answers.complaints)
    }

    private static func sentence(_ problem: StandardStreams.Problem) -> String {
        switch problem {
        case .unreadable:
            """
            Standard input cannot be read: \(problem.reason).
            Without a text, keng segment reads JSON strings from standard input.
            Give a text, or a file: keng segment --json < texts.jsonl

            """
        case .unwritable:
            """
            The answers cannot be written: \(problem.reason).
            The disk may be full, or the program that reads them has ended.
            Write to another place: keng segment --json < texts.jsonl > answers.jsonl

            """
        }
    }
}
