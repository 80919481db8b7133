internal import SMPP

extension TestSMSC {
    /// How long a link that is to be cut waits for submits to be cut in the middle of.
    private static let cutPatience = Duration.milliseconds(20)

    /// When `tick` must be called at the latest.
    package var nextDeadline: Duration? {
        var deadline = answers.next
        func consider(_ other: Duration?) {
            if let other { deadline = min(deadline ?? other, other) }
        }
        consider(later.next)
        if !links.isEmpty { consider(nextDrop) }
        for link in links.values where !link.isCut { consider(link.cutAt) }
        if accounts.contains(where: { !$0.receivers.isEmpty }) { consider(inbound.next) }
        return deadline
    }

    /// Does what is due at this moment.
    package mutating func tick(at now: Duration, into actions: inout [SMSCAction]) {
        rate.advance(to: now)
        answer(until: now, into: &actions)
        var due: [Later] = []
        later.take(until: now) { due.append($0) }
        for item in due {
            switch item {
            case .receipt(let place):
                accounts[Int(ledger.records[place].account)].due.append(place)
            case .inbound(let piece):
                inbound.putBack(piece)
            }
        }
        if let drop = nextDrop, drop <= now {
            arm(at: now + Self.cutPatience)
            // Where time stood still, what was missed is not made up for.
            nextDrop = max(drop, now) + profile.dropEvery
        }
        for (connection, link) in links where !link.isCut {
            guard let cutAt = link.cutAt, cutAt <= now else { continue }
            var link = link
            cut(&link, connection, into: &actions)
            links[connection] = link
        }
        pump(at: now, into: &actions)
    }

    /// All links are to be cut, each with its next submits or at this moment.
    mutating func arm(at moment: Duration) {
        for connection in links.keys where links[connection]?.cutAt == nil {
            links[connection]?.cutAt = moment
        }
    }

    mutating func cut(_ link: inout Link, _ connection: Int, into actions: inout [SMSCAction]) {
        link.isCut = true
        counts.linksCut += 1
        actions.append(.drop(connection))
    }

    /// The end: answers that still wait will never leave.
    package mutating func finish() {
        var records: [Int] = []
        answers.takeAll { records.append($0.record) }
        for record in records { doubt(record) }
        counts.texts = ledger.wholeTexts
    }

    /// What the SMSC still has to say, or has said without being answered.
    package var owed: Int {
        var owed = answers.count + later.count
        for account in accounts { owed += account.due.count }
        for link in links.values { owed += link.outstanding }
        return owed + inbound.remaining
    }

    private mutating func answer(until now: Duration, into actions: inout [SMSCAction]) {
        var due: [Answer] = []
        answers.take(until: now) { due.append($0) }
        var responses: [(connection: Int, pdus: [PDU])] = []
        for answer in due {
            guard links[answer.connection]?.isCut == false else {
                doubt(answer.record)
                continue
            }
            links[answer.connection]?.unanswered -= 1
            let pdu =
                answer.record >= 0
                ? response(answer.record, answer.sequence)
                : PDU(.submitResponse(.absent), sequence: answer.sequence, status: answer.status)
            // A handful of links at most: looking through them is quicker than hashing.
            if let index = responses.firstIndex(where: { $0.connection == answer.connection }) {
                responses[index].pdus.append(pdu)
            } else {
                responses.append((answer.connection, [pdu]))
            }
        }
        for (connection, pdus) in responses { actions.append(.respond(pdus, on: connection)) }
    }
}
