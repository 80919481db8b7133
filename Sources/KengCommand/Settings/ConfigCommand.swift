import ArgumentParser

/// The settings a command would run with.
struct ConfigCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "config",
        abstract: "Show the settings and who decided each.",
        usage: """
            keng config print
            KENG_DATABASE=/var/lib/keng/keng.sqlite keng config print --json
            """,
        subcommands: [Print.self])

    struct Print: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Print each setting, its value and its source, parted by tabs.",
            discussion: """
                An option wins over a variable KENG_…, that over the settings file, that over the default. \
                The file is keng.conf in the working folder, or the one KENG_CONFIG names; its lines read \
                database = keng.sqlite.
                """)

        @Flag(help: "Answer in JSON, one object a line: name, value, source.") var json = false
        @OptionGroup var options: StationOptions

        func run() async throws {
            try await reporting {
                let settings = try Settings.load()
                for value in options.values(in: settings) {
                    try answer(json ? Self.json(value) : Self.line(value))
                }
                for stranger in settings.strangers {
                    let guess = stranger.nearest.map { " Did you mean \($0)?" } ?? ""
                    StandardStreams.say("\(stranger.name) is no setting.\(guess)\n".utf8)
                }
                guard settings.strangers.isEmpty else { throw ExitStatus.badConfiguration.code }
            }
        }

        private static func line(_ value: SettingValue) -> String {
            "\(value.setting.rawValue)\t\(value.shown)\t\(value.source.words)"
        }

        private static func json(_ value: SettingValue) -> String {
            "{\"name\":\(JSONText.quote(value.setting.rawValue)),"
                + "\"value\":\(JSONText.quote(value.shown)),"
                + "\"source\":\(JSONText.quote(value.source.words))}"
        }
    }
}
