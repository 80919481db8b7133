import NIOCore

// SMPP 3.4, 4.4.2, 4.6.2 and 4.7.2
extension MessageResponse {
    init(reading body: inout ByteBuffer) throws(DecodingProblem) {
        messageID = body.readableBytes == 0 ? nil : body.readLastCString()
        tlvs = try body.readTLVs()
    }

    func write(into buffer: inout ByteBuffer) {
        guard let messageID else { return }
        buffer.writeCString(messageID)
        buffer.writeTLVs(tlvs)
    }
}

// SMPP 3.4, 4.5.2
extension SubmitMultiResponse {
    init(reading body: inout ByteBuffer) throws(DecodingProblem) {
        guard body.readableBytes > 0 else {
            self = .absent
            return
        }
        messageID = try body.readCString()
        var refused: [Refusal] = []
        for _ in 0..<(try body.readOctet()) {
            let address = try body.readAddress()
            guard let status: UInt32 = body.readInteger() else {
                throw .truncated(at: body.readerIndex)
            }
            refused.append(Refusal(address, CommandStatus(rawValue: status)))
        }
        self.refused = refused
        tlvs = try body.readTLVs()
    }

    func write(into buffer: inout ByteBuffer) {
        guard let messageID else { return }
        buffer.writeCString(messageID)
        buffer.writeInteger(UInt8(truncatingIfNeeded: refused.count))
        for refusal in refused {
            buffer.writeAddress(refusal.address)
            buffer.writeInteger(refusal.status.rawValue)
        }
        buffer.writeTLVs(tlvs)
    }
}

// SMPP 3.4, 4.8.2
extension QueryResponse {
    init(reading body: inout ByteBuffer) throws(DecodingProblem) {
        messageID = try body.readCString()
        finalDate = try body.readCString()
        state = try body.readOctet()
        errorCode = try body.readOctet()
        tlvs = try body.readTLVs()
    }

    func write(into buffer: inout ByteBuffer) {
        buffer.writeCString(messageID)
        buffer.writeCString(finalDate)
        buffer.writeMultipleIntegers(state, errorCode)
        buffer.writeTLVs(tlvs)
    }
}
