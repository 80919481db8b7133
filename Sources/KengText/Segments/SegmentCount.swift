/// How long a text is as SMS; the quick answer where the parts themselves are not needed.
///
/// The text counts as it is sent: in NFC. The empty text is one segment of no units, as a phone
/// sends and a provider bills it.
package struct SegmentCount: Hashable, Sendable {
    package let encoding: SegmentEncoding
    /// Septets or UTF-16 units of the whole text.
    package let units: Int
    package let segments: Int

    package init(
        _ text: String, reference: PartReference = .short, alphabet: Alphabet = .gsm0338
    ) {
        var text = text
        let scan = text.withUTF8 { unsafe SegmentScan(utf8: $0.span, alphabet) }
        if scan.isUnsure {
            let units = ICUText.nfc(utf16: UTF16Text.units(of: text))
            self.init(SegmentScan(utf16: units.span, alphabet), reference) { units }
        } else {
            self.init(scan, reference) { UTF16Text.units(of: text) }
        }
    }

    /// Counts UTF-16 of any kind.
    package init(
        utf16 units: [UInt16], reference: PartReference = .short, alphabet: Alphabet = .gsm0338
    ) {
        let scan = SegmentScan(utf16: units.span, alphabet)
        if scan.isUnsure {
            let composed = ICUText.nfc(utf16: units)
            self.init(SegmentScan(utf16: composed.span, alphabet), reference) { composed }
        } else {
            self.init(scan, reference) { units }
        }
    }

    private init(_ scan: SegmentScan, _ reference: PartReference, utf16: () -> [UInt16]) {
        encoding = scan.encoding
        units = scan.length
        let limits = reference.limits(scan.encoding)
        if scan.length <= limits.single {
            segments = 1
        } else if scan.isEven {
            segments = (scan.length + limits.part - 1) / limits.part
        } else {
            let weights = SegmentedText.weights(of: utf16(), encoding: scan.encoding)
            segments = Cutter(weights: weights, starts: nil, limit: limits.part).parts().count
        }
    }
}
