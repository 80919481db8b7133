package import KengText

/// What the console must be told about the house it stands in.
package struct WebSettings: Sendable {
    /// Practice mode: nothing leaves the machine; every page says so.
    package var isPractice: Bool
    /// Reached by https: cookies travel only there.
    package var isSecure: Bool
    /// The sender names residents see; `/stop` lists them.
    package var senderNames: [String]
    /// The gateways a new campaign tries, in order.
    package var route: [String]
    /// How texts are counted and cut on that way.
    package var routeText: RouteText
    /// What one segment costs; nil when nobody has said.
    package var price: SegmentPrice?
    /// The folder whose packs `/packs` lists; nil when there are none.
    package var packs: String?
    /// The largest form that is read, in bytes.
    package var largestForm: Int

    package init(
        isPractice: Bool, isSecure: Bool, senderNames: [String], route: [String],
        routeText: RouteText = .usual, price: SegmentPrice? = nil, packs: String? = nil,
        largestForm: Int = 65_536
    ) {
        self.isPractice = isPractice
        self.isSecure = isSecure
        self.senderNames = senderNames
        self.route = route
        self.routeText = routeText
        self.price = price
        self.packs = packs
        self.largestForm = largestForm
    }
}

/// The price of one segment in whole units of a currency, such as 450 `₫`.
package struct SegmentPrice: Hashable, Sendable {
    package let amount: Int
    package let currency: String

    package init(amount: Int, currency: String) {
        self.amount = amount
        self.currency = currency
    }
}
