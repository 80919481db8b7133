import KengDomain
import KengGateways
import SMPP

/// The way out that `keng serve` was told to take.
struct GatewayWay {
    private let file: GatewayFile?
    private let path: String

    init(setting: SettingValue) throws {
        path = setting.text
        file = setting.text == Setting.gateway.standard ? nil : try GatewayFile(path: setting.text)
    }

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
        world: World, sandbox: () async throws -> SandboxGateway
    ) async throws -> (any Gateway, SandboxGateway?) {
        if let file { return (SMPPGateway(file.settings, world: world), nil) }
        let sandbox = try await sandbox()
        return (sandbox, sandbox)
    }
}
