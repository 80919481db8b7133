import KengDomain
import KengEngine
import KengGateways
import KengText
import SMPP

/// The ways out that `keng serve` was told to take.
struct GatewayWay {
    /// Empty in the sandbox.
    private let files: [GatewayFile]
    private let path: String
    /// How their texts are replaced, counted and cut.
    let routeText: RouteText

    /// What the settings say for commands that only look.
    static func configured(_ options: StationOptions) throws -> GatewayWay {
        try GatewayWay(
            setting: Settings.load().value(.gateway), locales: options.locales,
            content: options.content)
    }

    /// - Parameter setting: the word `sandbox`, or files separated by commas.
    init(setting: SettingValue, locales: String?, content: String?) throws {
        path = setting.text
        guard setting.text != Setting.gateway.standard else {
            files = []
            routeText = RouteText(replacements: try .standard(locales: locales))
            return
        }
        let paths = Self.names(in: setting.text)
        let files = try paths.map {
            try GatewayFile(path: $0, locales: locales, content: content)
        }
        guard let first = files.first else {
            throw Complaint(
                .badConfiguration, "No gateway file is named.",
                "One or several are, separated by commas, or the word sandbox.",
                "docs/gateways.md shows how to write one.")
        }
        for (number, file) in files.enumerated() {
            try Self.check(file, paths[number], beside: files.prefix(number), first, paths[0])
        }
        self.files = files
        routeText = first.settings.routeText
    }

    /// Words separated by commas.
    static func names(in text: String) -> [String] {
        text.split(separator: ",").map(\.trimmed).filter { !$0.isEmpty }
    }

    private static func check(
        _ file: GatewayFile, _ path: String, beside others: ArraySlice<GatewayFile>,
        _ first: GatewayFile, _ firstPath: String
    ) throws(Complaint) {
        guard !others.contains(where: { $0.settings.name == file.settings.name }) else {
            throw Complaint(
                .badConfiguration, "Two gateways are called \(file.settings.name).",
                "Messages remember by its name the way they went.",
                "Give \(path) another name.")
        }
        if let price = file.price, let other = first.price, price.currency != other.currency {
            throw Complaint(
                .badConfiguration,
                "\(firstPath) costs \(other.currency), and \(path) \(price.currency).",
                "A campaign has one ceiling, in one currency.", "Give both prices in one currency.")
        }
        // What is shown is what is sent, whichever way it goes.
        guard file.settings.routeText == first.settings.routeText else {
            throw Complaint(
                .badConfiguration, "\(firstPath) and \(path) cut texts in different ways.",
                "A campaign's cost is shown before anybody knows which of them takes a text.",
                "Give both the same alphabet, long_text and replacements.")
        }
    }

    var isSandbox: Bool { files.isEmpty }
    /// What a segment costs at most; nil when one of the files does not say, or in the sandbox.
    var price: SegmentPrice? {
        let prices = files.compactMap(\.price)
        guard prices.count == files.count else { return nil }
        return prices.max { $0.tenThousandths < $1.tenThousandths }
    }

    /// Of all of them together.
    var segmentsPerSecond: Int? {
        isSandbox ? nil : files.reduce(0) { $0 + $1.settings.segmentsPerSecond }
    }
    /// What handsets show; empty in the sandbox.
    var senders: [String] {
        files.reduce(into: []) { senders, file in
            let sender = file.settings.sender
            if !senders.contains(sender) { senders.append(sender) }
        }
    }

    /// Made-up people are never sent to by a provider, and real ones never by the sandbox.
    func check(isPractice: Bool, database: String) throws(Complaint) {
        guard !isSandbox else {
            guard isPractice else {
                throw Complaint(
                    .badConfiguration, "No gateway is configured for \(database).",
                    "The sandbox serves practice cities only, and these may be real people.",
                    "keng serve --database \(database) --gateway gateways/provider.yaml")
            }
            return
        }
        guard isPractice, !files.allSatisfy(\.isLocal) else { return }
        throw Complaint(
            .badConfiguration, "\(database) is a practice city.",
            "Its people are made up, but their numbers may be somebody's: \(path) leads to a provider.",
            "keng serve --database \(database) --gateway sandbox")
    }

    /// The ways themselves, and the sandbox where that is the way.
    ///
    /// - Parameter worker: a number to hand over under, for each a new one.
    func open(
        world: World, departures: DepartureLogs, worker: (Int) -> Int64,
        sandbox: () async throws -> SandboxGateway
    ) async throws -> ([WayOut], SandboxGateway?) {
        guard isSandbox else {
            let ways = files.enumerated().map { place, file in
                let worker = worker(place)
                let log = departures.begin(worker)
                let gateway: any Gateway =
                    switch file.settings {
                    case .smpp(let settings):
                        SMPPGateway(settings, world: world, departures: log)
                    case .http(let settings):
                        HTTPGateway(settings, world: world, departures: log)
                    }
                return WayOut(gateway, worker: worker, weight: file.weight)
            }
            return (ways, nil)
        }
        let sandbox = try await sandbox()
        return ([WayOut(sandbox, worker: worker(0))], sandbox)
    }

    /// The names of the gateways.
    var names: [String] {
        isSandbox ? [Setting.gateway.standard] : files.map(\.settings.name)
    }
}
