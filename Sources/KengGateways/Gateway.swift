package import KengDomain

/// A way out to one provider.
///
/// The engine hands over batches and hears, a little later, what became of each message.
///
/// A gateway never sends twice what it was given once, and never drops silently: each message it was given
/// has exactly one outcome.
package protocol Gateway: Sendable {
    /// The short name under which rows keep it: `sandbox`, `viettel-1`.
    var name: String { get }
    var channel: Channel { get }
    /// Segments it takes in any one second.
    var segmentsPerSecond: Int { get }
    /// Whether `lookUp` can tell what became of a message whose outcome was never heard.
    var canLookUp: Bool { get }
    /// Whether each receipt names the phone it is about; if not, its reference is all there is to find it by.
    var receiptsNamePhones: Bool { get }
    /// Rung when `outcomes` or `receive` has something, or `room` has grown.
    var bell: Bell { get }

    /// How many more texts it takes at `now`: no more than leave within about a quarter of a second, so that
    /// a pause is felt at once.
    func room(at now: Instant) async -> Int

    /// Takes a batch to be handed over: emergency before replies before bulk, else in order.
    func submit(_ batch: [OutboundText], at now: Instant) async

    /// What has become of messages since the last call, in the order it was heard; each comes once.
    func outcomes(at now: Instant) async -> [SubmitAnswer]

    /// What has arrived by `now` and was not acknowledged yet: at most `limit` events, oldest first.
    ///
    /// The same events come again until they are acknowledged, also after a restart.
    func receive(limit: Int, at now: Instant) async -> [InboundEvent]

    /// Tells the provider that these events are on our disk.
    func acknowledge(_ events: [InboundEvent.ID]) async

    /// Asks for messages that were handed over without an answer.
    func lookUp(_ messages: [Int64]) async -> [LookUp]

    /// The earliest moment at which `receive` will have something; nil when nothing is known.
    func nextEvent(after now: Instant) async -> Instant?
}

/// One text to one phone, ready to leave.
package struct OutboundText: Hashable, Sendable {
    /// The message row's id: the provider's copy of it makes look-ups and receipts possible.
    package let message: Int64
    package let phone: PhoneNumber
    package let text: String
    package let segments: Int
    package let language: Language
    package let lane: Lane
    /// The provider must not deliver after this moment.
    package let expires: Instant

    package init(
        message: Int64, phone: PhoneNumber, text: String, segments: Int, language: Language,
        lane: Lane = .bulk, expires: Instant
    ) {
        self.message = message
        self.phone = phone
        self.text = text
        self.segments = segments
        self.language = language
        self.lane = lane
        self.expires = expires
    }
}

/// What became of one message, told once.
package struct SubmitAnswer: Hashable, Sendable {
    package let message: Int64
    package let outcome: SubmitOutcome

    package init(message: Int64, outcome: SubmitOutcome) {
        self.message = message
        self.outcome = outcome
    }
}

/// The provider's answer to one hand-over.
package enum SubmitOutcome: Hashable, Sendable {
    /// Taken; one reference per segment, in order.
    case accepted(references: [String])
    /// Refused for good, with the provider's code.
    case rejected(code: String)
    /// Refused for now; try again after the pause.
    case temporary(code: String, after: Duration)
    /// Too fast; slow down, not an attempt.
    case throttled(after: Duration)
    /// No answer came: it may or may not have been taken.
    case unknown
}

/// Something a provider tells us unasked.
package struct InboundEvent: Hashable, Sendable {
    /// The provider's own name for the event; the same event has the same name for ever.
    package typealias ID = String

    package enum Content: Hashable, Sendable {
        /// A receipt for one segment, known by the reference that `submit` returned, and by the phone it went
        /// to where the provider says so.
        case receipt(reference: String, of: PhoneNumber?, status: ReceiptStatus, code: String)
        /// A text from a handset.
        case text(from: PhoneNumber, text: String)
    }

    package let id: ID
    package let at: Instant
    package let content: Content

    package init(id: ID, at: Instant, content: Content) {
        self.id = id
        self.at = at
        self.content = content
    }
}

/// What a provider knows of a message we are in doubt about.
package enum LookUp: Hashable, Sendable {
    case taken(references: [String])
    case neverSeen
    case cannotTell
}
