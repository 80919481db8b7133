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

    /// What became of these is on disk.
    func settled(_ messages: [Int64]) async

    /// Asks for messages that were handed over without an answer.
    func lookUp(_ messages: [Int64]) async -> [LookUp]

    /// The earliest moment at which `receive` will have something; nil when nothing is known.
    func nextEvent(after now: Instant) async -> Instant?

    /// Another limit than `segmentsPerSecond` from now on: this program's part of it.
    func allow(segmentsPerSecond: Int) async

    /// Opens what is to be open; called once, before anything else.
    func start() async throws
    /// Tells which texts an earlier run kept right before it died: the provider may not know that, and send
    /// them again.
    func recall(_ texts: [InboundEvent.ID], at now: Instant) async
    /// Takes nothing more, waits for what is on its way and closes; `outcomes` then has the rest.
    func stop() async
    /// Reads a text that came in parts; nil when the octets are no text.
    func text(of octets: [UInt8], coding: UInt8) -> String?
    /// What a person who runs this should know, once each, in English; never a phone number or a text.
    func notices() -> [GatewayNotice]
}

/// Gateways that open nothing.
extension Gateway {
    package func start() async throws {}
    package func allow(segmentsPerSecond: Int) async {}
    package func settled(_ messages: [Int64]) async {}
    package func recall(_ texts: [InboundEvent.ID], at now: Instant) async {}
    package func stop() async {}
    package func text(of octets: [UInt8], coding: UInt8) -> String? { nil }
    package func notices() -> [GatewayNotice] { [] }
}

/// Something about the way out that a person should know.
package struct GatewayNotice: Hashable, Sendable {
    package enum Weight: Hashable, Sendable {
        case notice, warning, error
    }

    package let weight: Weight
    package let text: String

    package init(_ weight: Weight, _ text: String) {
        self.weight = weight
        self.text = text
    }
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
    /// How often it was tried and refused for a while before.
    package let attempt: Int
    /// The provider must not deliver after this moment.
    package let expires: Instant

    package init(
        message: Int64, phone: PhoneNumber, text: String, segments: Int, language: Language,
        lane: Lane = .bulk, attempt: Int = 0, expires: Instant
    ) {
        self.message = message
        self.phone = phone
        self.text = text
        self.segments = segments
        self.language = language
        self.lane = lane
        self.attempt = attempt
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
    /// Refused for what the account or the settings are: nothing of its campaign passes until a person has put
    /// that right. Not an attempt.
    case barred(code: String)
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
        /// One part of a longer text from a handset; the parts come in any order, or never.
        case part(from: PhoneNumber, TextPart)
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

/// One part of a text that a handset cut; `Gateway.text` reads the octets of all parts together.
package struct TextPart: Hashable, Sendable {
    package struct Place: Hashable, Sendable {
        /// The handset's number for the whole text.
        package let reference: Int
        package let total: Int
        /// From 1.
        package let number: Int

        /// Nil for a number outside 1...total.
        package init?(reference: Int, total: Int, number: Int) {
            guard number >= 1, number <= total, total <= 255 else { return nil }
            self.reference = reference
            self.total = total
            self.number = number
        }
    }

    package let place: Place
    package let octets: [UInt8]
    /// The provider's word for what the octets are.
    package let coding: UInt8

    package init(place: Place, octets: [UInt8], coding: UInt8) {
        self.place = place
        self.octets = octets
        self.coding = coding
    }
}

/// What a provider knows of a message we are in doubt about.
package enum LookUp: Hashable, Sendable {
    case taken(references: [String])
    case neverSeen
    case cannotTell
}
