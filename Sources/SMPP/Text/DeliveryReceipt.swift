public import NIOCore

/// What a message centre says about a message it took; TLVs are believed before the text.
public struct DeliveryReceipt: Hashable, Sendable {
    /// As written by the message centre; `ReceiptID` compares it.
    public let id: String
    public let status: MessageStatus
    /// The word or number the status was read from.
    public let statusText: String
    /// The text's `err` field; often digits, not always.
    public let error: String?
    /// The `networkErrorCode` TLV as it came.
    public let networkError: ByteBuffer?

    /// Nil when neither TLVs nor text name a message; `esmClass` is for the caller to judge.
    public init?(_ message: ShortMessage) {
        self.init(payload: message.payload, tlvs: message.tlvs)
    }

    public init?(payload: ByteBuffer, tlvs: [TLV]) {
        let fields = ReceiptText(payload)
        guard let id = tlvs[.receiptedMessageID].flatMap(Self.string) ?? fields["id"] else {
            return nil
        }
        let state = tlvs[.messageState].flatMap {
            $0.readableBytes == 1 ? $0.getInteger(at: $0.readerIndex, as: UInt8.self) : nil
        }
        let word = fields["stat"]
        guard state != nil || word != nil else { return nil }
        self.id = id
        self.status =
            state.flatMap(MessageStatus.init(rawValue:)) ?? word.flatMap(MessageStatus.init)
            ?? .unknown
        self.statusText = word ?? state.map(String.init) ?? ""
        self.error = fields["err"]
        self.networkError = tlvs[.networkErrorCode]
    }

    /// Up to the first NUL; nil when nothing is before it.
    private static func string(_ value: ByteBuffer) -> String? {
        let octets = value.readableBytesView.prefix { $0 != 0 }
        return octets.isEmpty ? nil : String(decoding: octets, as: UTF8.self)
    }
}

/// The `name:value` fields of a receipt's text; each is looked for alone, since any may be missing.
struct ReceiptText {
    private let octets: [UInt8]

    init(_ payload: ByteBuffer) {
        let all = Array(payload.readableBytesView)
        // The quoted message comes last and may hold anything, fields included.
        octets = Array(all[..<(Self.start(of: "text", in: all) ?? all.count)])
    }

    subscript(name: String) -> String? {
        guard let start = Self.start(of: name, in: octets) else { return nil }
        let value = octets[(start + name.utf8.count + 1)...].prefix { $0 > 0x20 && $0 < 0x7F }
        return value.isEmpty ? nil : String(decoding: value, as: UTF8.self)
    }

    /// Where `name:` begins, in any case, not inside another word.
    private static func start(of name: String, in octets: [UInt8]) -> Int? {
        let wanted = Array(name.utf8) + [UInt8(ascii: ":")]
        guard octets.count >= wanted.count else { return nil }
        return (0...(octets.count - wanted.count)).first { start in
            (start == 0 || !isWord(octets[start - 1]))
                && zip(wanted, octets[start...]).allSatisfy { $0 == lower($1) }
        }
    }

    private static func lower(_ octet: UInt8) -> UInt8 {
        (65...90).contains(octet) ? octet | 0x20 : octet
    }

    private static func isWord(_ octet: UInt8) -> Bool {
        (97...122).contains(lower(octet)) || (48...57).contains(octet)
    }
}
