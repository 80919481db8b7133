/// A command_status: those of SMPP 3.4 have names, any other number is kept.
public struct CommandStatus: RawRepresentable, Hashable, Sendable {
    public let rawValue: UInt32

    public init(rawValue: UInt32) {
        self.rawValue = rawValue
    }
}

extension CommandStatus {
    public static let ok = CommandStatus(rawValue: 0x00)
    public static let invalidMessageLength = CommandStatus(rawValue: 0x01)
    public static let invalidCommandLength = CommandStatus(rawValue: 0x02)
    public static let invalidCommandID = CommandStatus(rawValue: 0x03)
    public static let incorrectBindStatus = CommandStatus(rawValue: 0x04)
    public static let alreadyBound = CommandStatus(rawValue: 0x05)
    public static let invalidPriority = CommandStatus(rawValue: 0x06)
    public static let invalidRegisteredDelivery = CommandStatus(rawValue: 0x07)
    public static let systemError = CommandStatus(rawValue: 0x08)
    public static let invalidSource = CommandStatus(rawValue: 0x0A)
    public static let invalidDestination = CommandStatus(rawValue: 0x0B)
    public static let invalidMessageID = CommandStatus(rawValue: 0x0C)
    public static let bindFailed = CommandStatus(rawValue: 0x0D)
    public static let invalidPassword = CommandStatus(rawValue: 0x0E)
    public static let invalidSystemID = CommandStatus(rawValue: 0x0F)
    public static let cancelFailed = CommandStatus(rawValue: 0x11)
    public static let replaceFailed = CommandStatus(rawValue: 0x13)
    public static let messageQueueFull = CommandStatus(rawValue: 0x14)
    public static let invalidServiceType = CommandStatus(rawValue: 0x15)
    public static let invalidDestinationCount = CommandStatus(rawValue: 0x33)
    public static let invalidListName = CommandStatus(rawValue: 0x34)
    public static let invalidDestinationFlag = CommandStatus(rawValue: 0x40)
    public static let invalidReplaceRequest = CommandStatus(rawValue: 0x42)
    public static let invalidESMClass = CommandStatus(rawValue: 0x43)
    public static let cannotSubmitToList = CommandStatus(rawValue: 0x44)
    public static let submitFailed = CommandStatus(rawValue: 0x45)
    public static let invalidSourceTON = CommandStatus(rawValue: 0x48)
    public static let invalidSourceNPI = CommandStatus(rawValue: 0x49)
    public static let invalidDestinationTON = CommandStatus(rawValue: 0x50)
    public static let invalidDestinationNPI = CommandStatus(rawValue: 0x51)
    public static let invalidSystemType = CommandStatus(rawValue: 0x53)
    public static let invalidReplaceFlag = CommandStatus(rawValue: 0x54)
    public static let invalidMessageCount = CommandStatus(rawValue: 0x55)
    public static let throttled = CommandStatus(rawValue: 0x58)
    public static let invalidScheduleTime = CommandStatus(rawValue: 0x61)
    public static let invalidValidityPeriod = CommandStatus(rawValue: 0x62)
    public static let invalidDefaultMessage = CommandStatus(rawValue: 0x63)
    public static let temporaryReceiverError = CommandStatus(rawValue: 0x64)
    public static let permanentReceiverError = CommandStatus(rawValue: 0x65)
    public static let receiverRejected = CommandStatus(rawValue: 0x66)
    public static let queryFailed = CommandStatus(rawValue: 0x67)
    public static let invalidTLVStream = CommandStatus(rawValue: 0xC0)
    public static let tlvNotAllowed = CommandStatus(rawValue: 0xC1)
    public static let invalidTLVLength = CommandStatus(rawValue: 0xC2)
    public static let tlvMissing = CommandStatus(rawValue: 0xC3)
    public static let invalidTLVValue = CommandStatus(rawValue: 0xC4)
    public static let deliveryFailed = CommandStatus(rawValue: 0xFE)
    public static let unknownError = CommandStatus(rawValue: 0xFF)
}

extension CommandStatus: CustomStringConvertible {
    /// `ESME_RTHROTTLED (0x58)`, or only the number where 3.4 has no name for it.
    public var description: String {
        let number = "0x" + String(rawValue, radix: 16, uppercase: true)
        guard let name = Self.names[rawValue] else { return number }
        return "ESME_\(name) (\(number))"
    }

    // SMPP 3.4, 5.1.3
    private static let names: [UInt32: String] = [
        0x00: "ROK", 0x01: "RINVMSGLEN", 0x02: "RINVCMDLEN", 0x03: "RINVCMDID",
        0x04: "RINVBNDSTS", 0x05: "RALYBND", 0x06: "RINVPRTFLG", 0x07: "RINVREGDLVFLG",
        0x08: "RSYSERR", 0x0A: "RINVSRCADR", 0x0B: "RINVDSTADR", 0x0C: "RINVMSGID",
        0x0D: "RBINDFAIL", 0x0E: "RINVPASWD", 0x0F: "RINVSYSID", 0x11: "RCANCELFAIL",
        0x13: "RREPLACEFAIL", 0x14: "RMSGQFUL", 0x15: "RINVSERTYP", 0x33: "RINVNUMDESTS",
        0x34: "RINVDLNAME", 0x40: "RINVDESTFLAG", 0x42: "RINVSUBREP", 0x43: "RINVESMCLASS",
        0x44: "RCNTSUBDL", 0x45: "RSUBMITFAIL", 0x48: "RINVSRCTON", 0x49: "RINVSRCNPI",
        0x50: "RINVDSTTON", 0x51: "RINVDSTNPI", 0x53: "RINVSYSTYP", 0x54: "RINVREPFLAG",
        0x55: "RINVNUMMSGS", 0x58: "RTHROTTLED", 0x61: "RINVSCHED", 0x62: "RINVEXPIRY",
        0x63: "RINVDFTMSGID", 0x64: "RX_T_APPN", 0x65: "RX_P_APPN", 0x66: "RX_R_APPN",
        0x67: "RQUERYFAIL", 0xC0: "RINVOPTPARSTREAM", 0xC1: "ROPTPARNOTALLWD",
        0xC2: "RINVPARLEN", 0xC3: "RMISSINGOPTPARAM", 0xC4: "RINVOPTPARAMVAL",
        0xFE: "RDELIVERYFAILURE", 0xFF: "RUNKNOWNERR",
    ]
}
