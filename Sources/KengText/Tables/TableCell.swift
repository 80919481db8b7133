/// A cell of a CSV file that people open in a spreadsheet, which runs what begins like a formula.
///
/// Such a text gets an apostrophe before it, and so does one that has apostrophes there already: taking
/// one away always gives back what stood there.
package enum TableCell {
    /// What makes a spreadsheet calculate, the wide forms of Chinese ones too, and what it skips before.
    private static let starts = Set("=+-@\t\r\n＝＋－＠".unicodeScalars)

    /// A record with its line end.
    package static func line(_ cells: [String]) -> String {
        cells.map { quoted(guarded($0)) }.joined(separator: ",") + "\r\n"
    }

    package static func guarded(_ text: String) -> String {
        let guarded = "'" + text
        return isGuarded(Array(guarded.utf8)[...]) ? guarded : text
    }

    /// Whether a field begins with a guard, which is one byte.
    package static func isGuarded(_ field: ArraySlice<UInt8>) -> Bool {
        let rest = field.drop { $0 == 0x27 }
        guard rest.startIndex > field.startIndex else { return false }
        // Three bytes hold the longest of them.
        let first = String(decoding: rest.prefix(3), as: UTF8.self).unicodeScalars.first
        return first.map(starts.contains) ?? false
    }

    /// In quotation marks where it holds what any spreadsheet takes for the end of a cell.
    private static func quoted(_ text: String) -> String {
        let needsMarks = text.utf8.contains { byte in
            byte < 0x20 || byte == UInt8(ascii: ",") || byte == UInt8(ascii: ";")
                || byte == UInt8(ascii: "\"")
        }
        guard needsMarks else { return text }
        // By scalars: a mark that carries an accent is a mark to the spreadsheet.
        var marked = String.UnicodeScalarView("\"".unicodeScalars)
        for scalar in text.unicodeScalars {
            marked.append(scalar)
            if scalar == "\"" { marked.append(scalar) }
        }
        marked.append("\"")
        return String(marked)
    }
}
