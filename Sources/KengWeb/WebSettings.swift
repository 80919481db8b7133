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
    /// The folder whose packs `/packs` lists; nil when there are none.
    package var packs: String?
    /// The largest form that is read, in bytes.
    package var largestForm: Int

    package init(
        isPractice: Bool, isSecure: Bool, senderNames: [String], route: [String],
        routeText: RouteText = .usual, packs: String? = nil,
        largestForm: Int = 65_536
    ) {
        self.isPractice = isPractice
        self.isSecure = isSecure
        self.senderNames = senderNames
        self.route = route
        self.routeText = routeText
        self.packs = packs
        self.largestForm = largestForm
    }
}
