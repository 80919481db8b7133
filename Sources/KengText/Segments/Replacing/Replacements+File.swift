extension Replacements {
    /// A line that is no rule; lines count from one.
    package enum Problem: Error, Hashable {
        /// No `=` that stands alone, or nothing before it.
        case noRule(line: Int)
        /// What stands before `=` is neither one character nor `U+` and its code.
        case notOneCharacter(String, line: Int)
        /// `U+` is not followed by the code of a character, or a range by two in order.
        case badCode(String, line: Int)
        case repeated(Unicode.Scalar, line: Int)
        /// The replacement holds a character that would make the text UCS-2 again.
        case notInGSM7(Unicode.Scalar, line: Int)

        package var line: Int {
            switch self {
            case .noRule(let line), .notOneCharacter(_, let line), .badCode(_, let line),
                .repeated(_, let line), .notInGSM7(_, let line):
                line
            }
        }
    }

    /// The widest range that one `..` may span; what is wider is a slip of the hand.
    private static let widestRange: UInt32 = 256

    /// Reads `“ ” U+201E..U+201F = "`: characters apart by spaces, then what each becomes.
    ///
    /// `#` begins a comment line. Nothing after `=` takes the characters out. A space or an `=` is
    /// written `U+0020`, `U+003D`; several words after `=` are joined.
    package init(_ file: String) throws(Problem) {
        var rules: [UInt32: Rule] = [:]
        let lines = file.split(omittingEmptySubsequences: false, whereSeparator: \.isNewline)
        for (index, line) in lines.enumerated() {
            let words = line.split { $0 == " " || $0 == "\t" }.map(String.init)
            guard let first = words.first, !first.hasPrefix("#") else { continue }
            let number = index + 1
            guard let equals = words.firstIndex(of: "="), equals > 0
            else { throw .noRule(line: number) }
            var replacement = ""
            for word in words[(equals + 1)...] {
                guard word.hasPrefix("U+") else {
                    replacement += word
                    continue
                }
                for scalar in try Self.scalars(word, line: number) {
                    replacement.unicodeScalars.append(scalar)
                }
            }
            for scalar in replacement.unicodeScalars {
                guard SegmentCount(String(Character(scalar))).encoding == .gsm7
                else { throw .notInGSM7(scalar, line: number) }
            }
            for word in words[..<equals] {
                for scalar in try Self.scalars(word, line: number) {
                    let rule = Rule(character: scalar, replacement: replacement)
                    guard rules.updateValue(rule, forKey: scalar.value) == nil
                    else { throw .repeated(scalar, line: number) }
                }
            }
        }
        self.init(rules: rules)
    }

    /// One character as it is, `U+201C`, or `U+2000..U+200A`.
    private static func scalars(
        _ word: String, line: Int
    ) throws(Problem) -> [Unicode.Scalar] {
        guard word.hasPrefix("U+") else {
            let scalars = Array(word.nfc.unicodeScalars)
            guard scalars.count == 1 else { throw .notOneCharacter(word, line: line) }
            return scalars
        }
        let ends = word.split(separator: "..", omittingEmptySubsequences: false).map(code)
        guard ends.count <= 2, let first = ends[0], let last = ends[ends.count - 1],
            first <= last, last - first < widestRange
        else { throw .badCode(word, line: line) }
        let scalars = (first...last).compactMap(Unicode.Scalar.init)
        guard scalars.count == last - first + 1 else { throw .badCode(word, line: line) }
        return scalars
    }

    private static func code(_ word: Substring) -> UInt32? {
        let digits = word.dropFirst(2)
        let isCode =
            word.hasPrefix("U+") && (4...6).contains(digits.count)
            && digits.allSatisfy(\.isHexDigit)
        return isCode ? UInt32(digits, radix: 16) : nil
    }
}
