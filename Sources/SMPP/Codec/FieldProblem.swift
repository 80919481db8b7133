/// Why a value does not fit its place in a PDU, whether it was read or is about to be sent.
public enum FieldProblem: Error, Hashable, Sendable {
    case missing(Field)
    case unterminated(Field)
    case tooLong(Field, limit: Int)
    /// Holds a NUL or a character outside Latin-1.
    case unencodable(Field)
    case unexpected(Field, UInt8)
    /// The bytes after the last field are not a whole number of TLVs.
    case brokenTLVs

    /// What to answer when a peer sent this.
    public var status: CommandStatus {
        switch self {
        case .missing, .unterminated: .invalidCommandLength
        case .tooLong(let field, _): field.refusal
        case .unencodable(let field), .unexpected(let field, _): field.refusal
        case .brokenTLVs: .invalidTLVStream
        }
    }
}

/// The places in a PDU that have limits of their own.
public enum Field: Hashable, Sendable {
    case systemID, password, systemType, addressRange, interfaceVersion
    case serviceType, typeOfNumber, numberingPlan, address, longAddress
    case destinationCount, destinationFlag, listName
    case esmClass, protocolID, priority, scheduleTime, validityPeriod
    case registeredDelivery, replaceIfPresent, dataCoding, defaultMessageID, text
    case messageID, finalDate, messageState, errorCode, failureCount, failureStatus
    case tlvValue

    /// Octets without the closing NUL; SMPP 3.4, 4.
    public var limit: Int {
        switch self {
        case .systemID: 15
        case .password: 8
        case .systemType: 12
        case .addressRange: 40
        case .serviceType: 5
        case .address, .listName: 20
        case .longAddress, .messageID: 64
        case .scheduleTime, .validityPeriod, .finalDate: 16
        case .text, .destinationCount: 254
        case .failureCount: 255
        case .tlvValue: 65_535
        case .failureStatus: 4
        case .interfaceVersion, .typeOfNumber, .numberingPlan, .destinationFlag, .esmClass,
            .protocolID, .priority, .registeredDelivery, .replaceIfPresent, .dataCoding,
            .defaultMessageID, .messageState, .errorCode:
            1
        }
    }

    var refusal: CommandStatus {
        switch self {
        case .systemID: .invalidSystemID
        case .password: .invalidPassword
        case .systemType: .invalidSystemType
        case .serviceType: .invalidServiceType
        case .address, .longAddress: .invalidDestination
        case .destinationCount: .invalidDestinationCount
        case .destinationFlag: .invalidDestinationFlag
        case .listName: .invalidListName
        case .scheduleTime: .invalidSchedule
        case .validityPeriod: .invalidExpiry
        case .messageID: .invalidMessageID
        case .text: .invalidMessageLength
        case .tlvValue: .invalidTLVLength
        case .interfaceVersion, .typeOfNumber, .numberingPlan, .esmClass, .protocolID, .priority,
            .registeredDelivery, .replaceIfPresent, .dataCoding, .defaultMessageID, .messageState,
            .errorCode, .addressRange, .finalDate, .failureCount, .failureStatus:
            .systemError
        }
    }

    func check(_ value: String) throws(FieldProblem) {
        guard let count = value.latinOctets else { throw .unencodable(self) }
        try check(count: count)
    }

    func check(count: Int) throws(FieldProblem) {
        guard count <= limit else { throw .tooLong(self, limit: limit) }
    }
}
