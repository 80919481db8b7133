import KengText

/// Cuts what arrives into lines and answers each; a line may come in several pieces.
struct SegmentLines {
    private(set) var number = 0
    private(set) var badLines = 0
    private let manner: SegmentManner
    private var rest: [UInt8] = []

    init(_ manner: SegmentManner) {
        self.manner = manner
    }

    mutating func take(_ chunk: ArraySlice<UInt8>) -> (output: [UInt8], complaints: [UInt8]) {
        var answers = (output: [UInt8](), complaints: [UInt8]())
        var start = chunk.startIndex
        while let end = chunk[start...].firstIndex(of: UInt8(ascii: "\n")) {
            if rest.isEmpty {
                answer(chunk[start..<end], &answers)
            } else {
                rest += chunk[start..<end]
                answer(rest[...], &answers)
                rest.removeAll(keepingCapacity: true)
            }
            start = end + 1
        }
        rest += chunk[start...]
        return answers
    }

    /// Answers a last line that has no line end.
    mutating func finish() -> (output: [UInt8], complaints: [UInt8]) {
        var answers = (output: [UInt8](), complaints: [UInt8]())
        if !rest.isEmpty { answer(rest[...], &answers) }
        rest = []
        return answers
    }

    private mutating func answer(
        _ line: ArraySlice<UInt8>, _ answers: inout (output: [UInt8], complaints: [UInt8])
    ) {
        number += 1
        do {
            let counted = manner.count(utf16: try JSONString.read(line))
            SegmentAnswer(counted, manner).append(to: &answers.output)
        } catch {
            badLines += 1
            let complaint = "line \(number): \(sentence(error))"
            answers.complaints += "\(complaint)\n".utf8
            if manner.isJSON {
                answers.output += "{\"error\":".utf8
                JSONString.write(ArraySlice(complaint.utf16), to: &answers.output)
                answers.output += "}\n".utf8
            } else {
                answers.output += "not counted\n".utf8
            }
        }
    }

    /// Bytes are counted from one, as editors do.
    private func sentence(_ problem: JSONString.Problem) -> String {
        switch problem {
        case .notAString(let at):
            "expected a JSON string, which begins with a quotation mark, at byte \(at + 1)"
        case .unfinished: "the JSON string has no closing quotation mark"
        case .badEscape(let at): "no JSON escape begins like the one at byte \(at + 1)"
        case .bareControl(let byte, let at):
            "the control character \(byte) at byte \(at + 1) must be written as an escape"
        case .notUTF8(let at): "the bytes from byte \(at + 1) are not UTF-8"
        case .trailing(let at): "after the JSON string more follows at byte \(at + 1)"
        }
    }
}
