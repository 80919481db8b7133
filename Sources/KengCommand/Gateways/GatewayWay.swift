import KengDomain
import KengGateways
import KengText
import SMPP

/// The way out that `keng serve` was told to take.
struct GatewayWay {
    private let file: GatewayFile?
    private let path: String
    /// How its texts are replaced, counted and cut.
    let routeText: RouteText

    /// What the settings say for commands that only look.
    static func configured(_ options: StationOptions) throws -> GatewayWay {
        try GatewayWay(setting: Settings.load().value(.gateway), locales: options.locales)
    }

    init(setting: SettingValue, locales: String?) throws {
        path = setting.text
        if setting.text == Setting.gateway.standard {
            file = nil
            routeText = RouteText(replacements: try .standard(locales: locales))
        } else {
            let file = try GatewayFile(path: setting.text, locales: locales)
            self.file = file
            routeText = file.settings.routeText
        }
    }

    var isSandbox: Bool { file == nil }
    var segmentsPerSecond: Int? { file?.settings.segmentsPerSecond }
    /// What handsets show; nil in the sandbox.
    var sender: String? { file?.settings.source.digits }

    /// Made-up people are never sent to by a provider, and real ones never by the sandbox.
    func check(isPractice: Bool, database: String) throws(Complaint) {
        guard let file else {
            guard isPractice else {
                throw Complaint(
                    .badConfiguration, "No gateway is configured for \(database).",
                    "The sandbox serves practice cities only, and these may be real people.",
                    "keng serve --database \(database) --gateway gateways/provider.yaml")
            }
            return
        }
        guard isPractice, !file.isLocal else { return }
        throw Complaint(
            .badConfiguration, "\(database) is a practice city.",
            "Its people are made up, but their numbers may be somebody's: \(path) leads to a provider.",
            "keng serve --database \(database) --gateway sandbox")
    }

    /// The way itself, and the sandbox where that is the way.
    func open(
        world: World, departures: DepartureLog?, sandbox: () async throws -> SandboxGateway
    ) async throws -> (any Gateway, SandboxGateway?) {
        if let file {
            return (SMPPGateway(file.settings, world: world, departures: departures), nil)
        }
        let sandbox = try await sandbox()
        return (sandbox, sandbox)
    }
}
