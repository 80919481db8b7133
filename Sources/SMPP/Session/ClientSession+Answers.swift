extension ClientSession {
    /// False when no submit has the sequence number.
    mutating func answered(
        _ sequence: UInt32, _ status: CommandStatus, _ response: MessageResponse,
        at now: Duration, into actions: inout [SessionAction]
    ) -> Bool {
        let inFlight = window.count
        guard let request = window.remove(sequence, kind: .message) else { return false }
        actions.append(
            .answered(
                SubmitAnswer(
                    token: request.token, status: status, messageID: response.messageID,
                    isLate: request.isLate)))
        if status == .ok { backoff.worked() }
        adjust(status, response.tlvs, epoch: request.epoch, inFlight: inFlight, at: now)
        switch state {
        case .bound(let since):
            if status == .incorrectBindStatus {
                settle(since: since, at: now)
                close(then: .retry(least: .zero), into: &actions)
            }
        case .unbinding:
            drained(at: now, into: &actions)
        case .disconnected, .connecting, .binding, .closing, .stopped:
            break
        }
        return true
    }

    mutating func queried(
        _ sequence: UInt32, _ status: CommandStatus, _ response: QueryResponse?,
        at now: Duration, into actions: inout [SessionAction]
    ) {
        guard let request = window.remove(sequence, kind: .query) else {
            unexpected += 1
            return
        }
        if !request.isLate {
            let outcome: QueryAnswer.Outcome
            if status != .ok {
                outcome = .refused(status)
            } else if let response {
                outcome = .state(response)
            } else {
                outcome = .unanswered
            }
            actions.append(.queried(QueryAnswer(token: request.token, outcome: outcome)))
        }
        drained(at: now, into: &actions)
    }

    mutating func bindAnswered(
        _ sequence: UInt32, _ status: CommandStatus, at now: Duration,
        into actions: inout [SessionAction]
    ) {
        guard case .binding(sequence, _) = state else {
            unexpected += 1
            return
        }
        switch status {
        case .ok:
            state = .bound(since: now)
            actions.append(.bound)
        case .invalidPassword, .invalidSystemID:
            state = .stopped
            actions.append(.close)
            actions.append(.fatal(status))
        case .alreadyBound:
            actions.append(.bindRefused(status))
            close(then: .retry(least: settings.alreadyBoundRetry), into: &actions)
        default:
            actions.append(.bindRefused(status))
            close(then: .retry(least: .zero), into: &actions)
        }
    }

    mutating func unbindAnswered(_ sequence: UInt32, into actions: inout [SessionAction]) {
        guard case .unbinding(.some(sequence), _) = state else {
            unexpected += 1
            return
        }
        close(then: .stop, into: &actions)
    }

    mutating func peerUnbinds(
        _ sequence: UInt32, at now: Duration, into actions: inout [SessionAction]
    ) {
        let response = PDU(.unbindResponse, sequence: sequence)
        switch state {
        case .disconnected, .connecting, .closing, .stopped:
            return
        case .binding:
            actions.append(.write(response))
            close(then: .retry(least: .zero), into: &actions)
        case .bound(let since):
            settle(since: since, at: now)
            actions.append(.write(response))
            close(then: .retry(least: .zero), into: &actions)
        case .unbinding:
            actions.append(.write(response))
            close(then: .stop, into: &actions)
        }
    }

    /// Lets the gateway's word on its load set how many submits may wait.
    private mutating func adjust(
        _ status: CommandStatus, _ tlvs: [TLV], epoch: UInt32, inFlight: Int, at now: Duration
    ) {
        let congestionState = tlvs.isEmpty ? 0 : tlvs.congestionState ?? 0
        switch status {
        case .throttled:
            congestion.throttled(epoch: epoch, inFlight: inFlight, at: now)
        case .messageQueueFull:
            congestion.hold(
                epoch: epoch, inFlight: inFlight, for: settings.queueFullPause, at: now)
        case .ok where congestionState < CongestionWindow.heavy:
            congestion.accepted(epoch: epoch)
        default:
            congestion.congested(congestionState, epoch: epoch, inFlight: inFlight)
        }
    }
}
