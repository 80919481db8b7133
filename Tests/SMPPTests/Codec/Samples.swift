import NIOCore
import SMPP

/// splitmix64: the same seed makes the same PDUs on every machine.
struct Seeded: RandomNumberGenerator {
    var state: UInt64

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var mixed = (state ^ (state >> 30)) &* 0xBF58_476D_1CE4_E5B9
        mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
        return mixed ^ (mixed >> 31)
    }

    mutating func octet() -> UInt8 { .random(in: .min ... .max, using: &self) }

    mutating func octets(upTo limit: Int) -> ByteBuffer {
        let count = Int.random(in: 0...limit, using: &self)
        return ByteBuffer(bytes: (0..<count).map { _ in octet() })
    }

    /// Latin-1 without a zero, as long as the field allows at most.
    mutating func text(upTo limit: Int) -> String {
        var text = String.UnicodeScalarView()
        let top: UInt8 = Bool.random(using: &self) ? 0x7F : 0xFF
        for _ in 0..<Int.random(in: 0...limit, using: &self) {
            text.append(Unicode.Scalar(UInt8.random(in: 1...top, using: &self)))
        }
        return String(text)
    }

    mutating func address(upTo limit: Int = 20) throws -> Address {
        try Address(ton: octet(), npi: octet(), digits: text(upTo: limit))
    }

    mutating func status() -> CommandStatus {
        CommandStatus(rawValue: .random(in: .min ... .max, using: &self))
    }

    mutating func tlvs() throws -> [TLV] {
        try (0..<Int.random(in: 0...3, using: &self)).map { _ in
            try TLV(
                TLV.Tag(rawValue: .random(in: .min ... .max, using: &self)), octets(upTo: 40))
        }
    }

    mutating func message() throws -> ShortMessage {
        try ShortMessage(
            source: address(), destination: address(), text: octets(upTo: 254),
            serviceType: text(upTo: 5), esmClass: ESMClass(rawValue: octet()),
            protocolID: octet(), priority: octet(), scheduleTime: text(upTo: 16),
            validityPeriod: text(upTo: 16), registeredDelivery: octet(),
            replaceIfPresent: octet(), dataCoding: octet(), defaultMessageID: octet(),
            tlvs: tlvs())
    }

    mutating func response() throws -> MessageResponse {
        try MessageResponse(messageID: text(upTo: 64), tlvs: tlvs())
    }

    mutating func multi() throws -> SubmitMulti {
        let destinations = try (0..<Int.random(in: 1...254, using: &self)).map { _ in
            Bool.random(using: &self)
                ? SubmitMulti.Destination.address(try address()) : .list(text(upTo: 20))
        }
        return try SubmitMulti(message(), to: destinations)
    }

    mutating func multiResponse() throws -> SubmitMultiResponse {
        let refused = try (0..<Int.random(in: 0...255, using: &self)).map { _ in
            SubmitMultiResponse.Refusal(try address(), status())
        }
        return try SubmitMultiResponse(messageID: text(upTo: 64), refused: refused, tlvs: tlvs())
    }

    /// One body of every kind, filled at random.
    mutating func bodies() throws -> [Body] {
        var bodies: [Body] = [
            .unbind, .unbindResponse, .enquireLink, .enquireLinkResponse, .genericNack,
            .cancelResponse, .replaceResponse, .queryResponse(nil), .submitResponse(.absent),
            .deliverResponse(.empty), .submitMultiResponse(.absent),
        ]
        for mode in BindMode.allCases {
            let bind = try Bind(
                mode: mode, systemID: text(upTo: 15), password: text(upTo: 8),
                systemType: text(upTo: 12), interfaceVersion: octet(),
                range: address(upTo: 40), tlvs: tlvs())
            let response = try BindResponse(mode: mode, systemID: text(upTo: 15), tlvs: tlvs())
            bodies += [.bind(bind), .bindResponse(response), .bindResponse(.init(absent: mode))]
        }
        bodies += [
            .outbind(try Outbind(systemID: text(upTo: 15), password: text(upTo: 8), tlvs: tlvs())),
            .submit(try message()), .submitResponse(try response()),
            .deliver(try message()), .deliverResponse(try response()),
            .submitMulti(try multi()), .submitMultiResponse(try multiResponse()),
            .data(
                try DataMessage(
                    source: address(upTo: 64), destination: address(upTo: 64),
                    serviceType: text(upTo: 5), esmClass: ESMClass(rawValue: octet()),
                    registeredDelivery: octet(), dataCoding: octet(), tlvs: tlvs())),
            .dataResponse(try response()),
            .query(try Query(messageID: text(upTo: 64), source: address(), tlvs: tlvs())),
            .queryResponse(
                try QueryResponse(
                    messageID: text(upTo: 64), finalDate: text(upTo: 16), state: octet(),
                    errorCode: octet(), tlvs: tlvs())),
            .cancel(
                try Cancel(
                    messageID: text(upTo: 64), source: address(), destination: address(),
                    serviceType: text(upTo: 5), tlvs: tlvs())),
            .replace(
                try Replace(
                    messageID: text(upTo: 64), source: address(), text: octets(upTo: 254),
                    scheduleTime: text(upTo: 16), validityPeriod: text(upTo: 16),
                    registeredDelivery: octet(), defaultMessageID: octet(), tlvs: tlvs())),
            .alertNotification(
                AlertNotification(
                    source: try address(upTo: 64), account: try address(upTo: 64),
                    tlvs: try tlvs())),
            .unknown(Command(rawValue: 0x0001_0200), octets(upTo: 60)),
        ]
        return bodies
    }
}

extension ByteBuffer {
    /// One PDU with a right length around any body.
    init(_ command: Command, sequence: UInt32, body: [UInt8]) {
        self.init(integer: UInt32(Header.size + body.count))
        writeMultipleIntegers(command.rawValue, 0 as UInt32, sequence)
        writeBytes(body)
    }
}
