import NIOCore

/// The answer to `submit_sm`, `deliver_sm` and `data_sm`.
public struct MessageResponse: Hashable, Sendable {
    /// The message centre's id, empty towards the message centre; nil when the body is absent.
    public let messageID: String?
    public let tlvs: [TLV]

    /// TLVs need an id before them: with TLVs, nil becomes the empty id.
    public init(messageID: String?, tlvs: [TLV] = []) throws(FieldProblem) {
        if let messageID { try Field.messageID.check(messageID) }
        self.messageID = messageID ?? (tlvs.isEmpty ? nil : "")
        self.tlvs = tlvs
    }

    init(from reader: inout FieldReader) throws(FieldProblem) {
        self.messageID = reader.isAtEnd ? nil : try reader.string(.messageID)
        self.tlvs = try reader.tlvs()
    }

    func write(into buffer: inout ByteBuffer) {
        guard let messageID else { return }
        buffer.writeField(messageID)
        buffer.write(tlvs)
    }
}
