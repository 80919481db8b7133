public import NIOCore

/// One protocol data unit, the header's length left out: it follows from the body.
public struct PDU: Hashable, Sendable {
    /// `ok` in requests.
    public var status: CommandStatus
    /// 1 to 0x7FFFFFFF; a response carries its request's.
    public var sequence: UInt32
    public var body: Body

    public init(status: CommandStatus = .ok, sequence: UInt32, _ body: Body) {
        self.status = status
        self.sequence = sequence
        self.body = body
    }
}

/// What a PDU says.
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
    case queryResponse(QueryResponse)
    case cancel(Cancel)
    case cancelResponse
    case replace(Replace)
    case replaceResponse
    case alertNotification(AlertNotification)
    /// A command this codec has no case for, with its body as it came.
    case unknown(Command, ByteBuffer)

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
}
