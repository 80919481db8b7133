extension ServerSession {
    /// Anything that came by the connection; `verdict` is asked about each bind.
    public mutating func received(
        _ frame: Frame, at now: Duration, verdict: (Bind) -> CommandStatus,
        into actions: inout [ServerAction]
    ) {
        if case .closed = state { return }
        heartbeat.heard(at: now)
        switch frame {
        case .pdu(let pdu):
            receive(pdu, verdict: verdict, into: &actions)
        case .malformed(let header, let problem):
            guard !header.command.isResponse else {
                unexpected += 1
                return
            }
            let answer = header.command.emptyResponse ?? .genericNack
            actions.append(
                .write(PDU(answer, sequence: header.sequence, status: problem.status)))
        }
    }

    /// The stream cannot be followed any further.
    public mutating func framingLost(into actions: inout [ServerAction]) {
        if case .closed = state { return }
        actions.append(
            .write(PDU(.genericNack, sequence: 0, status: .invalidCommandLength)))
        close(into: &actions)
    }

    private mutating func receive(
        _ pdu: PDU, verdict: (Bind) -> CommandStatus, into actions: inout [ServerAction]
    ) {
        switch pdu.body {
        case .bind(let bind):
            receive(bind, pdu.sequence, verdict: verdict, into: &actions)
        case .submit, .submitMulti, .data, .query, .cancel, .replace:
            receive(request: pdu, into: &actions)
        case .enquireLink:
            actions.append(.write(PDU(.enquireLinkResponse, sequence: pdu.sequence)))
        case .enquireLinkResponse:
            break
        case .unbind:
            actions.append(.write(PDU(.unbindResponse, sequence: pdu.sequence)))
            close(into: &actions)
        case .unbindResponse:
            guard case .unbinding(pdu.sequence, _) = state else {
                unexpected += 1
                return
            }
            close(into: &actions)
        case .deliverResponse, .genericNack:
            guard let request = window.remove(pdu.sequence) else {
                unexpected += 1
                return
            }
            actions.append(
                .delivered(
                    DeliverAnswer(
                        token: request.token, status: pdu.status, isLate: request.isLate)))
        case .bindResponse, .submitResponse, .submitMultiResponse, .dataResponse, .queryResponse,
            .cancelResponse, .replaceResponse:
            unexpected += 1
        case .outbind, .deliver, .alertNotification:
            refuse(pdu, .invalidCommandID, into: &actions)
        case .unknown(let command, _):
            if command.isResponse {
                unexpected += 1
            } else {
                refuse(pdu, .invalidCommandID, into: &actions)
            }
        }
    }

    private mutating func receive(
        _ bind: Bind, _ sequence: UInt32, verdict: (Bind) -> CommandStatus,
        into actions: inout [ServerAction]
    ) {
        let status: CommandStatus
        switch state {
        case .open: status = verdict(bind)
        case .bound, .unbinding: status = .alreadyBound
        case .closed: return
        }
        // A name too long to be sent is left out rather than refused.
        let named = try? BindResponse(mode: bind.mode, systemID: settings.systemID)
        let response = status == .ok ? named : nil
        actions.append(
            .write(
                PDU(
                    .bindResponse(response ?? BindResponse(absent: bind.mode)),
                    sequence: sequence, status: status)))
        if status == .ok {
            state = .bound(bind.mode)
            actions.append(.bound(bind))
        }
    }

    private mutating func receive(request pdu: PDU, into actions: inout [ServerAction]) {
        switch state {
        case .bound(.transmitter), .bound(.transceiver), .unbinding:
            actions.append(.request(pdu))
        case .open, .bound(.receiver):
            refuse(pdu, .incorrectBindStatus, into: &actions)
        case .closed:
            break
        }
    }

    private mutating func refuse(
        _ pdu: PDU, _ status: CommandStatus, into actions: inout [ServerAction]
    ) {
        let body = status == .invalidCommandID ? nil : pdu.body.command.emptyResponse
        actions.append(
            .write(PDU(body ?? .genericNack, sequence: pdu.sequence, status: status)))
    }
}

extension Command {
    /// The response without a body that refuses this request; nil when only generic_nack can.
    public var emptyResponse: Body? {
        switch self {
        case .bindReceiver: .bindResponse(BindResponse(absent: .receiver))
        case .bindTransmitter: .bindResponse(BindResponse(absent: .transmitter))
        case .bindTransceiver: .bindResponse(BindResponse(absent: .transceiver))
        case .submit: .submitResponse(.absent)
        case .submitMulti: .submitMultiResponse(.absent)
        case .data: .dataResponse(.absent)
        case .deliver: .deliverResponse(.empty)
        case .query: .queryResponse(nil)
        case .cancel: .cancelResponse
        case .replace: .replaceResponse
        case .enquireLink: .enquireLinkResponse
        case .unbind: .unbindResponse
        default: nil
        }
    }
}
