import ArgumentParser
import Foundation
import KengText

/// Counts a text as SMS, or one text for each line of standard input.
struct SegmentCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "segment",
        abstract: "Say how many SMS segments a text needs, and which character makes it long.",
        usage: """
            keng segment --json 'Khi cháy, gọi 114'
            keng segment --json < texts.jsonl
            """,
        discussion: """
            The text counts as it is sent, in Unicode form NFC. Without TEXT each line of standard \
            input is one JSON string, and each is answered by a line.
            """)

    @Flag(help: "Answer in JSON: encoding, units, segments and forced_by.")
    var json = false

    @Argument(help: "The text. Without it, JSON strings are read from standard input, one a line.")
    var text: String?

    func run() throws {
        if let text {
            var output: [UInt8] = []
            SegmentAnswer(SegmentedText(text), isJSON: json).append(to: &output)
            FileHandle.standardOutput.write(Data(output))
            return
        }
        try answerLines()
    }

    /// Answers after each read, so that a program may ask line by line.
    private func answerLines() throws {
        var lines = SegmentLines(isJSON: json)
        while true {
            let chunk = FileHandle.standardInput.availableData
            if chunk.isEmpty { break }
            flush(lines.take(Array(chunk)))
        }
        flush(lines.finish())
        guard lines.badLines > 0 else { return }
        let noun = lines.badLines == 1 ? "line was" : "lines were"
        say(
            """
            \(lines.badLines) of \(lines.number) \(noun) not counted.
            Each line must be one JSON string, for example "Khi cháy, gọi 114".
            Write texts as JSON with: jq -Rc . < texts.txt | keng segment --json

            """)
        throw ExitStatus.badData.code
    }

    private func flush(_ answers: (output: [UInt8], complaints: [UInt8])) {
        if !answers.output.isEmpty { FileHandle.standardOutput.write(Data(answers.output)) }
        if !answers.complaints.isEmpty { FileHandle.standardError.write(Data(answers.complaints)) }
    }

    private func say(_ text: String) {
        FileHandle.standardError.write(Data(text.utf8))
    }
}
