import KengText

/// One run: the octets as a text and as what a handset sent, held to every promise of the cutter.
///
/// The first octet chooses how the rest becomes a text, the second the limit.
@_cdecl("LLVMFuzzerTestOneInput")
public func fuzzCutter(_ start: UnsafePointer<UInt8>?, _ count: Int) -> CInt {
    guard let start = unsafe start, count >= 2 else { return 0 }
    let input = unsafe Array(UnsafeBufferPointer(start: start, count: count))
    CutterProbe(choice: input[0], limit: input[1], octets: Array(input[2...])).run()
    return 0
}

struct CutterProbe {
    /// What texts of people and of word processors are hard about, one for each octet.
    private static let pieces: [[UInt16]] =
        [
            "a", "Z", "0", " ", "@", "_", "é", "à", "Ω", "\n", "\r", "\r\n", "€", "[", "{", "~",
            "|",
            "^", "ế", "đ", "e\u{302}\u{301}", "a\u{300}", "\u{301}", "\u{316}", "\u{200D}",
            "\u{FE0F}",
            "😀", "🇻🇳", "🇻", "👩\u{200D}👧", "👍🏽", "火", "𠮷", "각", "\u{1112}\u{1161}\u{11AB}", "नि",
            "क्ष", "“", "…", "–", "\u{A0}", "\t", "`", "ç", "\u{0}", "\u{FEFF}", "\u{212B}", "\u{0C}",
        ].map { Array($0.utf16) } + [[0xD83D], [0xDE00], [0xFFFF]]

    private static let table: Replacements = {
        let file = "“ = \"\n… = ...\nU+2013 = -\nU+0009 U+00A0 = U+0020\nç = c\nU+FEFF =\n` = '"
        guard let table = try? Replacements(file) else { preconditionFailure("a table of ours") }
        return table
    }()

    let typed: [UInt16]
    let octets: [UInt8]
    let reference: PartReference
    let alphabet: Alphabet
    let limit: Int
    private let kind: UInt8

    init(choice: UInt8, limit: UInt8, octets: [UInt8]) {
        self.octets = octets
        kind = choice & 3
        reference = choice & 4 == 0 ? .short : .long
        alphabet = Alphabet.allCases[Int(choice >> 3) % Alphabet.allCases.count]
        self.limit = 2 + Int(limit) % 180
        switch kind {
        case 0:
            typed = Array(String(decoding: octets, as: UTF8.self).utf16)
        case 1:
            typed = stride(from: 0, to: octets.count - 1, by: 2).map {
                UInt16(octets[$0]) << 8 | UInt16(octets[$0 + 1])
            }
        default:
            var typed: [UInt16] = []
            for octet in octets { typed += Self.pieces[Int(octet) % Self.pieces.count] }
            self.typed = typed
        }
    }

    func run() {
        let sent = SegmentedText(utf16: typed, reference: reference, alphabet: alphabet)
        let limits = reference.limits(sent.encoding)
        check(sent, limits)
        checkCount(sent)
        checkOctets(sent, most: sent.encoding == .gsm7 ? 160 : 140)
        checkReplacing(sent)
        let narrow = SegmentLimits(single: limit, part: limit)
        check(
            SegmentedText(utf16: typed, reference: reference, alphabet: alphabet) { _ in narrow },
            narrow)
        if kind == 1 { checkJSON(sent) }
        _ = ReceivedText.read(octets, coding: UInt8(limit), alphabet: alphabet)
    }

