extension ClientSession {
    /// Anything that came by the connection, in the order it came.
    public mutating func received(
        _ frame: Frame, at now: Duration, into actions: inout [SessionAction]
    ) {
        switch state {
        case .disconnected, .connecting, .stopped:
            return
        case .binding, .bound, .unbinding, .closing:
            heartbeat.heard(at: now)
        }
        switch frame {
        case .pdu(let pdu):
            receive(pdu, at: now, into: &actions)
        case .malformed(let header, let problem):
            receive(malformed: header, problem, at: now, into: &actions)
        }
    }

    /// The stream cannot be followed any further: says so and comes back on a new connection.
    public mutating func framingLost(at now: Duration, into actions: inout [SessionAction]) {
        switch state {
        case .disconnected, .connecting, .stopped, .closing:
            return
        case .binding:
            nack(0, .invalidCommandLength, into: &actions)
            close(then: .retry(least: .zero), into: &actions)
        case .bound(let since):
            settle(since: since, at: now)
            nack(0, .invalidCommandLength, into: &actions)
            close(then: .retry(least: .zero), into: &actions)
        case .unbinding:
            nack(0, .invalidCommandLength, into: &actions)
            close(then: .stop, into: &actions)
        }
    }

    private mutating func receive(
        _ pdu: PDU, at now: Duration, into actions: inout [SessionAction]
    ) {
        switch pdu.body {
        case .submitResponse(let response):
            let isOurs = answered(pdu.sequence, pdu.status, response, at: now, into: &actions)
            if !isOurs { unexpected += 1 }
        case .queryResponse(let response):
            queried(pdu.sequence, pdu.status, response, at: now, into: &actions)
        case .genericNack:
            receive(nack: pdu.sequence, pdu.status, at: now, into: &actions)
        case .bindResponse:
            bindAnswered(pdu.sequence, pdu.status, at: now, into: &actions)
        case .unbindResponse:
            unbindAnswered(pdu.sequence, into: &actions)
        case .enquireLinkResponse:
            break
        case .enquireLink:
            reply(PDU(.enquireLinkResponse, sequence: pdu.sequence), into: &actions)
        case .unbind:
            peerUnbinds(pdu.sequence, at: now, into: &actions)
        case .deliver(let message):
            backoff.worked()
            inbound(.deliver(message), .deliver, pdu.sequence, into: &actions)
        case .data(let message):
            backoff.worked()
            inbound(.data(message), .data, pdu.sequence, into: &actions)
        case .alertNotification(let alert):
            inbound(.alert(alert), .alert, pdu.sequence, into: &actions)
        case .outbind, .deliverResponse, .dataResponse, .submitMultiResponse, .cancelResponse,
            .replaceResponse:
            unexpected += 1
        case .bind, .submit, .submitMulti, .query, .cancel, .replace:
            unexpected += 1
            nack(pdu.sequence, .invalidCommandID, into: &actions)
        case .unknown(let command, _):
            unexpected += 1
            if !command.isResponse { nack(pdu.sequence, .invalidCommandID, into: &actions) }
        }
    }

    /// The header still says what it was about, and for a refusal that is all there is to know.
    private mutating func receive(
        malformed header: Header, _ problem: DecodingProblem, at now: Duration,
        into actions: inout [SessionAction]
    ) {
        switch header.command {
        case .submitResponse where header.status == .ok:
            guard let request = window.remove(header.sequence, kind: .message) else {
                unexpected += 1
                return
            }
            if !request.isLate { actions.append(.doubtful([request.token])) }
            drained(at: now, into: &actions)
        case .submitResponse:
            receive(
                PDU(.submitResponse(.absent), sequence: header.sequence, status: header.status),
                at: now, into: &actions)
        case .queryResponse:
            queried(header.sequence, header.status, nil, at: now, into: &actions)
        case .bindReceiverResponse, .bindTransmitterResponse, .bindTransceiverResponse:
            bindAnswered(header.sequence, header.status, at: now, into: &actions)
        case .unbindResponse:
            unbindAnswered(header.sequence, into: &actions)
        case .deliver:
            reply(
                PDU(.deliverResponse(.empty), sequence: header.sequence, status: problem.status),
                into: &actions)
        case .data:
            reply(
                PDU(.dataResponse(.empty), sequence: header.sequence, status: problem.status),
                into: &actions)
        case let command where command.isResponse:
            unexpected += 1
        default:
            nack(header.sequence, problem.status, into: &actions)
        }
    }

    private mutating func receive(
        nack sequence: UInt32, _ status: CommandStatus, at now: Duration,
        into actions: inout [SessionAction]
    ) {
        if case .binding(sequence, _) = state {
            return bindAnswered(sequence, status, at: now, into: &actions)
        }
        if case .unbinding(.some(sequence), _) = state {
            return unbindAnswered(sequence, into: &actions)
        }
        let refusal = status == .ok ? CommandStatus.unknownError : status
        let isSubmit = answered(sequence, refusal, .absent, at: now, into: &actions)
        if !isSubmit { queried(sequence, refusal, nil, at: now, into: &actions) }
    }

    private mutating func inbound(
        _ message: Inbound.Message, _ kind: Inbound.ID.Kind, _ sequence: UInt32,
        into actions: inout [SessionAction]
    ) {
        let id = Inbound.ID(connection: connection, sequence: sequence, kind: kind)
        switch state {
        case .disconnected, .connecting, .closing, .stopped:
            return
        case .binding:
            refuse(id, .temporaryReceiverError, into: &actions)
        case .bound, .unbinding:
            guard settings.bind.mode != .transmitter else {
                unexpected += 1
                return refuse(id, .incorrectBindStatus, into: &actions)
            }
            actions.append(.inbound(Inbound(id: id, message: message)))
        }
    }

    private func refuse(
        _ id: Inbound.ID, _ status: CommandStatus, into actions: inout [SessionAction]
    ) {
        switch id.kind {
        case .deliver:
            actions.append(
                .write(PDU(.deliverResponse(.empty), sequence: id.sequence, status: status)))
        case .data:
            actions.append(
                .write(PDU(.dataResponse(.empty), sequence: id.sequence, status: status)))
        case .alert:
            break
        }
    }

    private func nack(
        _ sequence: UInt32, _ status: CommandStatus, into actions: inout [SessionAction]
    ) {
        reply(PDU(.genericNack, sequence: sequence, status: status), into: &actions)
    }

    /// Writes, unless the connection is being closed.
    private func reply(_ pdu: PDU, into actions: inout [SessionAction]) {
        switch state {
        case .disconnected, .connecting, .closing, .stopped:
            break
        case .binding, .bound, .unbinding:
            actions.append(.write(pdu))
        }
    }
}
