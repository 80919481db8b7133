public import NIOCore

/// What the gateway says became of a message; the parameters are believed before the text.
public struct DeliveryReceipt: Hashable, Sendable {
    /// As written, or nil when none is given; `ReceiptID` compares it with the response's.
    public let messageID: String?
    /// The id in the text, where some gateways write it to another base than in the parameter.
    public let textID: String?
    public let status: MessageStatus
    /// The word the status was read from, which may be one that no specification has.
    public let stat: String?
    /// Not always a number.
    public let error: String?
    /// Network type and code, three octets as they came.
    public let networkError: ByteBuffer?
    /// Ten or twelve digits of the gateway's local time.
    public let submitted: String?
    public let done: String?
    /// A state on the way, asked for with registered_delivery 0x10.
    public let isIntermediate: Bool

    /// Nil for a message that is no receipt, or one that names neither a message nor a state.
    ///
    /// - Parameter acceptsPlain: Takes any message whose text has both `id:` and `stat:`, for
    ///   gateways that send receipts with esm_class 0.
    public init?(_ message: ShortMessage, acceptsPlain: Bool = false) {
        self.init(
            message.esmClass, message.dataCoding, message.payload, message.tlvs,
            acceptsPlain: acceptsPlain)
    }

    public init?(_ message: DataMessage, acceptsPlain: Bool = false) {
        self.init(
            message.esmClass, message.dataCoding, message.payload, message.tlvs,
            acceptsPlain: acceptsPlain)
    }

    private init?(
        _ esmClass: ESMClass, _ dataCoding: UInt8, _ payload: ByteBuffer, _ tlvs: [TLV],
        acceptsPlain: Bool
    ) {
        let isMarked = esmClass.isReceipt || esmClass.isIntermediate
        guard isMarked || acceptsPlain else { return nil }
        var text = payload
        // A header that cannot be read is left in: the fields are found behind it all the same.
        if esmClass.hasUDH { _ = UserDataHeader(reading: &text) }
        let fields = ReceiptFields(dataCoding == 8 ? Self.narrowed(text) : text)
        guard isMarked || (fields.id != nil && fields.stat != nil) else { return nil }

        let namedID = tlvs.text(.receiptedMessageID).flatMap { $0.isEmpty ? nil : $0 }
        let state = tlvs.octet(.messageState).flatMap(MessageStatus.init(rawValue:))
        guard namedID != nil || fields.id != nil || state != nil || fields.stat != nil else {
            return nil
        }
        messageID = namedID ?? fields.id
        textID = fields.id
        stat = fields.stat
        status = state ?? fields.stat.flatMap(MessageStatus.init(stat:)) ?? .unknown
        error = fields.error
        networkError = tlvs.first(.networkErrorCode)
        submitted = fields.submitted
        done = fields.done
        isIntermediate = esmClass.isIntermediate
    }

    /// The ASCII of a text in UCS-2; a character beyond it becomes one octet that ends any field.
    private static func narrowed(_ text: ByteBuffer) -> ByteBuffer {
        guard text.readableBytesView.first == 0 else { return text }
        var wide = text
        var narrow = ByteBuffer()
        while let unit: UInt16 = wide.readInteger() {
            narrow.writeInteger(UInt8(exactly: unit) ?? 0xFF)
        }
        return narrow
    }
}
