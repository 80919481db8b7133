import NIOCore

/// One message to several destinations; SMPP 3.4, 4.5.1.
public struct SubmitMulti: Hashable, Sendable {
    public enum Destination: Hashable, Sendable {
        case address(Address)
        case list(String)
    }

    /// At most 254.
    public let destinations: [Destination]
    /// All but the destination, which is empty here.
    public let message: ShortMessage

    public init(_ message: ShortMessage, to destinations: [Destination]) throws(FieldProblem) {
        try Field.destinationCount.check(count: destinations.count)
        for destination in destinations {
            switch destination {
            case .address(let address): try Field.address.check(address.digits)
            case .list(let name): try Field.listName.check(name)
            }
        }
        var message = message
        message.destination = .none
        self.destinations = destinations
        self.message = message
    }

    init(from reader: inout FieldReader) throws(FieldProblem) {
        let serviceType = try reader.string(.serviceType)
        let source = try Address(from: &reader)
        let count = Int(try reader.byte(.destinationCount))
        try Field.destinationCount.check(count: count)
        var destinations: [Destination] = []
        for _ in 0..<count {
            switch try reader.byte(.destinationFlag) {
            case 1: destinations.append(.address(try Address(from: &reader)))
            case 2: destinations.append(.list(try reader.string(.listName)))
            case let flag: throw .unexpected(.destinationFlag, flag)
            }
        }
        self.destinations = destinations
        self.message = try ShortMessage(serviceType, source, .none, rest: &reader)
    }

    func write(into buffer: inout ByteBuffer) {
        buffer.writeField(message.serviceType)
        buffer.writeField(message.source)
        buffer.writeInteger(UInt8(truncatingIfNeeded: destinations.count))
        for destination in destinations {
            switch destination {
            case .address(let address):
                buffer.writeInteger(1 as UInt8)
                buffer.writeField(address)
            case .list(let name):
                buffer.writeInteger(2 as UInt8)
                buffer.writeField(name)
            }
        }
        message.writeRest(into: &buffer)
    }
}

/// The answer to `submit_multi`: one id, and the destinations that were refused.
public struct SubmitMultiResponse: Hashable, Sendable {
    public struct Failure: Hashable, Sendable {
        public let address: Address
        public let status: CommandStatus

        public init(_ address: Address, _ status: CommandStatus) throws(FieldProblem) {
            try Field.address.check(address.digits)
            self.address = address
            self.status = status
        }
    }

    /// Nil when the body is absent.
    public let messageID: String?
    /// At most 255.
    public let failures: [Failure]
    public let tlvs: [TLV]

    public init(
        messageID: String?, failures: [Failure] = [], tlvs: [TLV] = []
    ) throws(FieldProblem) {
        if let messageID { try Field.messageID.check(messageID) }
        try Field.failureCount.check(count: failures.count)
        self.messageID = messageID ?? (tlvs.isEmpty && failures.isEmpty ? nil : "")
        self.failures = failures
        self.tlvs = tlvs
    }

    init(from reader: inout FieldReader) throws(FieldProblem) {
        guard !reader.isAtEnd else {
            self.messageID = nil
            self.failures = []
            self.tlvs = []
            return
        }
        self.messageID = try reader.string(.messageID)
        var failures: [Failure] = []
        for _ in 0..<(try reader.byte(.failureCount)) {
            let address = try Address(from: &reader)
            failures.append(try Failure(address, try reader.status(.failureStatus)))
        }
        self.failures = failures
        self.tlvs = try reader.tlvs()
    }

    func write(into buffer: inout ByteBuffer) {
        guard let messageID else { return }
        buffer.writeField(messageID)
        buffer.writeInteger(UInt8(truncatingIfNeeded: failures.count))
        for failure in failures {
            buffer.writeField(failure.address)
            buffer.writeInteger(failure.status.rawValue)
        }
        buffer.write(tlvs)
    }
}
