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
            """)

    @Argument(help: "The file; docs/gateways.md explains each key.") var file: String
    @Flag(help: "Answer with one JSON line.") var json = false
    @OptionGroup var options: StationOptions

    func run() async throws {
        try await reporting {
            let view = GatewayView(
                try GatewayFile(path: file, locales: options.locales, content: options.content)
                    .settings)
            try answer(json ? view.json : view.lines)
        }
    }
}

/// Binds every link of a gateway file once.
struct GatewayTestCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "test",
        abstract: "Bind to the provider with each link of the file, and unbind; nothing is sent.",
        usage: """
            keng gateway test gateways/viettel.yaml
            keng gateway test --seconds 60 --json gateways/viettel.yaml
            """,
        discussion: """
            A provider may allow only so many binds: links that keng serve holds at the same time count. \
            It ends with 1 when a link was not let in.
            """)

    @Argument(help: "The file; docs/gateways.md explains each key.") var file: String
    @Option(help: "How long to wait for each link: 1 to 300.") var seconds = 20
    @Flag(help: "Answer in JSON, one object a link: link, bind, ending, code, ms.") var json = false
    @OptionGroup var options: StationOptions

    func validate() throws {
        guard (1...300).contains(seconds) else {
            throw ValidationError("--seconds \(seconds): expected 1 to 300.")
        }
    }

    func run() async throws {
        try await reporting {
            let file = try GatewayFile(
                path: file, locales: options.locales, content: options.content)
            guard case .smpp(let settings) = file.settings else {
                throw Complaint(
                    .usage, "\(file.settings.name) speaks HTTP, and has no link to bind.",
                    "Whether a provider takes a text is only told by sending one.",
                    "keng gateway check FILE")
            }
            let trials = try await LinkTrial.run(settings, within: .seconds(seconds))
            for (number, trial) in trials.enumerated() {
                let view = TrialView(number: number + 1, trial: trial, seconds: seconds)
                try answer(json ? view.json : view.lines)
            }
            let shut = trials.count { trial in
                if case .bound = trial.ending { false } else { true }
            }
            guard shut == 0 else {
                StandardStreams.say("\(shut) of \(trials.count) links were not let in.\n".utf8)
                throw ExitStatus.failed.code
            }
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
