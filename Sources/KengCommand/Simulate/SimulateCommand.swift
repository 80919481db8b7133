import ArgumentParser

/// The outside world for tests; one subcommand a part of it.
struct SimulateCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "simulate",
        abstract: "Let bad days happen to a made-up city, or play a provider's message centre.",
        subcommands: [CitySimulationCommand.self, SMSCCommand.self],
        defaultSubcommand: CitySimulationCommand.self)
}
