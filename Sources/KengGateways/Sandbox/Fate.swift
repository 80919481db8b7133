import Foundation
import KengDomain

/// What the network does with one message: the same for the same seed, phone, text and turn, whatever else is sent.
struct Fate: Hashable {
    enum Verdict: Hashable {
        case accepted
        case rejected(code: String)
        /// Not taken, and nobody says so.
        case lost
        /// Taken, and nobody says so.
        case answerLost
    }

    let throttles: Int
    let temporaries: Int
    let verdict: Verdict

    /// - Parameter turn: how many messages with this text went to this phone before.
    init(_ settings: SandboxSettings, phone: PhoneNumber, textHash: UInt64, turn: Int) {
        var chance = Chance.handOver.numbers(
            seed: settings.seed, UInt64(bitPattern: phone.number), textHash, UInt64(turn))
        let network = settings.network
        throttles = chance.happens(network.throttled) ? Int.random(in: 1...3, using: &chance) : 0
        temporaries = chance.happens(network.temporary) ? Int.random(in: 1...2, using: &chance) : 0
        var place = chance.fraction()
        func takes(_ share: Double) -> Bool {
            place -= share
            return place < 0
        }
        if takes(network.rejected) {
            verdict = .rejected(code: chance.happens(0.7) ? "INVALID_NUMBER" : "BLOCKED_CONTENT")
        } else if takes(network.lost) {
            verdict = .lost
        } else if takes(network.answerLost) {
            verdict = .answerLost
        } else {
            verdict = .accepted
        }
    }
}

/// What becomes of a message that was taken: when it is on the handset, and which receipts come.
struct Delivery {
    struct Receipt {
        let at: Instant
        let segment: Int
        let status: ReceiptStatus
        let code: String
    }

    /// Nil when the handset never shows it.
    let arrives: Instant?
    let receipts: [Receipt]

    /// - Parameter copy: 0 for the first taking, 1 for the second of the same message, and so on.
    init(
        _ settings: SandboxSettings, _ text: OutboundText, textHash: UInt64, turn: Int, copy: Int,
        taken now: Instant
    ) {
        var chance = Chance.delivery.numbers(
            seed: settings.seed, UInt64(bitPattern: text.phone.number), textHash,
            UInt64(turn) << 16 | UInt64(copy))
        let network = settings.network
        let isSlow = chance.happens(0.02)
        let travel = Duration.seconds(1) + chance.wait(mean: isSlow ? .seconds(300) : .seconds(3))
        var place = chance.fraction()
        func takes(_ share: Double) -> Bool {
            place -= share
            return place < 0
        }
        let status: ReceiptStatus
        let code: String
        var end = now + travel
        if takes(network.undelivered) {
            (status, code) = (.failed, "ABSENT_SUBSCRIBER")
        } else if takes(network.expired) || end > text.expires {
            (status, code) = (.expired, "EXPIRED")
            end = max(text.expires, now)
        } else {
            (status, code) = (.delivered, "")
        }
        arrives = status == .delivered ? end : nil
        var receipts: [Receipt] = []
        let isLost = chance.happens(network.receiptLost)
        for segment in 0..<max(1, text.segments) {
            let isEarly = chance.happens(network.earlyReceipts)
            let isReordered = chance.happens(network.reorderedReceipts)
            let isRepeated = chance.happens(network.duplicateReceipts)
            let delay = chance.wait(mean: .seconds(2))
            let at = isEarly && status == .delivered ? now : end + delay
            guard !isLost || status != .delivered else { continue }
            if isReordered {
                receipts.append(
                    Receipt(
                        at: at + .seconds(5), segment: segment, status: .enroute, code: ""))
            }
            receipts.append(Receipt(at: at, segment: segment, status: status, code: code))
            if isRepeated {
                receipts.append(
                    Receipt(
                        at: at + .seconds(30), segment: segment, status: status, code: code))
            }
        }
        self.receipts = receipts
    }
}

/// The natural logarithm; kept here so that only this file needs the C library for it.
func logarithm(_ value: Double) -> Double { log(value) }
