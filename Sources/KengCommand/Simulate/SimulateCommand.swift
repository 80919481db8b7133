import ArgumentParser

/// The outside world for tests; one subcommand a part of it.
struct SimulateCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "simulate",
        abstract: "Play the outside world for tests: a provider's message centre.",
        subcommands: [SMSCCommand.self])
}
