extension String {
    /// The text as search compares it: NFKC, lower case, no marks, `đ` as `d`, single spaces.
    package var folded: String {
        let plain =
            utf8.allSatisfy { $0 < 0x80 }
            ? lowercased()
            : ICUText.normalize(ICUText.normalize(self, to: .nfkcCaseFold), to: .nfd)
        var folded = String.UnicodeScalarView()
        var isSpacePending = false
        for scalar in plain.unicodeScalars {
            if scalar.properties.isWhitespace {
                isSpacePending = !folded.isEmpty
                continue
            }
            if scalar.isMark { continue }
            if isSpacePending { folded.append(" ") }
            isSpacePending = false
            folded.append(scalar == "đ" ? "d" : scalar)
        }
        return String(folded).nfc
    }

    /// The text without marks, as old phones and cheap segments want Vietnamese; case is kept.
    package var unmarked: String {
        if utf8.allSatisfy({ $0 < 0x80 }) { return self }
        var plain = String.UnicodeScalarView()
        for scalar in nfd.unicodeScalars where !scalar.isMark {
            switch scalar {
            case "đ": plain.append("d")
            case "Đ": plain.append("D")
            default: plain.append(scalar)
            }
        }
        return String(plain).nfc
    }
}

extension Unicode.Scalar {
    /// A combining diacritical mark of Latin script; marks of other scripts are letters to readers.
    fileprivate var isMark: Bool {
        switch value {
        case 0x300...0x36F, 0x1AB0...0x1AFF, 0x1DC0...0x1DFF: true
        default: false
        }
    }
}
