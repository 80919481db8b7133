import NIOCore

// SMPP 3.4, 4.1
extension Bind {
    init(_ mode: BindMode, reading body: inout ByteBuffer) throws(DecodingProblem) {
        self.mode = mode
        systemID = try body.readCString()
        password = try body.readCString()
        systemType = try body.readCString()
        interfaceVersion = try body.readOctet()
        range = try body.readLastAddress()
        tlvs = try body.readTLVs()
    }

    func write(into buffer: inout ByteBuffer) {
        buffer.writeCString(systemID)
        buffer.writeCString(password)
        buffer.writeCString(systemType)
        buffer.writeInteger(interfaceVersion)
        buffer.writeAddress(range)
        buffer.writeTLVs(tlvs)
    }
}

extension BindResponse {
    init(_ mode: BindMode, reading body: inout ByteBuffer) throws(DecodingProblem) {
        self.mode = mode
        systemID = body.readableBytes == 0 ? nil : body.readLastCString()
        tlvs = try body.readTLVs()
    }

    func write(into buffer: inout ByteBuffer) {
        guard let systemID else { return }
        buffer.writeCString(systemID)
        buffer.writeTLVs(tlvs)
    }
}

// SMPP 3.4, 4.1.7
extension Outbind {
    init(reading body: inout ByteBuffer) throws(DecodingProblem) {
        systemID = try body.readCString()
        password = body.readLastCString()
        tlvs = try body.readTLVs()
    }

    func write(into buffer: inout ByteBuffer) {
        buffer.writeCString(systemID)
        buffer.writeCString(password)
        buffer.writeTLVs(tlvs)
    }
}
