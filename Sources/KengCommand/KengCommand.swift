import ArgumentParser

/// The `keng` program: one subcommand a file.
@main
struct Keng: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "keng",
        abstract: "Tells a city what to do about fire, by SMS and Zalo, and proves who learned it.",
        subcommands: [
            BenchCommand.self, ContentCommand.self, ImportCommand.self, SegmentCommand.self,
        ])
}
