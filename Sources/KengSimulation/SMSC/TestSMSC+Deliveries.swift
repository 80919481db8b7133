internal import NIOCore
package import SMPP

/// Receipts and texts of people: what is due goes to any link of the account that can receive.
extension TestSMSC {
    static let retryPause = Duration.seconds(1)
    /// Tokens of texts of people have this bit; those of receipts are places in the ledger.
    private static let inboundBit: UInt64 = 1 << 63

    /// Fills the windows of the receivers.
    mutating func pump(at now: Duration, into actions: inout [SMSCAction]) {
        for account in accounts.indices where !accounts[account].receivers.isEmpty {
            // Each time another link comes first.
            let first = accounts[account].receivers.removeFirst()
            accounts[account].receivers.append(first)
            for connection in accounts[account].receivers {
                guard var link = links[connection], !link.isCut else { continue }
                var batch: [Submission] = []
                while link.outstanding < profile.deliverWindow,
                    let submission = next(account, at: now)
                {
                    batch.append(submission)
                    link.outstanding += 1
                }
                guard !batch.isEmpty else { continue }
                links[connection] = link
                actions.append(.deliver(batch, on: connection))
            }
        }
    }

    private mutating func next(_ account: Int, at now: Duration) -> Submission? {
        // By turns, so that neither kind waits for the end of the other.
        isInboundNext.toggle()
        if isInboundNext, let text = nextInbound(at: now) { return text }
        if let receipt = nextReceipt(account, at: now) { return receipt }
        return isInboundNext ? nil : nextInbound(at: now)
    }

    private mutating func nextReceipt(_ account: Int, at now: Duration) -> Submission? {
        while let place = accounts[account].due.popFirst() {
            let record = ledger.records[place]
            guard
                let message = receiptWriter.message(
                    for: record, to: ledger.source(of: record),
                    id: profile.ids.receipt(place), at: now)
            else { continue }
            if record.marks.contains(.receiptSent) {
                counts.receiptsSentAgain += 1
            } else {
                counts.receiptsSent += 1
                ledger.mark(place, .receiptSent)
            }
            return Submission(token: UInt64(place), message: message)
        }
        return nil
    }

    private mutating func nextInbound(at now: Duration) -> Submission? {
        guard let (piece, isAgain) = inbound.take(at: now),
            let message = inbound.message(piece)
        else { return nil }
        if isAgain { counts.inboundSentAgain += 1 } else { counts.inboundSent += 1 }
        return Submission(token: Self.inboundBit | piece.token, message: message)
    }

    // MARK: - Answers

    package mutating func delivered(
        _ answers: [DeliverAnswer], on connection: Int, at now: Duration,
        into actions: inout [SMSCAction]
    ) {
        var link = links[connection]
        for answer in answers {
            // A late one has left the window before.
            if !answer.isLate { link?.outstanding -= 1 }
            if answer.token & Self.inboundBit != 0 {
                answered(.init(token: answer.token & ~Self.inboundBit), answer.status, at: now)
            } else {
                answered(receipt: Int(answer.token), answer.status, at: now)
            }
        }
        links[connection] = link
        pump(at: now, into: &actions)
    }

    /// Sent, and nobody knows whether it arrived: it is sent again, by what link there is then.
    package mutating func doubtful(_ tokens: [UInt64], on connection: Int, at now: Duration) {
        links[connection]?.outstanding -= tokens.count
        for token in tokens {
            let item: Later =
                token & Self.inboundBit != 0
                ? .inbound(.init(token: token & ~Self.inboundBit)) : .receipt(Int(token))
            later.insert(item, at: now + Self.retryPause)
        }
    }

    /// The connection was gone before these could leave.
    package mutating func lost(_ tokens: [UInt64], on connection: Int, at now: Duration) {
        links[connection]?.isCut = true
        doubtful(tokens, on: connection, at: now)
    }

    private mutating func answered(
        receipt place: Int, _ status: CommandStatus, at now: Duration
    ) {
        guard ledger.records[place].marks.isDisjoint(with: [.receiptAcknowledged, .receiptRefused])
        else { return }
        switch Verdict(status) {
        case .taken:
            counts.receiptsAcknowledged += 1
            ledger.mark(place, .receiptAcknowledged)
        case .later:
            later.insert(.receipt(place), at: now + Self.retryPause)
        case .never:
            counts.receiptsRefused += 1
            ledger.mark(place, .receiptRefused)
        }
    }

    private mutating func answered(
        _ piece: SMSCInbound.Piece, _ status: CommandStatus, at now: Duration
    ) {
        guard let sentAt = inbound.answered(piece) else { return }
        switch Verdict(status) {
        case .taken:
            counts.inboundAcknowledged += 1
            acknowledgeTimes.add(now - sentAt)
        case .later:
            later.insert(.inbound(piece), at: now + Self.retryPause)
        case .never:
            counts.inboundRefused += 1
        }
    }

    /// A text to somebody; the first after one of theirs is the reply to it.
    mutating func reply(to phone: String, at now: Duration) {
        guard let since = inbound.reply(to: phone) else { return }
        counts.replies += 1
        replyTimes.add(now - since)
    }

    private enum Verdict {
        case taken, later, never

        init(_ status: CommandStatus) {
            switch status {
            case .ok: self = .taken
            case .systemError, .messageQueueFull, .throttled, .temporaryReceiverError: self = .later
            default: self = .never
            }
        }
    }
}
