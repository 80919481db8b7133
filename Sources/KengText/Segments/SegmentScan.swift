/// One pass over a text: all that decides its encoding and length.
struct SegmentScan {
    private(set) var units = 0
    private(set) var septets = 0
    /// All flags of all characters together.
    private(set) var flags: UInt8 = 0
    private(set) var hasPairs = false
    /// UTF-16 offset of the first character outside GSM-7.
    private(set) var forcedAt: Int?

    var isUnsure: Bool { flags & CharacterClass.unsure != 0 }
    var hasClusters: Bool { flags & CharacterClass.clusters != 0 }
    var encoding: SegmentEncoding { forcedAt == nil ? .gsm7 : .ucs2 }

    /// Length in the encoding's own units: septets or UTF-16 units.
    var length: Int { forcedAt == nil ? septets : units }

    /// True when each character weighs one unit, so that parts follow from a division.
    var isEven: Bool { forcedAt == nil ? septets == units : !hasPairs }

    /// Scans well-formed UTF-8, as a `String` holds it.
    init(utf8 bytes: Span<UInt8>, _ alphabet: Alphabet) {
        let table = CharacterClass.table(alphabet)
        let classes = table.span
        var index = scanASCII(bytes, classes)
        while index < bytes.count {
            let lead = UInt32(bytes[index])
            if lead < 0x80 {
                add(classes[Int(lead)])
                index += 1
            } else if lead < 0xE0 {
                add(classes[Int((lead & 0x1F) << 6 | continuation(bytes, index + 1))])
                index += 2
            } else if lead < 0xF0 {
                let high = (lead & 0x0F) << 12 | continuation(bytes, index + 1) << 6
                add(classes[Int(high | continuation(bytes, index + 2))])
                index += 3
            } else {
                let high = (lead & 0x07) << 18 | continuation(bytes, index + 1) << 12
                let low = continuation(bytes, index + 2) << 6 | continuation(bytes, index + 3)
                addPair(CharacterClass.supplementary(high | low))
                index += 4
            }
        }
    }

    /// Scans UTF-16 of any kind: a lone surrogate is one unit that no alphabet has.
    init(utf16 text: Span<UInt16>, _ alphabet: Alphabet) {
        let table = CharacterClass.table(alphabet)
        let classes = table.span
        var index = 0
        while index < text.count {
            let unit = text[index]
            if unit & 0xFC00 == 0xD800, index + 1 < text.count, text[index + 1] & 0xFC00 == 0xDC00 {
                let high = (UInt32(unit) & 0x3FF) << 10
                let scalar = 0x10000 + (high | UInt32(text[index + 1]) & 0x3FF)
                addPair(CharacterClass.supplementary(scalar))
                index += 2
            } else {
                add(classes[Int(unit)])
                index += 1
            }
        }
    }

    /// Takes the plain ASCII the text begins with, most often all of it; answers where it ends.
    @inline(__always)
    private mutating func scanASCII(_ bytes: Span<UInt8>, _ classes: Span<UInt8>) -> Int {
        var index = 0
        var sum = 0
        var all: UInt8 = 0
        while index < bytes.count {
            let byte = bytes[index]
            let known = classes[Int(byte)]
            let weight = known >> CharacterClass.weightShift
            guard byte < 0x80, weight != 0 else { break }
            sum += Int(weight)
            all |= known
            index += 1
        }
        units = index
        septets = sum
        flags = all
        return index
    }

    @inline(__always)
    private mutating func add(_ known: UInt8) {
        let weight = known >> CharacterClass.weightShift
        if weight == 0, forcedAt == nil { forcedAt = units }
        flags |= known
        septets += Int(weight)
        units += 1
    }

    @inline(__always)
    private mutating func addPair(_ known: UInt8) {
        if forcedAt == nil { forcedAt = units }
        flags |= known
        hasPairs = true
        units += 2
    }

    @inline(__always)
    private func continuation(_ bytes: Span<UInt8>, _ index: Int) -> UInt32 {
        UInt32(bytes[index] & 0x3F)
    }
}
