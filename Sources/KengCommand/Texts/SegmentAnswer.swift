import KengText

/// One answer of `keng segment`: a line for a program or for a person.
struct SegmentAnswer {
    private let counted: SegmentedText
    private let isJSON: Bool

    init(_ counted: SegmentedText, isJSON: Bool) {
        self.counted = counted
        self.isJSON = isJSON
    }

    func append(to output: inout [UInt8]) {
        if isJSON {
            appendJSON(to: &output)
        } else {
            output += sentence.utf8
        }
        output.append(UInt8(ascii: "\n"))
    }

    private func appendJSON(to output: inout [UInt8]) {
        output += "{\"encoding\":\"".utf8
        output += counted.encoding.rawValue.utf8
        output += "\",\"units\":".utf8
        output += String(counted.units).utf8
        output += ",\"segments\":".utf8
        output += String(counted.segments).utf8
        output += ",\"forced_by\":".utf8
        if let range = counted.forcedRange {
            JSONString.write(counted.utf16[range], to: &output)
        } else {
            output += "null".utf8
        }
        output.append(UInt8(ascii: "}"))
    }

    private var sentence: String {
        let count = counted.segments == 1 ? "1 segment" : "\(counted.segments) segments"
        let measure =
            switch counted.encoding {
            case .gsm7: "GSM-7, \(counted.units) \(counted.units == 1 ? "septet" : "septets")"
            case .ucs2: "UCS-2, \(counted.units) UTF-16 \(counted.units == 1 ? "unit" : "units")"
            }
        guard let character = counted.forcedBy else { return "\(count): \(measure)" }
        let saving =
            counted.plainer.map { ", \($0.segments) with plain quotes, dashes and spaces" } ?? ""
        return "\(count): \(measure), because of “\(character)”\(saving)"
    }
}
