extension ClientSession {
    /// Opens the first connection at once; a second call changes nothing.
    public mutating func start(into actions: inout [SessionAction]) {
        switch state {
        case .disconnected:
            state = .connecting
            actions.append(.connect(after: .zero))
        case .connecting, .binding, .bound, .unbinding, .closing, .stopped:
            break
        }
    }

    public mutating func connected(at now: Duration, into actions: inout [SessionAction]) {
        switch state {
        case .connecting:
            connection &+= 1
            heartbeat = Heartbeat(interval: settings.enquireAfter, at: now)
            let sequence = window.nextSequence()
            state = .binding(sequence: sequence, deadline: now + settings.bindTimeout)
            actions.append(.write(PDU(.bind(settings.bind), sequence: sequence)))
        case .disconnected, .stopped:
            actions.append(.close)
        case .binding, .bound, .unbinding, .closing:
            preconditionFailure("a second connection for one bind")
        }
    }

    /// `random` spreads the retries of many links.
    public mutating func connectFailed(random: UInt64, into actions: inout [SessionAction]) {
        switch state {
        case .connecting:
            actions.append(.connect(after: backoff.next(random: random)))
        case .disconnected, .binding, .bound, .unbinding, .closing, .stopped:
            break
        }
    }

    /// The connection ended, whoever closed it; what was in flight is doubtful from here on.
    public mutating func disconnected(
        at now: Duration, random: UInt64, into actions: inout [SessionAction]
    ) {
        switch state {
        case .disconnected, .connecting, .stopped:
            break
        case .binding:
            retry(least: .zero, random: random, into: &actions)
        case .bound(let since):
            settle(since: since, at: now)
            lose(into: &actions)
            retry(least: .zero, random: random, into: &actions)
        case .closing(.retry(let least)):
            lose(into: &actions)
            retry(least: least, random: random, into: &actions)
        case .unbinding, .closing(.stop):
            lose(into: &actions)
            state = .stopped
            actions.append(.stopped)
        }
    }

    /// Does what is due at this moment; too early a call does nothing.
    public mutating func tick(at now: Duration, into actions: inout [SessionAction]) {
        congestion.tick(at: now)
        expire(at: now, into: &actions)
        switch state {
        case .disconnected, .connecting, .closing, .stopped:
            break
        case .binding(_, let deadline):
            if deadline <= now { close(then: .retry(least: .zero), into: &actions) }
        case .bound(let since):
            switch heartbeat.tick(at: now) {
            case .fine:
                break
            case .enquire:
                actions.append(.write(PDU(.enquireLink, sequence: window.nextSequence())))
            case .dead:
                settle(since: since, at: now)
                close(then: .retry(least: .zero), into: &actions)
            }
        case .unbinding(let sequence, let deadline):
            guard deadline <= now else { return drained(at: now, into: &actions) }
            if sequence == nil {
                actions.append(.write(PDU(.unbind, sequence: window.nextSequence())))
            }
            close(then: .stop, into: &actions)
        }
    }

    /// Ends for good: waits for the answers still due, unbinds and closes.
    public mutating func stop(at now: Duration, into actions: inout [SessionAction]) {
        switch state {
        case .disconnected:
            state = .stopped
            actions.append(.stopped)
        case .connecting:
            state = .stopped
            actions.append(.close)
            actions.append(.stopped)
        case .binding, .closing(.retry):
            close(then: .stop, into: &actions)
        case .bound:
            state = .unbinding(sequence: nil, deadline: now + settings.unbindTimeout)
            drained(at: now, into: &actions)
        case .unbinding, .closing(.stop), .stopped:
            break
        }
    }

    /// Asks the caller to close, once: a session that closes already only changes what follows.
    mutating func close(then next: Next, into actions: inout [SessionAction]) {
        switch state {
        case .closing:
            break
        case .disconnected, .connecting, .binding, .bound, .unbinding, .stopped:
            actions.append(.close)
        }
        state = .closing(then: next)
    }

    /// A bind that lasted is tried again soon, as one that carried something is.
    mutating func settle(since: Duration, at now: Duration) {
        if now - since >= settings.steadyAfter { backoff.worked() }
    }

    /// Sends the unbind once the last answer due has come or its deadline has passed.
    mutating func drained(at now: Duration, into actions: inout [SessionAction]) {
        switch state {
        case .unbinding(.none, _) where window.count == 0:
            let sequence = window.nextSequence()
            state = .unbinding(sequence: sequence, deadline: now + settings.unbindTimeout)
            actions.append(.write(PDU(.unbind, sequence: sequence)))
        case .disconnected, .connecting, .binding, .bound, .unbinding, .closing, .stopped:
            break
        }
    }

    private mutating func retry(
        least: Duration, random: UInt64, into actions: inout [SessionAction]
    ) {
        state = .connecting
        actions.append(.connect(after: max(least, backoff.next(random: random))))
    }

    private mutating func expire(at now: Duration, into actions: inout [SessionAction]) {
        var doubtful: [UInt64] = []
        while let request = window.expireOldest(at: now) {
            switch request.kind {
            case .message:
                doubtful.append(request.token)
            case .query:
                actions.append(.queried(QueryAnswer(token: request.token, outcome: .unanswered)))
            }
        }
        if !doubtful.isEmpty { actions.append(.doubtful(doubtful)) }
    }

    private mutating func lose(into actions: inout [SessionAction]) {
        var doubtful: [UInt64] = []
        window.removeAll { request in
            switch request.kind {
            case .message:
                doubtful.append(request.token)
            case .query:
                actions.append(.queried(QueryAnswer(token: request.token, outcome: .unanswered)))
            }
        }
        if !doubtful.isEmpty { actions.append(.doubtful(doubtful)) }
    }
}
