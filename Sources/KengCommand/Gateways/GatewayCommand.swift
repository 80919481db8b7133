import ArgumentParser
import KengGateways

/// Looks at a provider's file, and at the provider.
struct GatewayCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "gateway",
        abstract: "Check a provider's file, and try whether the provider lets us in.",
        usage: """
            keng gateway check gateways/viettel.yaml
            keng gateway test gateways/viettel.yaml
            """,
        subcommands: [GatewayCheckCommand.self, GatewayTestCommand.self])
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
            let view = GatewayView(try GatewayFile(path: file, locales: options.locales).settings)
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
            let settings = try GatewayFile(path: file, locales: options.locales).settings
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
