import NIOCore

// SMPP 3.4, 4.8.1
extension Query {
    init(reading body: inout ByteBuffer) throws(DecodingProblem) {
        messageID = try body.readCString()
        source = try body.readLastAddress()
        tlvs = try body.readTLVs()
    }

    func write(into buffer: inout ByteBuffer) {
        buffer.writeCString(messageID)
        buffer.writeAddress(source)
        buffer.writeTLVs(tlvs)
    }
}

// SMPP 3.4, 4.9.1
extension Cancel {
    init(reading body: inout ByteBuffer) throws(DecodingProblem) {
        serviceType = try body.readCString()
        messageID = try body.readCString()
        source = try body.readAddress()
        destination = try body.readLastAddress()
        tlvs = try body.readTLVs()
    }

    func write(into buffer: inout ByteBuffer) {
        buffer.writeCString(serviceType)
        buffer.writeCString(messageID)
        buffer.writeAddress(source)
        buffer.writeAddress(destination)
        buffer.writeTLVs(tlvs)
    }
}

// SMPP 3.4, 4.10.1
extension Replace {
    init(reading body: inout ByteBuffer) throws(DecodingProblem) {
        messageID = try body.readCString()
        source = try body.readAddress()
        scheduleTime = try body.readCString()
        validityPeriod = try body.readCString()
        registeredDelivery = try body.readOctet()
        defaultMessageID = try body.readOctet()
        text = try body.readShortMessage()
        tlvs = try body.readTLVs()
    }

    func write(into buffer: inout ByteBuffer) {
        buffer.writeCString(messageID)
        buffer.writeAddress(source)
        buffer.writeCString(scheduleTime)
        buffer.writeCString(validityPeriod)
        buffer.writeMultipleIntegers(registeredDelivery, defaultMessageID)
        buffer.writeShortMessage(text)
        buffer.writeTLVs(tlvs)
    }
}