    /// Nothing lost, nothing too long, no pair harmed, no part too many, no cluster without need.
    private func check(_ cut: SegmentedText, _ limits: SegmentLimits) {
        var end = 0
        var units = 0
        for part in cut.parts.indices {
            let range = cut.parts[part]
            precondition(range.lowerBound == end && (!range.isEmpty || cut.utf16.isEmpty))
            end = range.upperBound
            let length = cut.units(ofPart: part)
            precondition(length <= (cut.segments == 1 ? limits.single : limits.part))
            units += length
            if end < cut.utf16.count { precondition(!isPair(cut.utf16, end - 1)) }
        }
        precondition(end == cut.utf16.count && units == cut.units)
        guard cut.units > limits.single else { return precondition(cut.segments == 1) }
        let breaks = TextBreaks.graphemes.offsets(in: cut.utf16)
        var isBoundary = [Bool](repeating: false, count: cut.utf16.count + 1)
        for offset in breaks { isBoundary[offset] = true }
        precondition(filled(cut, limits.part, isBoundary: nil) == cut.segments)
        if filled(cut, limits.part, isBoundary: isBoundary) == cut.segments {
            precondition(cut.parts.allSatisfy { isBoundary[$0.upperBound] })
        }
    }

    /// How many parts there are when each is filled in turn; nil when a cluster does not fit.
    private func filled(_ cut: SegmentedText, _ limit: Int, isBoundary: [Bool]?) -> Int? {
        var parts = 1
        var used = 0
        var index = 0
        while index < cut.utf16.count {
            var next = index
            var weight = 0
            repeat {
                let width = cut.encoding == .ucs2 && isPair(cut.utf16, next) ? 2 : 1
                weight += cut.encoding == .ucs2 ? width : septets(cut.utf16[next])
                next += width
            } while isBoundary.map { !$0[next] } ?? false
            guard weight <= limit else { return nil }
            if used + weight > limit {
                parts += 1
                used = 0
            }
            used += weight
            index = next
        }
        return parts
    }

    private func septets(_ unit: UInt16) -> Int {
        [0x0C, 0x5B, 0x5C, 0x5D, 0x5E, 0x7B, 0x7C, 0x7D, 0x7E, 0x20AC].contains(unit) ? 2 : 1
    }

    private func isPair(_ text: [UInt16], _ index: Int) -> Bool {
        text[index] & 0xFC00 == 0xD800 && index + 1 < text.count
            && text[index + 1] & 0xFC00 == 0xDC00
    }

    private func checkCount(_ cut: SegmentedText) {
        let count = SegmentCount(utf16: typed, reference: reference, alphabet: alphabet)
        precondition(count.encoding == cut.encoding && count.units == cut.units)
        precondition(count.segments == cut.segments)
        let text = String(decoding: typed, as: UTF16.self)
        guard Array(text.utf16) == typed else { return }
        let same = SegmentCount(text, reference: reference, alphabet: alphabet)
        precondition(same == count && Array(text.nfc.utf16) == cut.utf16)
    }

    private func checkOctets(_ cut: SegmentedText, most: Int) {
        guard let messages = try? cut.messages(reference: 0xABCD) else { return }
        let header = cut.segments == 1 ? 0 : reference == .short ? 6 : 7
        var octets: [UInt8] = []
        for message in messages {
            precondition(message.count <= most && message.count >= header)
            octets += message[header...]
        }
        precondition(octets == cut.octets)
        let coding: UInt8 = cut.encoding == .gsm7 ? 0 : 8
        // A byte order mark is no text where it stands first.
        if cut.encoding == .ucs2, [0xFEFF, 0xFFFE].contains(cut.utf16.first ?? 0) { return }
        let read = ReceivedText.read(octets, coding: coding, alphabet: alphabet)
        precondition(read.map { $0.unicodeScalars.elementsEqual(cut.text.unicodeScalars) } ?? false)
    }

    private func checkReplacing(_ cut: SegmentedText) {
        let report = ReplacementReport(cut, Self.table)
        precondition(report.saved >= 0 && (report.uses.isEmpty || report.after.encoding == .gsm7))
        guard let forced = ForcedCharacter(cut, Self.table) else {
            return precondition(cut.encoding == .gsm7)
        }
        precondition(cut.encoding == .ucs2 && forced.count >= 1)
    }

    private func checkJSON(_ cut: SegmentedText) {
        var written: [UInt8] = []
        JSONString.write(cut.utf16[...], to: &written)
        let read = try? JSONString.read(written[...])
        precondition(read == cut.utf16)
        _ = try? JSONString.read(octets[...])
    }
}
