public import NIOCore

/// The octets before the text of one part of a long message; 3GPP TS 23.040, 9.2.3.24.
public struct UserDataHeader: Hashable, Sendable {
    public let elements: [Element]

    public struct Element: Hashable, Sendable {
        public let identifier: UInt8
        public let value: ByteBuffer

        public init(identifier: UInt8, value: ByteBuffer) {
            self.identifier = identifier
            self.value = value
        }
    }

    /// Which part of which message.
    public struct Part: Hashable, Sendable {
        public let reference: UInt16
        public let total: UInt8
        /// From 1.
        public let number: UInt8
        /// The reference takes two octets on the wire, not one.
        public let isWide: Bool

        /// Nil for a number outside 1...total, or a reference too large for its width.
        public init?(reference: UInt16, total: UInt8, number: UInt8, isWide: Bool = false) {
            guard number >= 1, number <= total, isWide || reference <= UInt8.max else {
                return nil
            }
            self.reference = reference
            self.total = total
            self.number = number
            self.isWide = isWide
        }
    }

    /// All elements together may have 255 octets, two for each included.
    public init(_ elements: [Element]) throws(FieldProblem) {
        let octets = elements.reduce(0) { $0 + 2 + $1.value.readableBytes }
        guard octets <= Int(UInt8.max) else {
            throw .tooLong(.userDataHeader, octets: octets, limit: Int(UInt8.max))
        }
        self.elements = elements
    }

    public init(_ part: Part) {
        var value = ByteBuffer()
        if part.isWide {
            value.writeInteger(part.reference)
        } else {
            value.writeInteger(UInt8(truncatingIfNeeded: part.reference))
        }
        value.writeMultipleIntegers(part.total, part.number)
        elements = [Element(identifier: part.isWide ? 8 : 0, value: value)]
    }

    /// Takes the header off the text; nil, and takes nothing, when its lengths do not add up.
    public init?(reading text: inout ByteBuffer) {
        var rest = text
        guard let length: UInt8 = rest.readInteger(),
            var header = rest.readSlice(length: Int(length))
        else { return nil }
        var elements: [Element] = []
        while header.readableBytes > 0 {
            guard let (identifier, size) = header.readMultipleIntegers(as: (UInt8, UInt8).self),
                let value = header.readSlice(length: Int(size))
            else { return nil }
            elements.append(Element(identifier: identifier, value: value))
        }
        self.elements = elements
        text = rest
    }

    /// Of the last element that names a part, as the specification wants; nil when none does.
    public var part: Part? {
        for element in elements.reversed() {
            if let part = element.part { return part }
        }
        return nil
    }

    public func write(into buffer: inout ByteBuffer) {
        let octets = elements.reduce(0) { $0 + 2 + $1.value.readableBytes }
        buffer.writeInteger(UInt8(truncatingIfNeeded: octets))
        for element in elements {
            let length = UInt8(truncatingIfNeeded: element.value.readableBytes)
            buffer.writeMultipleIntegers(element.identifier, length)
            buffer.writeImmutableBuffer(element.value)
        }
    }
}

extension UserDataHeader.Element {
    fileprivate var part: UserDataHeader.Part? {
        var value = value
        switch (identifier, value.readableBytes) {
        case (0, 3):
            guard
                let (reference, total, number) = value.readMultipleIntegers(
                    as: (UInt8, UInt8, UInt8).self)
            else { return nil }
            return .init(reference: UInt16(reference), total: total, number: number)
        case (8, 4):
            guard
                let (reference, total, number) = value.readMultipleIntegers(
                    as: (UInt16, UInt8, UInt8).self)
            else { return nil }
            return .init(reference: reference, total: total, number: number, isWide: true)
        default:
            return nil
        }
    }
}
