package import KengDomain
package import KengText

/// One contract with a provider that speaks HTTP.
package struct HTTPSettings: Sendable {
    /// The short name under which rows keep it.
    package var name: String
    package var profile: HTTPProfile
    /// The brand name or number that handsets show.
    package var source: String
    /// Segments that the provider takes in any one second.
    package var segmentsPerSecond: Int
    /// Whose way of writing numbers holds where one comes without a country code.
    package var region: Jurisdiction
    package var secrets: [String: String] = [:]
    package var values: [String: String] = [:]
    /// Requests under way at once.
    package var parallel = 32
    package var client = HTTPClientSettings()
    package var replacements = Replacements.none
    /// The last part of the address at which the provider tells us something; nil when it must not.
    package var hookSecret: String?

    package init(
        name: String, profile: HTTPProfile, source: String, segmentsPerSecond: Int,
        region: Jurisdiction
    ) {
        self.name = name
        self.profile = profile
        self.source = source
        self.segmentsPerSecond = segmentsPerSecond
        self.region = region
    }

    /// How texts are counted: the provider cuts them, as nearly all do.
    package var routeText: RouteText { RouteText(replacements: replacements) }
}
