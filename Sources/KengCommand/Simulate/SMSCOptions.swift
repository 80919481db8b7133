import ArgumentParser
import KengSimulation

/// What a profile can say, an option each; a time is written `20ms` or `5s`, a share `5%`.
struct SMSCOptions: ParsableArguments {
    @Option(help: "The only name that may bind. Without it: any.") var systemID: String?
    @Option(help: "The only password that may bind. Without it: any.") var password: String?

    @Option(help: "Answer each submit after this time.") var answerDelay: String?
    @Option(help: "Up to this later, by chance: answers in any order.") var answerSpread: String?
    @Option(help: "Unanswered submits on a link; what is above is refused.") var window: String?
    @Option(help: "How: throttled (0x58) or queue-full (0x14).") var windowStatus: String?
    @Option(help: "Segments taken in a second; the others are throttled.") var rate: String?
    @Option(help: "Above the rate: throttle, or count and take all the same.")
    var rateManner: String?
    @Option(help: "The share of submits throttled by chance.") var throttled: String?
    @Option(help: "Cut all links once in this time.") var dropEvery: String?
    @Option(help: "Cut all links at this submit, once.") var dropAt: String?
    @Option(help: "Answer no submit any more after so many messages.") var silentAfter: String?
    @Option(help: "Ids in response and receipt: same, case, padded, hex-response, hex-receipt.")
    var ids: String?

    @Option(help: "Receipts for who asks: none or all.") var receipts: String?
    @Option(help: "The share of them that says UNDELIV.") var undelivered: String?
    @Option(help: "The share of them that says EXPIRED.") var expired: String?
    @Option(help: "This part of each long text is UNDELIV.") var failingPart: String?
    @Option(help: "Receipts come after this time.") var receiptDelay: String?
    @Option(help: "Up to this later, by chance: receipts in any order.")
    var receiptSpread: String?
    @Option(help: "What they are written as: text, tlv or both.") var receiptForm: String?
    @Option(help: "Their esm_class: 4 or 0.") var receiptClass: String?
    @Option(help: "A receipt after its response, or before.") var receiptOrder: String?

    @Option(help: "Texts of people to send.") var moCount: String?
    @Option(help: "So many a second; 0: as fast as the window allows.") var moRate: String?
    @Option(help: "Each so many-th is a long one.") var moLongEvery: String?
    @Option(help: "A long one comes as udh, udh16, sar or payload.") var moParts: String?
    @Option(help: "The number they are sent to.") var moTo: String?
    @Option(help: "The first digits of their phones; seven more count up.") var moFrom: String?
    @Option(help: "The text, instead of three in three languages.") var moText: String?
    @Option(help: "Unanswered deliver_sm on a link.") var deliverWindow: String?

    /// Over a profile: what was typed wins.
    func apply(to profile: inout SMSCProfile) throws(SMSCProfile.Problem) {
        for key in SMSCProfile.Key.allCases {
            if let text = text(of: key) { try profile.set(key, to: text) }
        }
    }

    private func text(of key: SMSCProfile.Key) -> String? {
        switch key {
        case .systemID: systemID
        case .password: password
        case .answerDelay: answerDelay
        case .answerSpread: answerSpread
        case .window: window
        case .windowStatus: windowStatus
        case .rate: rate
        case .rateManner: rateManner
        case .throttled: throttled
        case .dropEvery: dropEvery
        case .dropAt: dropAt
        case .silentAfter: silentAfter
        case .ids: ids
        case .receipts: receipts
        case .undelivered: undelivered
        case .expired: expired
        case .failingPart: failingPart
        case .receiptDelay: receiptDelay
        case .receiptSpread: receiptSpread
        case .receiptForm: receiptForm
        case .receiptClass: receiptClass
        case .receiptOrder: receiptOrder
        case .inboundCount: moCount
        case .inboundRate: moRate
        case .inboundLongEvery: moLongEvery
        case .inboundParts: moParts
        case .inboundTo: moTo
        case .inboundFrom: moFrom
        case .inboundText: moText
        case .deliverWindow: deliverWindow
        }
    }
}

extension SMSCProfile.Problem {
    /// As the person who typed it or wrote the file needs it.
    func complaint(in place: String) -> Complaint {
        switch self {
        case .unknownKey(let word):
            let known = SMSCProfile.Key.allCases.map(\.rawValue)
            let guess = Spelling.nearest(to: word, among: known)
            return Complaint(
                .badData, "\(place): “\(word)” is nothing a profile can say.",
                "It can say \(known.joined(separator: ", ")).",
                guess.map { "Did you mean “\($0)”?" } ?? "Remove the line.")
        case .value(let key, let text, let expected):
            return Complaint(
                .badData, "\(place): “\(text)” does not fit “\(key.rawValue)”.",
                "What fits: \(expected).", "keng simulate smsc --help")
        case .notKeysAndValues(let why):
            return Complaint(
                .badData, "\(place) is no profile.",
                "A profile is lines such as “answer-delay: 20ms”. The reader says: \(why)",
                "keng simulate smsc --help")
        }
    }
}
