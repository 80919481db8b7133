import KengText

/// Reads fields as the text that is stored: NFC, no spaces around it, no line breaks within.
enum RowText {
    /// - Returns: nil when the field is empty.
    static func text(
        _ row: CSVRow, _ place: Int?, _ column: ImportColumn, limit: Int
    ) throws(RowProblem) -> String? {
        guard let place else { return nil }
        var range = row.range(place)
        while let first = range.first, isSpace(row.bytes[first]) {
            range = first + 1..<range.upperBound
        }
        while let last = range.last, isSpace(row.bytes[last]) { range = range.lowerBound..<last }
        guard !range.isEmpty else { return nil }
        var isPlain = true
        for index in range where row.bytes[index] >= 0x80 || row.bytes[index] < 0x20 {
            isPlain = false
            break
        }
        guard let text = String(validating: row.bytes[range], as: UTF8.self) else {
            let scalars = String(decoding: row.bytes[range], as: UTF8.self).unicodeScalars
            throw .brokenUTF8(column, at: scalars.prefix { $0 != "\u{FFFD}" }.count + 1)
        }
        guard !isPlain else {
            guard text.utf8.count <= limit else { throw .tooLong(column, limit: limit) }
            return text
        }
        let clean = try cleaned(text, column)
        guard clean.count <= limit else { throw .tooLong(column, limit: limit) }
        return clean.isEmpty ? nil : clean
    }

    private static func cleaned(
        _ text: String, _ column: ImportColumn
    ) throws(RowProblem) -> String {
        var needsWork = false
        for scalar in text.unicodeScalars {
            // U+FFFD stands where a converter found bytes that are no character.
            if scalar == "\u{FFFD}" || scalar == "\0" { throw .malformedText(column) }
            if scalar.value < 0x20 || scalar.value == 0xA0 || scalar.value == 0x3000 {
                needsWork = true
            }
        }
        guard needsWork else { return text.nfc }
        let parts = text.split { $0.isWhitespace || ($0.unicodeScalars.first?.value ?? 0) < 0x20 }
        return parts.joined(separator: " ").nfc
    }

    private static func isSpace(_ byte: UInt8) -> Bool {
        byte == 0x20 || (0x09...0x0D).contains(byte)
    }

    /// A value as an error may repeat it: short, and no phone number.
    static func cut(_ text: String) -> String {
        let short = text.count > 40 ? text.prefix(40) + "…" : text[...]
        return BadRowFile.withoutPhone(String(short))
    }
}
