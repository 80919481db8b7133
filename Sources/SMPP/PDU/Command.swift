/// The `command_id` of a PDU; ids outside the protocol are kept as they came.
public struct Command: RawRepresentable, Hashable, Sendable {
    public let rawValue: UInt32

    public init(rawValue: UInt32) {
        self.rawValue = rawValue
    }

    public static let genericNack = Command(rawValue: 0x8000_0000)
    public static let bindReceiver = Command(rawValue: 0x01)
    public static let bindTransmitter = Command(rawValue: 0x02)
    public static let query = Command(rawValue: 0x03)
    public static let submit = Command(rawValue: 0x04)
    public static let deliver = Command(rawValue: 0x05)
    public static let unbind = Command(rawValue: 0x06)
    public static let replace = Command(rawValue: 0x07)
    public static let cancel = Command(rawValue: 0x08)
    public static let bindTransceiver = Command(rawValue: 0x09)
    public static let outbind = Command(rawValue: 0x0B)
    public static let enquireLink = Command(rawValue: 0x15)
    public static let submitMulti = Command(rawValue: 0x21)
    public static let alertNotification = Command(rawValue: 0x102)
    public static let data = Command(rawValue: 0x103)

    public static let bindReceiverResponse = bindReceiver.response
    public static let bindTransmitterResponse = bindTransmitter.response
    public static let queryResponse = query.response
    public static let submitResponse = submit.response
    public static let deliverResponse = deliver.response
    public static let unbindResponse = unbind.response
    public static let replaceResponse = replace.response
    public static let cancelResponse = cancel.response
    public static let bindTransceiverResponse = bindTransceiver.response
    public static let enquireLinkResponse = enquireLink.response
    public static let submitMultiResponse = submitMulti.response
    public static let dataResponse = data.response

    /// True for `generic_nack` too.
    public var isResponse: Bool { rawValue & 0x8000_0000 != 0 }

    /// The id with the response bit set; of a response, itself.
    public var response: Command { Command(rawValue: rawValue | 0x8000_0000) }
}
