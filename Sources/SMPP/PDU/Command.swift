/// A command id of SMPP 3.4, known or not; a response is its request with the top bit set.
public struct Command: RawRepresentable, Hashable, Sendable {
    public let rawValue: UInt32

    public init(rawValue: UInt32) {
        self.rawValue = rawValue
    }

    public var isResponse: Bool { rawValue & 0x8000_0000 != 0 }

    /// What answers this command; a response is returned unchanged.
    public var response: Command { Command(rawValue: rawValue | 0x8000_0000) }
}

extension Command {
    public static let bindReceiver = Command(rawValue: 0x0000_0001)
    public static let bindTransmitter = Command(rawValue: 0x0000_0002)
    public static let query = Command(rawValue: 0x0000_0003)
    public static let submit = Command(rawValue: 0x0000_0004)
    public static let deliver = Command(rawValue: 0x0000_0005)
    public static let unbind = Command(rawValue: 0x0000_0006)
    public static let replace = Command(rawValue: 0x0000_0007)
    public static let cancel = Command(rawValue: 0x0000_0008)
    public static let bindTransceiver = Command(rawValue: 0x0000_0009)
    public static let outbind = Command(rawValue: 0x0000_000B)
    public static let enquireLink = Command(rawValue: 0x0000_0015)
    public static let submitMulti = Command(rawValue: 0x0000_0021)
    public static let alertNotification = Command(rawValue: 0x0000_0102)
    public static let data = Command(rawValue: 0x0000_0103)

    public static let genericNack = Command(rawValue: 0x8000_0000)
    public static let bindReceiverResponse = Command(rawValue: 0x8000_0001)
    public static let bindTransmitterResponse = Command(rawValue: 0x8000_0002)
    public static let queryResponse = Command(rawValue: 0x8000_0003)
    public static let submitResponse = Command(rawValue: 0x8000_0004)
    public static let deliverResponse = Command(rawValue: 0x8000_0005)
    public static let unbindResponse = Command(rawValue: 0x8000_0006)
    public static let replaceResponse = Command(rawValue: 0x8000_0007)
    public static let cancelResponse = Command(rawValue: 0x8000_0008)
    public static let bindTransceiverResponse = Command(rawValue: 0x8000_0009)
    public static let enquireLinkResponse = Command(rawValue: 0x8000_0015)
    public static let submitMultiResponse = Command(rawValue: 0x8000_0021)
    public static let dataResponse = Command(rawValue: 0x8000_0103)
}

extension Command: CustomStringConvertible {
    /// The name in the specification, or the number in hex when it has none.
    public var description: String {
        if self == .genericNack { return "generic_nack" }
        guard let name = Command(rawValue: rawValue & 0x7FFF_FFFF).requestName else {
            return "0x" + String(rawValue, radix: 16)
        }
        return isResponse ? name + "_resp" : name
    }

    private var requestName: String? {
        switch self {
        case .bindReceiver: "bind_receiver"
        case .bindTransmitter: "bind_transmitter"
        case .query: "query_sm"
        case .submit: "submit_sm"
        case .deliver: "deliver_sm"
        case .unbind: "unbind"
        case .replace: "replace_sm"
        case .cancel: "cancel_sm"
        case .bindTransceiver: "bind_transceiver"
        case .outbind: "outbind"
        case .enquireLink: "enquire_link"
        case .submitMulti: "submit_multi"
        case .alertNotification: "alert_notification"
        case .data: "data_sm"
        default: nil
        }
    }
}
