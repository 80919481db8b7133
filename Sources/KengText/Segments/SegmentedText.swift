/// A text cut into the parts that travel as SMS, by 3GPP TS 23.038 and 23.040.
///
/// The text is first put in NFC. No part ends inside an escape or surrogate pair, the parts are as
/// few as that allows, and grapheme clusters stay whole wherever those few parts allow it.
package struct SegmentedText: Hashable, Sendable {
    /// The text in NFC, as it is sent; lone surrogates are kept as they came.
    package let utf16: [UInt16]
    package let encoding: SegmentEncoding
    /// Septets (an extension character is two) or UTF-16 units of the whole text.
    package let units: Int
    /// Ranges of `utf16`; never empty, since an empty text is sent as one empty segment.
    package let parts: [Range<Int>]
    /// The first character outside GSM-7, as a range of `utf16`; nil when all are inside.
    package let forcedRange: Range<Int>?

    package let reference: PartReference
    /// What `octets(ofPart:)` writes where the text is GSM-7.
    package let alphabet: Alphabet

    package var segments: Int { parts.count }

    package init(
        _ text: String, reference: PartReference = .short, alphabet: Alphabet = .gsm0338
    ) {
        self.init(utf16: UTF16Text.units(of: text), reference: reference, alphabet: alphabet)
    }

    /// Takes UTF-16 of any kind, such as JSON escapes can spell.
    package init(
        utf16 typed: [UInt16], reference: PartReference = .short, alphabet: Alphabet = .gsm0338
    ) {
        self.init(
            utf16: typed, reference: reference, alphabet: alphabet, limits: reference.limits)
    }

    /// Cuts at limits of one's own; what is sent has those of its reference.
    package init(
        utf16 typed: [UInt16], reference: PartReference, alphabet: Alphabet,
        limits: (SegmentEncoding) -> SegmentLimits
    ) {
        var scan = SegmentScan(utf16: typed.span, alphabet)
        let sent = scan.isUnsure ? ICUText.nfc(utf16: typed) : typed
        if scan.isUnsure { scan = SegmentScan(utf16: sent.span, alphabet) }
        utf16 = sent
        encoding = scan.encoding
        units = scan.length
        self.reference = reference
        self.alphabet = alphabet
        let limits = limits(scan.encoding)
        let isLong = scan.length > limits.single
        let boundaries =
            scan.hasClusters && (isLong || scan.forcedAt != nil)
            ? TextBreaks.graphemes.offsets(in: sent) : nil
        forcedRange = scan.forcedAt.map { Self.character(at: $0, in: sent, boundaries) }
        if !isLong {
            parts = [0..<sent.count]
        } else if scan.isEven, boundaries == nil {
            parts = stride(from: 0, to: sent.count, by: limits.part)
                .map { $0..<min($0 + limits.part, sent.count) }
        } else {
            parts = Self.cut(sent, scan.encoding, boundaries, limit: limits.part)
        }
    }

    private static func cut(
        _ text: [UInt16], _ encoding: SegmentEncoding, _ boundaries: [Int]?, limit: Int
    ) -> [Range<Int>] {
        let weights = weights(of: text, encoding: encoding)
        // Where each atom begins in UTF-16: in GSM-7 a character is one unit whatever it weighs.
        var offsets = [0]
        offsets.reserveCapacity(weights.count + 1)
        for weight in weights {
            offsets.append(offsets[offsets.count - 1] + (encoding == .gsm7 ? 1 : Int(weight)))
        }
        let starts = boundaries.map { boundaries in
            var isStart = [Bool](repeating: false, count: text.count + 1)
            isStart[0] = true
            for boundary in boundaries { isStart[boundary] = true }
            return offsets.map { isStart[$0] }
        }
        return Cutter(weights: weights, starts: starts, limit: limit).parts()
            .map { offsets[$0.lowerBound]..<offsets[$0.upperBound] }
    }

    /// The weight of each atom: septets of a character, or units of a scalar.
    static func weights(of text: [UInt16], encoding: SegmentEncoding) -> [UInt8] {
        switch encoding {
        case .gsm7:
            return text.map { CharacterClass.table[Int($0)] >> CharacterClass.weightShift }
        case .ucs2:
            var weights: [UInt8] = []
            weights.reserveCapacity(text.count)
            var isInPair = false
            for index in text.indices {
                if isInPair {
                    isInPair = false
                    continue
                }
                isInPair =
                    text[index] & 0xFC00 == 0xD800 && index + 1 < text.count
                    && text[index + 1] & 0xFC00 == 0xDC00
                weights.append(isInPair ? 2 : 1)
            }
            return weights
        }
    }

    private static func character(
        at offset: Int, in text: [UInt16], _ boundaries: [Int]?
    ) -> Range<Int> {
        guard let boundaries else {
            let isPair =
                text[offset] & 0xFC00 == 0xD800 && offset + 1 < text.count
                && text[offset + 1] & 0xFC00 == 0xDC00
            return offset..<(offset + (isPair ? 2 : 1))
        }
        let start = boundaries.last { $0 <= offset } ?? 0
        let end = boundaries.first { $0 > offset } ?? text.count
        return start..<end
    }
}
