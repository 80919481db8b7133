public import NIOCore

/// An optional parameter; kept in the order it came, whether its tag is known or not.
public struct TLV: Hashable, Sendable {
    public let tag: Tag
    /// At most 65 535 octets.
    public let value: ByteBuffer

    public init(_ tag: Tag, _ value: ByteBuffer) throws(FieldProblem) {
        try Field.tlvValue.check(count: value.readableBytes)
        self.tag = tag
        self.value = value
    }

    /// Which parameter a TLV holds; SMPP 3.4, 5.3.2.
    public struct Tag: RawRepresentable, Hashable, Sendable {
        public let rawValue: UInt16

        public init(rawValue: UInt16) {
            self.rawValue = rawValue
        }

        public static let timeToLive = Tag(rawValue: 0x0017)
        public static let statusText = Tag(rawValue: 0x001D)
        public static let receiptedMessageID = Tag(rawValue: 0x001E)
        public static let userMessageReference = Tag(rawValue: 0x0204)
        public static let partReference = Tag(rawValue: 0x020C)
        public static let partCount = Tag(rawValue: 0x020E)
        public static let partNumber = Tag(rawValue: 0x020F)
        public static let interfaceVersion = Tag(rawValue: 0x0210)
        public static let callbackNumber = Tag(rawValue: 0x0381)
        public static let networkErrorCode = Tag(rawValue: 0x0423)
        public static let messagePayload = Tag(rawValue: 0x0424)
        public static let moreMessages = Tag(rawValue: 0x0426)
        public static let messageState = Tag(rawValue: 0x0427)
        public static let congestionState = Tag(rawValue: 0x0428)
    }
}

extension [TLV] {
    /// The value of the first TLV with this tag.
    public subscript(tag: TLV.Tag) -> ByteBuffer? {
        first { $0.tag == tag }?.value
    }
}
