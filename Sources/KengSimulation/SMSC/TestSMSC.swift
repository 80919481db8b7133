internal import KengDomain
internal import NIOCore
package import SMPP

/// What the owner of a `TestSMSC` must do, in this order.
package enum SMSCAction: Sendable {
    case respond([PDU], on: Int)
    case deliver([Submission], on: Int)
    /// Ends the connection without a word.
    case drop(Int)
}

/// A provider's message centre for tests: decides what to answer, say and break, and counts.
///
/// It knows no clock and no socket; the same seed and the same events give the same answers.
package struct TestSMSC: Sendable {
    struct Link: Sendable {
        let account: Int
        let canReceive: Bool
        /// deliver_sm without an answer.
        var outstanding = 0
        /// Submits whose answer waits.
        var unanswered = 0
        var isCut = false
        /// To be cut with the next submits, or at this moment without any.
        var cutAt: Duration?
    }

    /// The name that links have bound with.
    struct Account: Sendable {
        /// Receipts that are due, by their place in the ledger.
        var due = CircularBuffer<Int>()
        var receivers: [Int] = []
    }

    struct Answer: Sendable {
        let connection: Int
        let sequence: UInt32
        let status: CommandStatus
        /// -1: nothing was accepted.
        let record: Int
    }

    enum Later: Sendable {
        /// By its place in the ledger.
        case receipt(Int)
        case inbound(SMSCInbound.Piece)
    }

    package let profile: SMSCProfile
    package internal(set) var counts = SMSCCounts()
    package internal(set) var ledger: SMSCLedger
    package internal(set) var acknowledgeTimes = LatencyTally()
    package internal(set) var replyTimes = LatencyTally()
    /// Of the first and the last submit that was accepted.
    private var acceptedFrom: Duration?
    private var acceptedUntil = Duration.zero

    var random: SeededGenerator
    var rate: RateMeter
    var links: [Int: Link] = [:]
    var accounts: [Account] = []
    var accountNumbers: [String: Int] = [:]
    var answers: DelayWheel<Answer>
    var later: DelayWheel<Later>
    var inbound: SMSCInbound
    var receiptWriter: SMSCReceiptWriter
    var nextDrop: Duration?
    private var dropAt: Int
    var isInboundNext = false

    /// - Parameter startedAt: Seconds since 1970 at the moment zero, for the dates in receipts.
    package init(_ profile: SMSCProfile, seed: UInt64, startedAt: Int64, keepsTexts: Bool = false) {
        self.profile = profile
        random = SeededGenerator(seed: seed)
        ledger = SMSCLedger(keepsTexts: keepsTexts)
        rate = RateMeter(limit: profile.rate)
        answers = DelayWheel(longest: profile.answerDelay + profile.answerSpread)
        later = DelayWheel(
            longest: max(Self.retryPause, profile.receiptDelay + profile.receiptSpread))
        inbound = SMSCInbound(profile)
        receiptWriter = SMSCReceiptWriter(profile, startedAt: startedAt)
        dropAt = profile.dropAt
    }

    /// From the first to the last submit that was accepted.
    package var seconds: Double {
        acceptedFrom.map { (acceptedUntil - $0) / .seconds(1) } ?? 0
    }

    /// Segments accepted in any second at most.
    package var fastestSecond: Int { rate.fastest }

    /// One-second windows that do not overlap, in which more was accepted than the rate allows.
    package var overspeedWindows: Int { rate.overspeedWindows }

    // MARK: - Binds

    package mutating func verdict(on bind: Bind) -> CommandStatus {
        if let systemID = profile.systemID, systemID != bind.systemID {
            counts.bindsRefused += 1
            return .invalidSystemID
        }
        if let password = profile.password, password != bind.password {
            counts.bindsRefused += 1
            return .invalidPassword
        }
        return .ok
    }

    package mutating func bound(
        _ bind: Bind, on connection: Int, at now: Duration, into actions: inout [SMSCAction]
    ) {
        counts.binds += 1
        let account: Int
        if let known = accountNumbers[bind.systemID] {
            account = known
        } else {
            account = accounts.count
            accounts.append(Account())
            accountNumbers[bind.systemID] = account
        }
        if links.isEmpty, profile.dropEvery > .zero { nextDrop = now + profile.dropEvery }
        let canReceive = bind.mode != .transmitter
        links[connection] = Link(account: account, canReceive: canReceive)
        if canReceive { accounts[account].receivers.append(connection) }
        pump(at: now, into: &actions)
    }

    package mutating func closed(_ connection: Int) {
        guard let link = links.removeValue(forKey: connection), link.canReceive else { return }
        accounts[link.account].receivers.removeAll { $0 == connection }
    }

    package mutating func malformed(_ count: Int) {
        counts.malformed += count
    }

    // MARK: - Requests

    /// What came in one burst; gives the answers that leave at once.
    package mutating func requested(
        _ requests: [PDU], on connection: Int, at now: Duration, into actions: inout [SMSCAction]
    ) -> [PDU] {
        guard var link = links[connection], !link.isCut else { return [] }
        rate.advance(to: now)
        counts.longestWindow = max(counts.longestWindow, link.unanswered + requests.count)
        var cut = link.cutAt == nil ? requests.count : number(below: requests.count + 1)
        var responses: [PDU] = []
        responses.reserveCapacity(requests.count)
        for (index, request) in requests.enumerated() {
            let answer: PDU
            var record = -1
            switch request.body {
            case .submit(let message):
                counts.submits += 1
                if counts.submits == dropAt {
                    dropAt = 0
                    link.cutAt = now
                    cut = min(cut, index)
                    arm(at: now)
                }
                // What comes after the cut was read or was still on its way, as chance has it.
                if index >= cut, random.next() & 1 == 0 {
                    counts.submits -= 1
                    continue
                }
                let waiting = link.unanswered + responses.count
                (answer, record) = submitted(
                    message, request.sequence, waiting: waiting, link.account, at: now)
            case .query(let query):
                answer = queried(query, request.sequence)
            default:
                counts.refused += 1
                answer = PDU(
                    request.body.command.emptyResponse ?? .genericNack,
                    sequence: request.sequence, status: .invalidCommandID)
            }
            if index >= cut {
                doubt(record)
            } else if profile.silentAfter > 0, record >= profile.silentAfter {
                link.unanswered += 1
                doubt(record)
            } else if isDelayed {
                link.unanswered += 1
                answers.insert(
                    Answer(
                        connection: connection, sequence: answer.sequence, status: answer.status,
                        record: record),
                    at: now + profile.answerDelay + chance(upTo: profile.answerSpread))
            } else {
                responses.append(answer)
            }
        }
        if link.cutAt != nil { self.cut(&link, connection, into: &actions) }
        links[connection] = link
        pump(at: now, into: &actions)
        // The owner writes what is returned before it does what is listed.
        guard profile.receiptsComeFirst, !responses.isEmpty else { return responses }
        actions.append(.respond(responses, on: connection))
        return []
    }

    private var isDelayed: Bool { profile.answerDelay > .zero || profile.answerSpread > .zero }

    private mutating func submitted(
        _ message: ShortMessage, _ sequence: UInt32, waiting: Int, _ account: Int, at now: Duration
    ) -> (PDU, record: Int) {
        let text = SMSCText(message)
        let status = judge(message, text, waiting: waiting)
        guard status == .ok else {
            return (PDU(.submitResponse(.absent), sequence: sequence, status: status), -1)
        }
        if acceptedFrom == nil { acceptedFrom = now }
        acceptedUntil = now
        counts.accepted += 1
        counts.segments += text.segments
        if text.isBad { counts.badTexts += 1 }
        rate.add(text.segments)
        let fate = fate(of: text)
        let record = ledger.add(message, text, account: UInt16(clamping: account), fate: fate)
        if ledger.records[record].marks.contains(.duplicate) { counts.duplicates += 1 }
        reply(to: message.destination.digits, at: now)
        if profile.receipts, message.registeredDelivery & 0x03 != 0 {
            let wait = profile.receiptDelay + chance(upTo: profile.receiptSpread)
            if wait > .zero {
                later.insert(.receipt(record), at: now + wait)
            } else {
                accounts[account].due.append(record)
            }
        }
        return (response(record, sequence), record)
    }

    private mutating func judge(
        _ message: ShortMessage, _ text: SMSCText, waiting: Int
    ) -> CommandStatus {
        if message.destination.digits.isEmpty {
            counts.refused += 1
            return .invalidDestination
        }
        if profile.window > 0, waiting >= profile.window {
            counts.throttled += 1
            return profile.windowStatus
        }
        let isTooFast = profile.rateManner == .throttle && !rate.hasRoom(for: text.segments)
        if isTooFast || happens(profile.throttledShare) {
            counts.throttled += 1
            return .throttled
        }
        return .ok
    }

    private mutating func fate(of text: SMSCText) -> MessageStatus {
        if profile.failingPart > 0, text.parts > 1, Int(text.part) == profile.failingPart {
            return .undeliverable
        }
        guard profile.undeliveredShare + profile.expiredShare > 0 else { return .delivered }
        let chance = random.fraction()
        if chance < profile.undeliveredShare { return .undeliverable }
        return chance < profile.undeliveredShare + profile.expiredShare ? .expired : .delivered
    }

    func response(_ record: Int, _ sequence: UInt32) -> PDU {
        // An id of ours is never too long.
        let body = try? MessageResponse(messageID: profile.ids.response(record))
        return PDU(.submitResponse(body ?? .absent), sequence: sequence)
    }

    private mutating func queried(_ query: Query, _ sequence: UInt32) -> PDU {
        guard let place = profile.ids.index(response: query.messageID),
            ledger.records.indices.contains(place)
        else {
            return PDU(.queryResponse(nil), sequence: sequence, status: .invalidMessageID)
        }
        let record = ledger.records[place]
        let state = record.marks.contains(.receiptSent) ? record.fate : .enroute
        // An id that was just read back is not too long.
        let body = try? QueryResponse(messageID: query.messageID, state: state.rawValue)
        return PDU(.queryResponse(body), sequence: sequence)
    }

    mutating func doubt(_ record: Int) {
        guard record >= 0 else { return }
        counts.doubtful += 1
        ledger.mark(record, .doubtful)
    }

    // MARK: - Chance

    private mutating func happens(_ share: Double) -> Bool {
        share > 0 && random.fraction() < share
    }

    private mutating func number(below limit: Int) -> Int {
        Int(random.fraction() * Double(limit))
    }

    private mutating func chance(upTo most: Duration) -> Duration {
        most > .zero ? most * random.fraction() : .zero
    }
}
