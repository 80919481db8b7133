import NIOCore

extension Body {
    /// Bytes after the last field are dropped where SMPP 3.4 allows no TLVs; later versions add some.
    init(_ command: Command, _ bytes: ByteBuffer) throws(FieldProblem) {
        var reader = FieldReader(bytes)
        self =
            switch command {
            case .bindReceiver: .bind(try Bind(.receiver, from: &reader))
            case .bindTransmitter: .bind(try Bind(.transmitter, from: &reader))
            case .bindTransceiver: .bind(try Bind(.transceiver, from: &reader))
            case .bindReceiverResponse:
                .bindResponse(try BindResponse(.receiver, from: &reader))
            case .bindTransmitterResponse:
                .bindResponse(try BindResponse(.transmitter, from: &reader))
            case .bindTransceiverResponse:
                .bindResponse(try BindResponse(.transceiver, from: &reader))
            case .outbind: .outbind(try Outbind(from: &reader))
            case .unbind: .unbind
            case .unbindResponse: .unbindResponse
            case .enquireLink: .enquireLink
            case .enquireLinkResponse: .enquireLinkResponse
            case .genericNack: .genericNack
            case .submit: .submit(try ShortMessage(from: &reader))
            case .submitResponse: .submitResponse(try MessageResponse(from: &reader))
            case .deliver: .deliver(try ShortMessage(from: &reader))
            case .deliverResponse: .deliverResponse(try MessageResponse(from: &reader))
            case .submitMulti: .submitMulti(try SubmitMulti(from: &reader))
            case .submitMultiResponse:
                .submitMultiResponse(try SubmitMultiResponse(from: &reader))
            case .data: .data(try DataMessage(from: &reader))
            case .dataResponse: .dataResponse(try MessageResponse(from: &reader))
            case .query: .query(try Query(from: &reader))
            case .queryResponse: .queryResponse(try QueryResponse(from: &reader))
            case .cancel: .cancel(try Cancel(from: &reader))
            case .cancelResponse: .cancelResponse
            case .replace: .replace(try Replace(from: &reader))
            case .replaceResponse: .replaceResponse
            case .alertNotification: .alertNotification(try AlertNotification(from: &reader))
            default: .unknown(command, bytes)
            }
    }
}
