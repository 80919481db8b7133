import ArgumentParser

/// The `keng` program: one subcommand a file.
@main
struct Keng: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "keng",
        abstract: "Tells a city what to do about fire, by SMS and Zalo, and proves who learned it.",
        usage: """
            keng serve --demo
            keng segment 'Khi cháy, gọi 114'
            keng import areas --database keng.sqlite Content/areas/vn-2025.csv
            keng doctor
            """,
        discussion: """
            keng serve --demo makes a practice city to try everything in; nothing leaves the machine. \
            keng doctor says what this machine still needs.
            """,
        version: "keng 0.3.0",
        subcommands: [
            BackupCommand.self, BenchCommand.self, CampaignCommand.self, ConfigCommand.self,
            ContentCommand.self, CoverageCommand.self, DoctorCommand.self, GatewayCommand.self,
            ImportCommand.self,
            KeyCommand.self, MigrateCommand.self, PackCommand.self,
            QuietDaysCommand.self, ReplyCommand.self, RestoreCommand.self, SegmentCommand.self,
            ServeCommand.self, SimulateCommand.self,
            UserCommand.self, VerifyCommand.self,
        ])
}
