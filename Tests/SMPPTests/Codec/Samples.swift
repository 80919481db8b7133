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

    mutating func byte() -> UInt8 { UInt8.random(in: 0...255, using: &self) }

    mutating func bytes(upTo limit: Int) -> ByteBuffer {
        let count = Int.random(in: 0...limit, using: &self)
        return ByteBuffer(bytes: (0..<count).map { _ in byte() })
    }

    /// Latin-1 without NUL, as long as the field allows at most.
    mutating func string(upTo limit: Int) -> String {
        var text = String.UnicodeScalarView()
        for _ in 0..<Int.random(in: 0...limit, using: &self) {
            text.append(Unicode.Scalar(UInt8.random(in: 1...255, using: &self)))
        }
        return String(text)
    }

    mutating func address(upTo limit: Int = 20) throws -> Address {
        try Address(ton: byte(), npi: byte(), digits: string(upTo: limit))
    }

    mutating func tlvs() throws -> [TLV] {
        try (0..<Int.random(in: 0...3, using: &self)).map { _ in
            try TLV(
                TLV.Tag(rawValue: UInt16.random(in: .min ... .max, using: &self)),
                bytes(upTo: 40))
        }
    }

    mutating func message() throws -> ShortMessage {
        try ShortMessage(
            serviceType: string(upTo: 5), source: address(), destination: address(),
            esmClass: ESMClass(rawValue: byte()), protocolID: byte(), priority: byte(),
            scheduleTime: string(upTo: 16), validityPeriod: string(upTo: 16),
            registeredDelivery: byte(), replaceIfPresent: byte(), dataCoding: byte(),
            defaultMessageID: byte(), text: bytes(upTo: 254), tlvs: tlvs())
    }

    mutating func response() throws -> MessageResponse {
        try MessageResponse(messageID: Bool.random(using: &self) ? string(upTo: 64) : nil)
    }

    mutating func multi() throws -> SubmitMulti {
        let destinations = try (0..<Int.random(in: 0...254, using: &self)).map { _ in
            Bool.random(using: &self)
                ? SubmitMulti.Destination.address(try address()) : .list(string(upTo: 20))
        }
        return try SubmitMulti(message(), to: destinations)
    }

    mutating func multiResponse() throws -> SubmitMultiResponse {
        let failures = try (0..<Int.random(in: 0...255, using: &self)).map { _ in
            try SubmitMultiResponse.Failure(
                address(), CommandStatus(rawValue: UInt32.random(in: .min ... .max, using: &self)))
        }
        return try SubmitMultiResponse(
            messageID: string(upTo: 64), failures: failures, tlvs: tlvs())
    }

    /// One body of every kind, filled at random.
    mutating func bodies() throws -> [Body] {
        var bodies: [Body] = [
            .unbind, .unbindResponse, .enquireLink, .enquireLinkResponse, .genericNack,
            .cancelResponse, .replaceResponse,
        ]
        for mode in Bind.Mode.allCases {
            bodies.append(
                .bind(
                    try Bind(
                        mode: mode, systemID: string(upTo: 15), password: string(upTo: 8),
                        systemType: string(upTo: 12), interfaceVersion: byte(),
                        addressRange: address(upTo: 40))))
            bodies.append(
                .bindResponse(
                    try BindResponse(mode: mode, systemID: string(upTo: 15), tlvs: tlvs())))
            bodies.append(.bindResponse(try BindResponse(mode: mode, systemID: nil)))
        }
        bodies.append(
            .outbind(try Outbind(systemID: string(upTo: 15), password: string(upTo: 8))))
        bodies.append(.submit(try message()))
        bodies.append(.submitResponse(try response()))
        bodies.append(.deliver(try message()))
        bodies.append(.deliverResponse(try response()))
        bodies.append(.submitMulti(try multi()))
        bodies.append(.submitMultiResponse(try multiResponse()))
        bodies.append(.submitMultiResponse(try SubmitMultiResponse(messageID: nil)))
        bodies.append(
            .data(
                try DataMessage(
                    serviceType: string(upTo: 5), source: address(upTo: 64),
                    destination: address(upTo: 64), esmClass: ESMClass(rawValue: byte()),
                    registeredDelivery: byte(), dataCoding: byte(), tlvs: tlvs())))
        bodies.append(
            .dataResponse(try MessageResponse(messageID: string(upTo: 64), tlvs: tlvs())))
        bodies.append(.query(try Query(messageID: string(upTo: 64), source: address())))
        bodies.append(.queryResponse(QueryResponse(nil)))
        bodies.append(
            .queryResponse(
                QueryResponse(
                    try QueryResponse.Outcome(
                        messageID: string(upTo: 64), finalDate: string(upTo: 16), state: byte(),
                        errorCode: byte()))))
        bodies.append(
            .cancel(
                try Cancel(
                    serviceType: string(upTo: 5), messageID: string(upTo: 64), source: address(),
                    destination: address())))
        bodies.append(
            .replace(
                try Replace(
                    messageID: string(upTo: 64), source: address(),
                    scheduleTime: string(upTo: 16), validityPeriod: string(upTo: 16),
                    registeredDelivery: byte(), defaultMessageID: byte(),
                    text: bytes(upTo: 254))))
        bodies.append(
            .alertNotification(
                AlertNotification(
                    source: try address(upTo: 64), client: try address(upTo: 64),
                    tlvs: try tlvs())))
        bodies.append(.unknown(Command(rawValue: 0x0001_0200), bytes(upTo: 60)))
        return bodies
    }
}

extension PDU {
    var bytes: ByteBuffer {
        var buffer = ByteBuffer()
        write(into: &buffer)
        return buffer
    }
}
