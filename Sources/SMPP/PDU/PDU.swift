public import NIOCore

/// One message of the protocol.
public struct PDU: Hashable, Sendable {
    public var status: CommandStatus
    /// 1 to 0x7FFFFFFF for a request; a response repeats that of its request.
    public var sequence: UInt32
    public var body: Body

    public init(_ body: Body, sequence: UInt32, status: CommandStatus = .ok) {
        self.status = status
        self.sequence = sequence
        self.body = body
    }
}

extension PDU: CustomStringConvertible {
    /// Safe for logs: command, sequence number and status.
    public var description: String {
        status == .ok ? "\(body.command) #\(sequence)" : "\(body.command) #\(sequence) \(status)"
    }
}

/// What a PDU says, one case a command; what 3.4 does not name is kept as it came.
public enum Body: Hashable, Sendable {
    case bind(Bind)
    case bindResponse(BindResponse)
    case outbind(Outbind)
    case unbind
    case unbindResponse
    case enquireLink
    case enquireLinkResponse
    case genericNack
    case submit(ShortMessage)
    case submitResponse(MessageResponse)
    case deliver(ShortMessage)
    case deliverResponse(MessageResponse)
    case submitMulti(SubmitMulti)
    case submitMultiResponse(SubmitMultiResponse)
    case data(DataMessage)
    case dataResponse(MessageResponse)
    case query(Query)
    /// Nil when the response had no body.
    case queryResponse(QueryResponse?)
    case cancel(Cancel)
    case cancelResponse
    case replace(Replace)
    case replaceResponse
    case alertNotification(AlertNotification)
    case unknown(Command, ByteBuffer)
}

extension Body {
    public var command: Command {
        switch self {
        case .bind(let bind): bind.mode.command
        case .bindResponse(let response): response.mode.command.response
        case .outbind: .outbind
        case .unbind: .unbind
        case .unbindResponse: .unbindResponse
        case .enquireLink: .enquireLink
        case .enquireLinkResponse: .enquireLinkResponse
        case .genericNack: .genericNack
        case .submit: .submit
        case .submitResponse: .submitResponse
        case .deliver: .deliver
        case .deliverResponse: .deliverResponse
        case .submitMulti: .submitMulti
        case .submitMultiResponse: .submitMultiResponse
        case .data: .data
        case .dataResponse: .dataResponse
        case .query: .query
        case .queryResponse: .queryResponse
        case .cancel: .cancel
        case .cancelResponse: .cancelResponse
        case .replace: .replace
        case .replaceResponse: .replaceResponse
        case .alertNotification: .alertNotification
        case .unknown(let command, _): command
        }
    }

    /// The optional parameters in the order they came; commands without a body have none.
    public var tlvs: [TLV] {
        switch self {
        case .bind(let body): body.tlvs
        case .bindResponse(let body): body.tlvs
        case .outbind(let body): body.tlvs
        case .submit(let body), .deliver(let body): body.tlvs
        case .submitResponse(let body), .deliverResponse(let body), .dataResponse(let body):
            body.tlvs
        case .submitMulti(let body): body.tlvs
        case .submitMultiResponse(let body): body.tlvs
        case .data(let body): body.tlvs
        case .query(let body): body.tlvs
        case .queryResponse(let body): body?.tlvs ?? []
        case .cancel(let body): body.tlvs
        case .replace(let body): body.tlvs
        case .alertNotification(let body): body.tlvs
        case .unbind, .unbindResponse, .enquireLink, .enquireLinkResponse, .genericNack,
            .cancelResponse, .replaceResponse, .unknown:
            []
        }
    }
}

extension Body: CustomStringConvertible {
    /// Safe for logs: the name of the command only.
    public var description: String { command.description }
}
