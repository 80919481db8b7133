import KengText

/// One answer of `keng segment`: a line for a program or lines for a person.
struct SegmentAnswer {
    private let counted: SegmentManner.Counted
    private let manner: SegmentManner

    private var text: SegmentedText { counted.text }

    init(_ counted: SegmentManner.Counted, _ manner: SegmentManner) {
        self.counted = counted
        self.manner = manner
    }

    func append(to output: inout [UInt8]) {
        if manner.isJSON {
            appendJSON(to: &output)
        } else {
            output += lines.joined(separator: "\n").utf8
        }
        output.append(UInt8(ascii: "\n"))
    }

    private func appendJSON(to output: inout [UInt8]) {
        output += "{\"encoding\":\"".utf8
        output += text.encoding.rawValue.utf8
        output += "\",\"units\":".utf8
        output += String(text.units).utf8
        output += ",\"segments\":".utf8
        output += String(text.segments).utf8
        output += ",\"forced_by\":".utf8
        if let range = text.forcedRange {
            JSONString.write(text.utf16[range], to: &output)
        } else {
            output += "null".utf8
        }
        appendReplacing(to: &output)
        if let report = counted.report { append(report, to: &output) }
        if let ambiguous = counted.ambiguous {
            output += ",\"ambiguous\":".utf8
            Self.append(ambiguous, to: &output) { words, output in
                Self.append(words, to: &output) { JSONString.write(ArraySlice($0.utf16), to: &$1) }
            }
        }
        if manner.showsParts {
            output += ",\"parts\":".utf8
            Self.append(Array(text.parts.indices), to: &output) { part, output in
                output += "{\"units\":\(text.units(ofPart: part)),\"text\":".utf8
                JSONString.write(text.utf16[text.parts[part]], to: &output)
                output.append(UInt8(ascii: "}"))
            }
        }
        output.append(UInt8(ascii: "}"))
    }

    private func appendReplacing(to output: inout [UInt8]) {
        guard let forced = counted.forced else { return }
        output += ",\"replacing\":".utf8
        guard let other = forced.replacement, let after = forced.after else {
            output += "null".utf8
            return
        }
        output += "{\"with\":".utf8
        JSONString.write(ArraySlice(other.utf16), to: &output)
        output += ",\"count\":\(forced.count),\"encoding\":\"\(after.encoding.rawValue)\"".utf8
        output += ",\"units\":\(after.units),\"segments\":\(after.segments)".utf8
        output += ",\"saves\":\(forced.saved)}".utf8
    }

    private func append(_ report: ReplacementReport, to output: inout [UInt8]) {
        output += ",\"replaced\":".utf8
        Self.append(report.uses, to: &output) { use, output in
            output += "{\"from\":".utf8
            JSONString.write(ArraySlice(String(use.rule.character).utf16), to: &output)
            output += ",\"to\":".utf8
            JSONString.write(ArraySlice(use.rule.replacement.utf16), to: &output)
            output += ",\"count\":\(use.count)}".utf8
        }
        output += ",\"saved\":\(report.saved)".utf8
    }

    private static func append<Element>(
        _ elements: [Element], to output: inout [UInt8],
        _ element: (Element, inout [UInt8]) -> Void
    ) {
        output.append(UInt8(ascii: "["))
        for (index, one) in elements.enumerated() {
            if index > 0 { output.append(UInt8(ascii: ",")) }
            element(one, &output)
        }
        output.append(UInt8(ascii: "]"))
    }
}

extension SegmentAnswer {
    private var lines: [String] {
        var lines = [sentence]
        if let report = counted.report, !report.uses.isEmpty {
            let uses = report.uses.map { use in
                let other = use.rule.replacement
                let result = other.isEmpty ? "taken out" : "by “\(other)”"
                return "“\(use.rule.character)” \(result), \(use.count)×"
            }
            let saving = report.saved > 0 ? "; saves \(Self.count(report.saved))" : ""
            lines.append("Replaced: \(uses.joined(separator: "; "))\(saving).")
        }
        for words in counted.ambiguous ?? [] {
            lines.append("Without marks these look alike: \(words.joined(separator: ", ")).")
        }
        guard manner.showsParts else { return lines }
        for part in text.parts.indices {
            lines.append(
                "\(part + 1)/\(text.segments) (\(text.units(ofPart: part))): "
                    + text.text(ofPart: part))
        }
        return lines
    }

    private var sentence: String {
        let measure =
            switch text.encoding {
            case .gsm7: "GSM-7, \(text.units) \(text.units == 1 ? "septet" : "septets")"
            case .ucs2: "UCS-2, \(text.units) UTF-16 \(text.units == 1 ? "unit" : "units")"
            }
        let count = "\(Self.count(text.segments)): \(measure)"
        guard let forced = counted.forced else { return count }
        var hints: [String] = []
        if let other = forced.replacement, let after = forced.after, forced.saved > 0 {
            hints.append("\(after.segments) with “\(other)” in its place")
        }
        let others = manner.others(text)
        if forced.saved == 0, let plain = others.plain {
            hints.append("\(plain.segments) with --replace standard")
        }
        if forced.saved == 0, let unmarked = others.unmarked {
            hints.append("\(unmarked.segments) with --unmarked")
        }
        let saving = hints.isEmpty ? "" : "; " + hints.joined(separator: ", ")
        return "\(count), because of “\(forced.character)” (\(forced.count)×)\(saving)"
    }

    private static func count(_ segments: Int) -> String {
        segments == 1 ? "1 segment" : "\(segments) segments"
    }
}
