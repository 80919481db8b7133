import ArgumentParser
import KengDomain
import KengEngine
import KengGateways
import KengStore

/// Looks at a provider's file, and at the provider.
struct GatewayCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "gateway",
        abstract: "Check a provider's file, and try whether the provider lets us in.",
        usage: """
            keng gateway check gateways/viettel.yaml
            keng gateway test gateways/viettel.yaml
            keng gateway rate viettel-1 50 --by minh
            """,
        subcommands: [
            GatewayCheckCommand.self, GatewayTestCommand.self, GatewayRateCommand.self,
        ])
}

/// Reads one gateway file and says what would be done by it.
struct GatewayCheckCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "check",
        abstract: "Read a provider's file and say what Keng would do by it; nothing is opened.",
        usage: """
            keng gateway check gateways/viettel.yaml
            keng gateway check --json gateways/viettel.yaml
            keng gateway check --sample gateways/esms.yaml
            """)

    @Argument(help: "The file; docs/gateways.md explains each key.") var file: String
    @Flag(help: "Answer with one JSON line.") var json = false
    @Flag(help: "Show the request for a made-up text, for a provider that speaks HTTP.")
    var sample = false
    @OptionGroup var options: StationOptions

    func run() async throws {
        try await reporting {
            let settings = try GatewayFile(
                path: file, locales: options.locales, content: options.content
            ).settings
            if sample {
                guard case .http(let settings) = settings else {
                    throw Complaint(
                        .usage, "\(settings.name) speaks SMPP, and makes no request.",
                        "--sample shows what is asked of a provider over HTTP.",
                        "keng gateway check \(file)")
                }
                return try answer(try settings.sample().shown)
            }
            let view = GatewayView(settings)
            try answer(json ? view.json : view.lines)
        }
    }
}

/// Slows a gateway down, or lets it be as fast as its contract again, while it sends.
struct GatewayRateCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "rate",
        abstract: "Let a gateway have fewer segments a second than its contract, from now on.",
        usage: """
            keng gateway rate viettel-1 50 --by minh
            keng gateway rate viettel-1 0 --by minh
            keng gateway rate viettel-1 contract --by minh
            """,
        discussion: """
            Every program that sends by it keeps to that within a second. 0 lets nothing leave by it; \
            campaigns go on by other gateways, or wait. The word contract takes it back.
            """)

    @Argument(help: "The gateway's name.") var name: String
    @Argument(help: "Segments a second, 0, or the word contract.") var rate: String
    @Option(help: "Who acts: an approver.") var by: String
    @Flag(help: "Answer in JSON: gateway and segments_per_second.") var json = false
    @OptionGroup var options: StationOptions

    private func segmentsPerSecond() throws -> Int? {
        if rate == "contract" { return nil }
        guard let number = Int(rate), number == 0 || CampaignDesk.rates.contains(number) else {
            throw ValidationError(
                "“\(rate)” is no rate; 0, \(CampaignDesk.rates.lowerBound) to "
                    + "\(CampaignDesk.rates.upperBound) or the word contract is one. Less than "
                    + "\(CampaignDesk.rates.lowerBound) could not carry the longest text.")
        }
        return number
    }

    func validate() throws {
        _ = try segmentsPerSecond()
        guard (1...32).contains(name.utf8.count), name.allSatisfy({ $0.isASCII }) else {
            throw ValidationError("“\(name)” is no gateway's name: 1 to 32 of a-z, 0-9 and -.")
        }
    }

    func run() async throws {
        let segments = try segmentsPerSecond()
        try await reporting {
            let station = try await Station.open(options, node: 4)
            let known = try await station.database.read { try $0.gatewayNames() }
            guard known.contains(name) else {
                throw Complaint(
                    .usage, "No program has sent by a gateway “\(name)”.",
                    known.isEmpty
                        ? "None has sent by any yet."
                        : "These were: \(known.joined(separator: ", ")).",
                    "keng serve --gateway FILE makes one known.")
            }
            try await station.desk.setRate(
                segments, of: name, by: try await station.account(by))
            let shown = segments.map { "\($0)" }
            try answer(
                json
                    ? "{\"gateway\":\(JSONText.quote(name)),"
                        + "\"segments_per_second\":\(shown ?? "null")}"
                    : shown.map { "\(name): \($0) segments a second at most." }
                        ?? "\(name): as much as its contract allows.")
        }
    }
}
