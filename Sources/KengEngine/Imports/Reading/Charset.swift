/// How a file's text is written down.
package enum Charset: String, Hashable, Sendable, CaseIterable {
    case utf8 = "UTF-8"
    case utf16LittleEndian = "UTF-16LE"
    case utf16BigEndian = "UTF-16BE"
    case gb18030 = "GB18030"
    case windows1258 = "windows-1258"
}

/// Looks at all bytes of a file and says how its text is written, and after how many bytes it begins.
package struct CharsetSurvey: Sendable {
    package struct Finding: Hashable, Sendable {
        package let charset: Charset
        /// The length of the byte order mark.
        package let skip: Int
    }

    private var head: [UInt8] = []
    private var seen = 0
    private var zeros = (even: 0, odd: 0)
    private var utf8 = UTF8Reading()
    private var chinese = ChineseReading()
    private var vietnamese = VietnameseReading()

    package init() {}

    package mutating func take(_ bytes: [UInt8]) {
        if head.count < 4 { head += bytes.prefix(4 - head.count) }
        if seen < 65_536 {
            for (offset, byte) in bytes.enumerated() where byte == 0 {
                if (seen + offset) % 2 == 0 { zeros.even += 1 } else { zeros.odd += 1 }
            }
        }
        seen += bytes.count
        let span = bytes.span
        for index in span.indices {
            let byte = span[index]
            if byte >= 0x80 || utf8.isOpen || chinese.isOpen {
                utf8.take(byte)
                chinese.take(byte)
            }
            vietnamese.take(byte)
        }
    }

    package var finding: Finding {
        if head.starts(with: [0xEF, 0xBB, 0xBF]) { return Finding(charset: .utf8, skip: 3) }
        if head.starts(with: [0xFF, 0xFE]) { return Finding(charset: .utf16LittleEndian, skip: 2) }
        if head.starts(with: [0xFE, 0xFF]) { return Finding(charset: .utf16BigEndian, skip: 2) }
        // Separators and digits are in every table; in UTF-16 each brings a zero byte on the same side.
        let (even, odd) = zeros
        if even + odd > min(seen, 65_536) / 20 {
            if odd > even * 8 { return Finding(charset: .utf16LittleEndian, skip: 0) }
            if even > odd * 8 { return Finding(charset: .utf16BigEndian, skip: 0) }
        }
        let wrong = utf8.wrong + (utf8.isOpen ? 1 : 0)
        if wrong == 0 || utf8.right > wrong * 4 { return Finding(charset: .utf8, skip: 0) }
        // A short text with a broken letter or two is told as broken, not read as something else.
        // Its bytes pair up to Chinese by chance, but Chinese hardly ever makes letters of UTF-8.
        if utf8.score > max(0, vietnamese.score), utf8.score * 3 >= chinese.score {
            return Finding(charset: .utf8, skip: 0)
        }
        let isChinese = chinese.score > vietnamese.score
        return Finding(charset: isChinese ? .gb18030 : .windows1258, skip: 0)
    }
}

/// Counts sequences that are and are not UTF-8 (Unicode 16, table 3-7), and weighs what they spell.
private struct UTF8Reading: Sendable {
    private(set) var right = 0
    private(set) var wrong = 0
    private(set) var score = 0
    private var missing = 0
    private var allowed: ClosedRange<UInt8> = 0x80...0xBF
    private var scalar: UInt32 = 0

    var isOpen: Bool { missing > 0 }

