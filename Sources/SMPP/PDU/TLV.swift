public import NIOCore

/// An optional parameter, kept as it came whether its tag is known or not.
public struct TLV: Hashable, Sendable {
    public let tag: Tag
    public let value: ByteBuffer

    public struct Tag: RawRepresentable, Hashable, Sendable {
        public let rawValue: UInt16

        public init(rawValue: UInt16) {
            self.rawValue = rawValue
        }
    }

    /// The value may have 65 535 octets.
    public init(_ tag: Tag, _ value: ByteBuffer) throws(FieldProblem) {
        try value.check(.tlv(tag), limit: Int(UInt16.max))
        self.init(unchecked: tag, value)
    }

    init(unchecked tag: Tag, _ value: ByteBuffer) {
        self.tag = tag
        self.value = value
    }

    /// A parameter of one, two or four octets, as wide as the integer given.
    public init<Number: FixedWidthInteger>(_ tag: Tag, number: Number) {
        self.init(unchecked: tag, ByteBuffer(integer: number))
    }

    /// A C-octet string: the closing zero is added.
    public init(_ tag: Tag, text: String) throws(FieldProblem) {
        try text.check(.tlv(tag), limit: Int(UInt16.max) - 1)
        var value = ByteBuffer()
        value.writeCString(text)
        self.init(unchecked: tag, value)
    }
}

// SMPP 3.4, 5.3.2
extension TLV.Tag {
    public static let qosTimeToLive = TLV.Tag(rawValue: 0x0017)
    public static let payloadType = TLV.Tag(rawValue: 0x0019)
    public static let additionalStatusText = TLV.Tag(rawValue: 0x001D)
    public static let receiptedMessageID = TLV.Tag(rawValue: 0x001E)
    public static let userMessageReference = TLV.Tag(rawValue: 0x0204)
    public static let sourcePort = TLV.Tag(rawValue: 0x020A)
    public static let destinationPort = TLV.Tag(rawValue: 0x020B)
    public static let segmentReference = TLV.Tag(rawValue: 0x020C)
    public static let languageIndicator = TLV.Tag(rawValue: 0x020D)
    public static let segmentTotal = TLV.Tag(rawValue: 0x020E)
    public static let segmentNumber = TLV.Tag(rawValue: 0x020F)
    public static let interfaceVersion = TLV.Tag(rawValue: 0x0210)
    public static let callbackNumber = TLV.Tag(rawValue: 0x0381)
    public static let availabilityStatus = TLV.Tag(rawValue: 0x0422)
    public static let networkErrorCode = TLV.Tag(rawValue: 0x0423)
    public static let messagePayload = TLV.Tag(rawValue: 0x0424)
    public static let deliveryFailureReason = TLV.Tag(rawValue: 0x0425)
    public static let moreMessagesToSend = TLV.Tag(rawValue: 0x0426)
    public static let messageState = TLV.Tag(rawValue: 0x0427)
    /// Of SMPP 5.0, met on 3.4 links too.
    public static let congestionState = TLV.Tag(rawValue: 0x0428)
}

extension [TLV] {
    /// The value of the first parameter with this tag; later ones stay reachable in the array.
    public func first(_ tag: TLV.Tag) -> ByteBuffer? {
        for tlv in self where tlv.tag == tag { return tlv.value }
        return nil
    }

    /// A one-octet value; nil when it is absent or of another length.
    public func octet(_ tag: TLV.Tag) -> UInt8? {
        guard let value = first(tag), value.readableBytes == 1 else { return nil }
        return value.getInteger(at: value.readerIndex)
    }

    /// Text up to its zero, or up to its end where the gateway leaves the zero out.
    public func text(_ tag: TLV.Tag) -> String? {
        guard var value = first(tag) else { return nil }
        return value.readLastCString()
    }

    /// How full the gateway is, 0 to 99 in SMPP 5.0; nil when it does not say.
    public var congestionState: UInt8? { octet(.congestionState) }
}
