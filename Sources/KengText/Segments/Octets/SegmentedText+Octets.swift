extension SegmentedText {
    /// Why a text cannot travel in parts.
    package enum Problem: Error, Hashable {
        /// The header counts parts in one octet: 255 at most.
        case tooManyParts(Int)
    }

    /// The most parts that a header can count.
    package static let mostParts = 255

    /// The parts as `short_message` wants them: with the joining header when there are several.
    ///
    /// A reference must differ between texts to one number that are under way together; a short
    /// one takes its low octet. Such parts want the UDHI bit (0x40) in `esm_class`.
    package func messages(reference number: UInt16) throws(Problem) -> [[UInt8]] {
        guard segments <= Self.mostParts else { throw .tooManyParts(segments) }
        return parts.indices.map { message(ofPart: $0, reference: number) }
    }

    /// One of `messages`, for senders that keep a row for each part.
    package func message(
        _ part: Int, reference number: UInt16
    ) throws(Problem) -> [UInt8] {
        guard segments <= Self.mostParts else { throw .tooManyParts(segments) }
        return message(ofPart: part, reference: number)
    }

    /// One part without a header, for `sar_*` parameters; in the route's alphabet or UTF-16BE.
    package func octets(ofPart part: Int) -> [UInt8] {
        var octets: [UInt8] = []
        octets.reserveCapacity(room(for: parts[part]))
        append(parts[part], to: &octets)
        return octets
    }

    /// The whole text, for `message_payload`.
    package var octets: [UInt8] {
        var octets: [UInt8] = []
        octets.reserveCapacity(room(for: utf16.indices))
        append(utf16.indices, to: &octets)
        return octets
    }

    private func message(ofPart part: Int, reference number: UInt16) -> [UInt8] {
        guard segments > 1 else { return octets(ofPart: 0) }
        var octets: [UInt8] = []
        octets.reserveCapacity(7 + room(for: parts[part]))
        // 3GPP TS 23.040, 9.2.3.24.1 and 9.2.3.24.8
        switch reference {
        case .short:
            octets.append(5)
            octets.append(0x00)
            octets.append(3)
        case .long:
            octets.append(6)
            octets.append(0x08)
            octets.append(4)
            octets.append(UInt8(number >> 8))
        }
        octets.append(UInt8(truncatingIfNeeded: number))
        octets.append(UInt8(segments))
        octets.append(UInt8(part + 1))
        append(parts[part], to: &octets)
        return octets
    }

    /// As many octets as the units can take, so that they are reserved once.
    private func room(for range: Range<Int>) -> Int {
        switch encoding {
        case .ucs2: range.count * 2
        case .gsm7: utf16.count == units ? range.count : min(range.count * 2, units)
        }
    }

    private func append(_ range: Range<Int>, to octets: inout [UInt8]) {
        switch (encoding, alphabet) {
        case (.ucs2, _):
            for unit in utf16[range] {
                octets.append(UInt8(unit >> 8))
                octets.append(UInt8(truncatingIfNeeded: unit))
            }
        case (.gsm7, .gsm0338):
            for unit in utf16[range] { GSM7.append(unit, to: &octets) }
        case (.gsm7, .ascii), (.gsm7, .latin1):
            for unit in utf16[range] { octets.append(UInt8(truncatingIfNeeded: unit)) }
        }
    }
}