    mutating func take(_ byte: UInt8) {
        if missing > 0 {
            if allowed.contains(byte) {
                missing -= 1
                allowed = 0x80...0xBF
                scalar = scalar << 6 | UInt32(byte & 0x3F)
                if missing == 0 {
                    right += 1
                    score += Self.weight(scalar)
                }
                return
            }
            refuse()
            missing = 0
            allowed = 0x80...0xBF
        }
        switch byte {
        case 0x00...0x7F: return
        case 0xC2...0xDF:
            missing = 1
            scalar = UInt32(byte & 0x1F)
        case 0xE0...0xEF:
            missing = 2
            scalar = UInt32(byte & 0x0F)
            allowed = byte == 0xE0 ? 0xA0...0xBF : byte == 0xED ? 0x80...0x9F : 0x80...0xBF
        case 0xF0...0xF4:
            missing = 3
            scalar = UInt32(byte & 0x07)
            allowed = byte == 0xF0 ? 0x90...0xBF : byte == 0xF4 ? 0x80...0x8F : 0x80...0xBF
        default: refuse()
        }
    }

    private mutating func refuse() {
        wrong += 1
        score -= 1
    }

    /// Letters of our languages prove UTF-8, the more the longer they are; others come about by chance.
    private static func weight(_ scalar: UInt32) -> Int {
        switch scalar {
        case 0x1EA0...0x1EF9, 0x4E00...0x9FFF, 0x3000...0x303F, 0xFF00...0xFFEF, 0x2010...0x2026:
            5
        case 0xC0...0xFF, 0x102, 0x103, 0x110, 0x111, 0x128, 0x129, 0x168, 0x169, 0x1A0, 0x1A1,
            0x1AF, 0x1B0, 0x300, 0x301, 0x303, 0x309, 0x323:
            2
        case 0x800...: 1
        default: -1
        }
    }
}

/// Weighs how well bytes read as GB18030: pairs of the common characters against impossible ones.
private struct ChineseReading: Sendable {
    private(set) var score = 0
    private var lead: UInt8 = 0
    /// 3 while the second to fourth bytes of a four-byte character are read, else 0.
    private var longRest = 0

    var isOpen: Bool { lead != 0 || longRest > 0 }

    mutating func take(_ byte: UInt8) {
        if longRest > 0 {
            longRest -= 1
            return
        }
        guard lead != 0 else {
            if byte > 0x80, byte < 0xFF { lead = byte } else if byte >= 0x80 { score -= 4 }
            return
        }
        switch byte {
        // The 6763 characters and the symbols of GB 2312, which is what people write.
        case 0xA1...0xFE where (0xB0...0xF7).contains(lead) || (0xA1...0xA9).contains(lead):
            score += 2
        case 0x80...0xFE: score += lead < 0xA1 || byte < 0xA1 ? 1 : -1
        case 0x40...0x7E: score -= 1
        case 0x30...0x39: longRest = 2
        default: score -= 4
        }
        lead = 0
    }
}

/// Weighs how well bytes read as windows-1258: Vietnamese letters, and tone marks after vowels.
private struct VietnameseReading: Sendable {
    private(set) var score = 0
    private var before: UInt8 = 0

    mutating func take(_ byte: UInt8) {
        defer { before = byte }
        guard byte >= 0x80 else { return }
        switch byte {
        // Combining grave, hook, tilde, acute, dot below.
        case 0xCC, 0xD2, 0xDE, 0xEC, 0xF2: score += Self.isVowel(before) ? 2 : -3
        case 0xC0...0xC3, 0xC8...0xCA, 0xCD, 0xD0, 0xD3...0xD5, 0xD9, 0xDA, 0xDD,
            0xE0...0xE3, 0xE8...0xEA, 0xED, 0xF0, 0xF3...0xF5, 0xF9, 0xFA, 0xFD:
            score += 1
        // Curly quotation marks, dashes, no-break space.
        case 0x91...0x97, 0xA0: break
        default: score -= 2
        }
    }

    private static func isVowel(_ byte: UInt8) -> Bool {
        switch byte | 0x20 {
        case 0x61, 0x65, 0x69, 0x6F, 0x75, 0x79: byte < 0x80
        // â ă ê ô ơ ư
        case 0xE2, 0xE3, 0xEA, 0xF4, 0xF5, 0xFD: true
        default: false
        }
    }
}
