public import NIOCore

extension PDU {
    /// Appends the whole PDU; cannot fail, since every part was checked when it was made.
    public func write(into buffer: inout ByteBuffer) {
        let start = buffer.writerIndex
        buffer.writeMultipleIntegers(
            0 as UInt32, body.command.rawValue, status.rawValue, sequence)
        body.write(into: &buffer)
        buffer.setInteger(UInt32(clamping: buffer.writerIndex - start), at: start)
    }
}

extension Body {
    func write(into buffer: inout ByteBuffer) {
        switch self {
        case .bind(let bind): bind.write(into: &buffer)
        case .bindResponse(let response): response.write(into: &buffer)
        case .outbind(let outbind): outbind.write(into: &buffer)
        case .unbind, .unbindResponse, .enquireLink, .enquireLinkResponse, .genericNack,
            .cancelResponse, .replaceResponse:
            break
        case .submit(let message), .deliver(let message): message.write(into: &buffer)
        case .submitResponse(let response), .deliverResponse(let response),
            .dataResponse(let response):
            response.write(into: &buffer)
        case .submitMulti(let multi): multi.write(into: &buffer)
        case .submitMultiResponse(let response): response.write(into: &buffer)
        case .data(let message): message.write(into: &buffer)
        case .query(let query): query.write(into: &buffer)
        case .queryResponse(let response): response.write(into: &buffer)
        case .cancel(let cancel): cancel.write(into: &buffer)
        case .replace(let replace): replace.write(into: &buffer)
        case .alertNotification(let alert): alert.write(into: &buffer)
        case .unknown(_, let bytes): buffer.writeImmutableBuffer(bytes)
        }
    }
}
