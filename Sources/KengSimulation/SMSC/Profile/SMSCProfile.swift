package import SMPP

/// How a test SMSC behaves; without a change it takes everything at once and says nothing more.
package struct SMSCProfile: Hashable, Sendable {
    /// Who may bind; nil: anybody.
    package var systemID: String?
    package var password: String?

    // Answers to submit_sm.
    package var answerDelay = Duration.zero
    /// Added to the delay by chance, up to this: answers then come in any order.
    package var answerSpread = Duration.zero
    /// Unanswered submits of one connection at most; 0: any number.
    package var window = 0
    package var windowStatus = CommandStatus.throttled
    /// Segments allowed in a second; 0: any number.
    package var rate = 0
    package var rateManner = RateManner.throttle
    /// Of this share of submits nothing is taken, whatever the rate.
    package var throttledShare = 0.0
    /// Every link is cut once in this time; zero: never.
    package var dropEvery = Duration.zero
    /// All links are cut at this submit, once; 0: never.
    package var dropAt = 0
    /// After so many accepted messages no submit is answered any more; 0: never.
    package var silentAfter = 0
    package var ids = SMSCIdentifiers.same

    // Receipts.
    package var receipts = false
    package var undeliveredShare = 0.0
    package var expiredShare = 0.0
    /// This part of each long message is not delivered; 0: none.
    package var failingPart = 0
    package var receiptDelay = Duration.zero
    package var receiptSpread = Duration.zero
    package var receiptForm = ReceiptForm.both
    /// Receipts have esm_class 0, so only their text tells what they are.
    package var receiptsArePlain = false
    /// A receipt leaves before the response that names its message.
    package var receiptsComeFirst = false

    // Texts of people (MO).
    package var inboundCount = 0
    /// A second; 0: as fast as the window allows.
    package var inboundRate = 0
    /// Each so many-th text is a long one; 0: none.
    package var inboundLongEvery = 0
    package var inboundParts = InboundParts.udh
    package var inboundTo = "8114"
    /// Phones are this and seven digits that count up.
    package var inboundFrom = "8490"
    /// Instead of the three texts in three languages.
    package var inboundText: String?

    /// Unanswered deliver_sm of one connection at most.
    package var deliverWindow = 64

    package init() {}

    package enum RateManner: String, Hashable, Sendable, CaseIterable {
        /// What is above the rate in a whole second of the clock is refused.
        case throttle
        /// All is taken; only the windows above the rate are counted.
        case count
    }

    package enum ReceiptForm: String, Hashable, Sendable, CaseIterable {
        case text, tlv, both
    }

    /// How a long text comes in parts.
    package enum InboundParts: String, Hashable, Sendable, CaseIterable {
        /// A user data header with a reference of 8 bits, or of 16.
        case udh, udh16
        /// `sar_*` parameters.
        case sar
        /// Whole, in message_payload.
        case payload
    }
}

extension SMSCProfile {
    /// The profiles that have a name, the mildest first.
    package static let names = ["plain", "receipts", "slow-20ms", "cruel"]

    /// Nil for a name that is none of `names`.
    package init?(named name: String) {
        self.init()
        switch name {
        case "plain":
            break
        case "receipts":
            receipts = true
            // So that what is measured is the one who merges them.
            deliverWindow = 2_000
        case "slow-20ms":
            answerDelay = .milliseconds(20)
            receipts = true
            receiptDelay = .milliseconds(100)
        case "cruel":
            answerDelay = .milliseconds(2)
            answerSpread = .milliseconds(20)
            throttledShare = 0.05
            dropEvery = .seconds(3)
            receipts = true
            undeliveredShare = 0.04
            expiredShare = 0.02
            receiptSpread = .milliseconds(2_000)
            ids = .hexResponse
        default:
            return nil
        }
    }
}
