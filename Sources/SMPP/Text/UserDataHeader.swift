public import NIOCore

/// The header before the text of one part of a long message; 3GPP TS 23.040, 9.2.3.24.
public struct UserDataHeader: Hashable, Sendable {
    /// Which part of which message.
    public struct Part: Hashable, Sendable {
        public let reference: UInt16
        public let count: UInt8
        /// From 1.
        public let number: UInt8
        /// The reference takes two octets, not one.
        public let isWide: Bool

        /// Nil for a number outside 1...count, or a reference too large for its width.
        public init?(reference: UInt16, count: UInt8, number: UInt8, isWide: Bool = false) {
            guard number >= 1, number <= count, isWide || reference <= 0xFF else { return nil }
            self.reference = reference
            self.count = count
            self.number = number
            self.isWide = isWide
        }
    }

    /// Nil when the header is about other things only.
    public let part: Part?

    public init(_ part: Part) {
        self.part = part
    }

    /// Takes the header off the text; nil, and takes nothing, when its lengths do not add up.
    public init?(reading text: inout ByteBuffer) {
        var rest = text
        guard let length: UInt8 = rest.readInteger(),
            var header = rest.readSlice(length: Int(length))
        else { return nil }
        var part: Part?
        while header.readableBytes > 0 {
            guard let (identifier, size) = header.readMultipleIntegers(as: (UInt8, UInt8).self),
                var element = header.readSlice(length: Int(size))
            else { return nil }
            part = Self.part(identifier, &element) ?? part
        }
        self.part = part
        text = rest
    }

    private static func part(_ identifier: UInt8, _ element: inout ByteBuffer) -> Part? {
        switch (identifier, element.readableBytes) {
        case (0, 3):
            guard
                let (reference, count, number) = element.readMultipleIntegers(
                    as: (UInt8, UInt8, UInt8).self)
            else { return nil }
            return Part(reference: UInt16(reference), count: count, number: number)
        case (8, 4):
            guard
                let (reference, count, number) = element.readMultipleIntegers(
                    as: (UInt16, UInt8, UInt8).self)
            else { return nil }
            return Part(reference: reference, count: count, number: number, isWide: true)
        default:
            return nil
        }
    }

    /// Writes the part and nothing else; an empty header when there is none.
    public func write(into buffer: inout ByteBuffer) {
        guard let part else {
            buffer.writeInteger(0 as UInt8)
            return
        }
        if part.isWide {
            buffer.writeMultipleIntegers(6 as UInt8, 8 as UInt8, 4 as UInt8, part.reference)
        } else {
            buffer.writeMultipleIntegers(
                5 as UInt8, 0 as UInt8, 3 as UInt8, UInt8(truncatingIfNeeded: part.reference))
        }
        buffer.writeMultipleIntegers(part.count, part.number)
    }
}
