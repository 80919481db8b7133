package import KengDomain
package import KengText
package import SMPP

/// One provider as its contract describes it.
package struct SMPPSettings: Sendable {
    /// The short name under which rows keep it.
    package var name: String
    /// The links to open; each is one bind.
    package var links: [LinkSettings]
    /// Segments that the provider takes in any one second.
    package var segmentsPerSecond: Int
    /// The brand name or short code that handsets show.
    package var source: Address
    package var destinationTON: UInt8 = 1
    package var destinationNPI: UInt8 = 1
    package var serviceType = ""
    /// What the provider takes the octets of data_coding 0 for.
    package var alphabet = Alphabet.gsm0338
    package var plainCoding: UInt8 = 0
    package var wideCoding: UInt8 = 8
    package var longText = LongText.header(.short)
    /// What is replaced before a text is shown, counted and sent; nothing is replaced here.
    package var replacements = Replacements.none
    package var validity = Validity.relative
    /// registered_delivery: 1 asks for every end.
    package var registeredDelivery: UInt8 = 1
    package var receiptID = ReceiptID.automatic
    /// Takes messages for receipts that only look so, from gateways that leave esm_class 0.
    package var acceptsPlainReceipts = false
    package var statuses = StatusTable()
    /// Sent with every message: some providers want a template or contract number.
    package var constants: [TLV] = []
    /// Whose way of writing numbers holds where one comes without a country code.
    package var region: Jurisdiction

    /// How a text of several segments travels.
    package enum LongText: Hashable, Sendable {
        /// A user data header in each part.
        case header(PartReference)
        /// sar_* parameters beside each part.
        case parameters
        /// The whole text in message_payload; the provider cuts it.
        case payload
    }

    /// How the provider is told when a text is too late.
    package enum Validity: Hashable, Sendable {
        case none, relative
        /// In UTC, for gateways that know no relative times.
        case absolute
    }

    package init(
        name: String, links: [LinkSettings], segmentsPerSecond: Int, source: Address,
        region: Jurisdiction
    ) {
        self.name = name
        self.links = links
        self.segmentsPerSecond = segmentsPerSecond
        self.source = source
        self.region = region
    }

    /// How texts must be counted and cut, so that what is shown is what is sent.
    package var routeText: RouteText {
        let reference: PartReference
        switch longText {
        case .header(let width): reference = width
        // A provider that cuts for itself writes the usual header.
        case .parameters, .payload: reference = .short
        }
        return RouteText(
            reference: reference, alphabet: alphabet, replacements: replacements)
    }

    /// Unanswered submits of all links together.
    var window: Int {
        links.reduce(0) {
            $0 + ($1.session.bind.mode == .receiver ? 0 : max(1, $1.session.window))
        }
    }
}
