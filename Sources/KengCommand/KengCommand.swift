import ArgumentParser

/// The `keng` program: one subcommand a file.
@main
struct Keng: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "keng",
        abstract: "Tells a city what to do about fire, by SMS and Zalo, and proves who learned it.",
        subcommands: [
            BackupCommand.self, BenchCommand.self, CampaignCommand.self, ConfigCommand.self,
            ContentCommand.self, CoverageCommand.self, DoctorCommand.self, ImportCommand.self,
            KeyCommand.self, PackCommand.self, ReplyCommand.self, SegmentCommand.self,
            ServeCommand.self, UserCommand.self, VerifyCommand.self,
        ])
}
