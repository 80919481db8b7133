import NIOCore

extension Body {
    /// Reads what follows the header; commands without a body ignore what they carry anyway.
    init(_ command: Command, reading body: inout ByteBuffer) throws(DecodingProblem) {
        switch command {
        case .submitResponse: self = .submitResponse(try MessageResponse(reading: &body))
        case .deliver: self = .deliver(try ShortMessage(reading: &body))
        case .submit: self = .submit(try ShortMessage(reading: &body))
        case .deliverResponse: self = .deliverResponse(try MessageResponse(reading: &body))
        case .enquireLink: self = .enquireLink
        case .enquireLinkResponse: self = .enquireLinkResponse
        case .unbind: self = .unbind
        case .unbindResponse: self = .unbindResponse
        case .genericNack: self = .genericNack
        case .bindReceiver: self = .bind(try Bind(.receiver, reading: &body))
        case .bindTransmitter: self = .bind(try Bind(.transmitter, reading: &body))
        case .bindTransceiver: self = .bind(try Bind(.transceiver, reading: &body))
        case .bindReceiverResponse:
            self = .bindResponse(try BindResponse(.receiver, reading: &body))
        case .bindTransmitterResponse:
            self = .bindResponse(try BindResponse(.transmitter, reading: &body))
        case .bindTransceiverResponse:
            self = .bindResponse(try BindResponse(.transceiver, reading: &body))
        case .outbind: self = .outbind(try Outbind(reading: &body))
        case .submitMulti: self = .submitMulti(try SubmitMulti(reading: &body))
        case .submitMultiResponse:
            self = .submitMultiResponse(try SubmitMultiResponse(reading: &body))
        case .data: self = .data(try DataMessage(reading: &body))
        case .dataResponse: self = .dataResponse(try MessageResponse(reading: &body))
        case .query: self = .query(try Query(reading: &body))
        case .queryResponse where body.readableBytes == 0: self = .queryResponse(nil)
        case .queryResponse: self = .queryResponse(try QueryResponse(reading: &body))
        case .cancel: self = .cancel(try Cancel(reading: &body))
        case .cancelResponse: self = .cancelResponse
        case .replace: self = .replace(try Replace(reading: &body))
        case .replaceResponse: self = .replaceResponse
        case .alertNotification:
            self = .alertNotification(try AlertNotification(reading: &body))
        default: self = .unknown(command, body.slice())
        }
    }

    func write(into buffer: inout ByteBuffer) {
        switch self {
        case .submit(let body), .deliver(let body): body.write(into: &buffer)
        case .submitResponse(let body), .deliverResponse(let body), .dataResponse(let body):
            body.write(into: &buffer)
        case .bind(let body): body.write(into: &buffer)
        case .bindResponse(let body): body.write(into: &buffer)
        case .outbind(let body): body.write(into: &buffer)
        case .submitMulti(let body): body.write(into: &buffer)
        case .submitMultiResponse(let body): body.write(into: &buffer)
        case .data(let body): body.write(into: &buffer)
        case .query(let body): body.write(into: &buffer)
        case .queryResponse(let body): body?.write(into: &buffer)
        case .cancel(let body): body.write(into: &buffer)
        case .replace(let body): body.write(into: &buffer)
        case .alertNotification(let body): body.write(into: &buffer)
        case .unknown(_, let octets): buffer.writeImmutableBuffer(octets)
        case .unbind, .unbindResponse, .enquireLink, .enquireLinkResponse, .genericNack,
            .cancelResponse, .replaceResponse:
            break
        }
    }
}
