extension String {
    /// The text as search compares it: NFKC, lower case, no marks, `đ` as `d`, single spaces.
    package var folded: String {
        if utf8.allSatisfy({ $0 < 0x80 }) {
            return Unmarking(foldsSpaces: true).string(from: lowercased())
        }
        let lower = ICUText.normalize(self, to: .nfkcCaseFold)
        return Unmarking(foldsSpaces: true).string(from: ICUText.normalize(lower, to: .nfd)).nfc
    }

    /// The text without marks, as old phones and cheap segments want Vietnamese; case is kept.
    package var unmarked: String {
        if utf8.allSatisfy({ $0 < 0x80 }) { return self }
        return Unmarking(foldsSpaces: false).string(from: nfd).nfc
    }
}

/// Takes the combining marks of Latin script out of NFD text, byte by byte.
///
/// Marks of other scripts stay: to their readers they are letters.
private struct Unmarking {
    let foldsSpaces: Bool

    func string(from text: String) -> String {
        var text = text
        let output = text.withUTF8 { unsafe bytes(from: $0.span) }
        return String(decoding: output, as: UTF8.self)
    }

    private func bytes(from text: Span<UInt8>) -> [UInt8] {
        var output: [UInt8] = []
        output.reserveCapacity(text.count)
        var isSpacePending = false
        var index = 0
        while index < text.count {
            let length = length(of: text[index])
            let start = index
            index += length
            if foldsSpaces, isSpace(text, start) {
                isSpacePending = !output.isEmpty
                continue
            }
            if length > 1, isMark(text, start) { continue }
            if isSpacePending { output.append(0x20) }
            isSpacePending = false
            if length == 2, text[start] == 0xC4, text[start + 1] & 0xFE == 0x90 {
                output.append(text[start + 1] == 0x90 ? UInt8(ascii: "D") : UInt8(ascii: "d"))
            } else {
                for place in start..<index { output.append(text[place]) }
            }
        }
        return output
    }

    private func length(of lead: UInt8) -> Int {
        lead < 0x80 ? 1 : lead < 0xE0 ? 2 : lead < 0xF0 ? 3 : 4
    }

    /// White space that NFKC leaves; all other spaces it has made U+0020.
    private func isSpace(_ text: Span<UInt8>, _ at: Int) -> Bool {
        switch text[at] {
        case 0x20, 0x09...0x0D: true
        case 0xC2: text[at + 1] == 0x85  // U+0085
        case 0xE1: text[at + 1] == 0x9A && text[at + 2] == 0x80  // U+1680
        case 0xE2: text[at + 1] == 0x80 && text[at + 2] & 0xFE == 0xA8  // U+2028, U+2029
        default: false
        }
    }

    private func isMark(_ text: Span<UInt8>, _ at: Int) -> Bool {
        switch text[at] {
        case 0xCC: true  // U+0300 to U+033F
        case 0xCD: text[at + 1] < 0xB0  // U+0340 to U+036F
        case 0xE1:
            switch text[at + 1] {
            case 0xAA: text[at + 2] >= 0xB0  // U+1AB0 to U+1ABF
            case 0xAB, 0xB7: true  // U+1AC0 to U+1AFF, U+1DC0 to U+1DFF
            default: false
            }
        default: false
        }
    }
}
