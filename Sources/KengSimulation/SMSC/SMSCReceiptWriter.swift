internal import NIOCore
internal import SMPP

/// Writes receipts; the date in them is made once a second.
struct SMSCReceiptWriter: Sendable {
    private let form: SMSCProfile.ReceiptForm
    private let esmClass: ESMClass
    private let startedAt: Int64
    private var second: Int64 = -1
    private var date = ""

    init(_ profile: SMSCProfile, startedAt: Int64) {
        form = profile.receiptForm
        esmClass = profile.receiptsArePlain ? .plain : .receipt
        self.startedAt = startedAt
    }

    /// Nil only where the destination or the sender is longer than SMPP allows.
    mutating func message(
        for record: SMSCLedger.Record, to sender: Address, id: String, at now: Duration
    ) -> ShortMessage? {
        if now.components.seconds != second { makeDate(now.components.seconds) }
        var text = ByteBuffer()
        if form != .tlv {
            let isDelivered = record.fate == .delivered
            text.writeString("id:")
            text.writeString(id)
            text.writeString(isDelivered ? " sub:001 dlvrd:001" : " sub:001 dlvrd:000")
            text.writeString(" submit date:")
            text.writeString(date)
            text.writeString(" done date:")
            text.writeString(date)
            text.writeString(" stat:")
            text.writeString(Self.word(record.fate))
            text.writeString(isDelivered ? " err:000 text:" : " err:011 text:")
        }
        var parameters: [TLV] = []
        if form != .text {
            // An id of ours is never too long.
            if let named = try? TLV(.receiptedMessageID, text: id) { parameters.append(named) }
            parameters.append(TLV(.messageState, number: record.fate.rawValue))
        }
        // What cannot be written is passed over by the caller.
        guard let phone = try? Address(ton: 1, npi: 1, digits: record.destination) else {
            return nil
        }
        return try? ShortMessage(
            source: phone, destination: sender, text: text, esmClass: esmClass, tlvs: parameters)
    }

    private mutating func makeDate(_ second: Int64) {
        self.second = second
        // Vietnam: 28 quarters of an hour before UTC.
        let time = SMPPTime.Absolute(secondsSince1970: startedAt + second, quarters: 28)
        date = time.map { String(SMPPTime.absolute($0).text.prefix(10)) } ?? "0001010000"
    }

    // SMPP 3.4, appendix B
    static func word(_ status: MessageStatus) -> String {
        switch status {
        case .scheduled, .enroute: "ENROUTE"
        case .delivered: "DELIVRD"
        case .expired: "EXPIRED"
        case .deleted: "DELETED"
        case .undeliverable: "UNDELIV"
        case .accepted: "ACCEPTD"
        case .unknown: "UNKNOWN"
        case .rejected, .skipped: "REJECTD"
        }
    }
}
