public import NIOCore

/// One text to several destinations in one request.
public struct SubmitMulti: Hashable, Sendable {
    public let serviceType: String
    public let source: Address
    public let destinations: [Destination]
    public var esmClass: ESMClass
    public var protocolID: UInt8
    public var priority: UInt8
    public let scheduleTime: String
    public let validityPeriod: String
    public var registeredDelivery: UInt8
    public var replaceIfPresent: UInt8
    public var dataCoding: UInt8
    public var defaultMessageID: UInt8
    public let text: ByteBuffer
    public var tlvs: [TLV]

    public enum Destination: Hashable, Sendable {
        case address(Address)
        /// A distribution list kept by the gateway, by its name.
        case list(String)
    }

    /// The message's own destination is not used; one to 254 others take its place.
    public init(
        _ message: ShortMessage, to destinations: [Destination]
    ) throws(FieldProblem) {
        guard (1...Field.destinationLimit).contains(destinations.count) else {
            throw .count(.destination, destinations.count, allowed: 1...Field.destinationLimit)
        }
        for destination in destinations {
            switch destination {
            case .address(let address):
                try address.digits.check(.destination, limit: Field.addressLimit)
            case .list(let name):
                try name.check(.destination, limit: Field.addressLimit)
            }
        }
        serviceType = message.serviceType
        source = message.source
        self.destinations = destinations
        esmClass = message.esmClass
        protocolID = message.protocolID
        priority = message.priority
        scheduleTime = message.scheduleTime
        validityPeriod = message.validityPeriod
        registeredDelivery = message.registeredDelivery
        replaceIfPresent = message.replaceIfPresent
        dataCoding = message.dataCoding
        defaultMessageID = message.defaultMessageID
        text = message.text
        tlvs = message.tlvs
    }
}

/// The answer to submit_multi: the destinations listed got nothing, all others were accepted.
public struct SubmitMultiResponse: Hashable, Sendable {
    /// Nil when the response had no body, as responses with an error often have none.
    public let messageID: String?
    public let refused: [Refusal]
    public let tlvs: [TLV]

    public struct Refusal: Hashable, Sendable {
        public let address: Address
        public let status: CommandStatus

        public init(_ address: Address, _ status: CommandStatus) {
            self.address = address
            self.status = status
        }
    }

    public init(
        messageID: String, refused: [Refusal] = [], tlvs: [TLV] = []
    ) throws(FieldProblem) {
        try messageID.check(.messageID, limit: Field.messageIDLimit)
        guard refused.count <= Int(UInt8.max) else {
            throw .count(.destination, refused.count, allowed: 0...Int(UInt8.max))
        }
        self.messageID = messageID
        self.refused = refused
        self.tlvs = tlvs
    }

    private init() {
        messageID = nil
        refused = []
        tlvs = []
    }

    /// A response without a body.
    public static let absent = SubmitMultiResponse()
}
