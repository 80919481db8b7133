import ArgumentParser
import KengStore

/// Where a command finds its database.
struct DatabaseOptions: ParsableArguments, Sendable {
    @Option(
        name: .customLong("database"),
        help: """
            The database, a file or postgres://… Without it: KENG_DATABASE, keng.conf, else keng.sqlite.
            """)
    var option: String?

    /// A settings file that cannot be used stops a command before it does anything.
    func validate() throws {
        do {
            _ = try Settings.load()
        } catch {
            StandardStreams.say(error.lines.utf8)
            throw error.status.code
        }
    }

    var location: DatabaseLocation { DatabaseLocation(path) }

    var path: String {
        // `validate` has told what is wrong with the file.
        (try? Settings.load())?.value(.database, option: option).text
            ?? option ?? Setting.database.standard
    }
}

/// Where a command finds its database and data.
struct StationOptions: ParsableArguments, Sendable {
    @OptionGroup var place: DatabaseOptions

    @Option(help: "The content folder. Without it: KENG_CONTENT, keng.conf, else ./Content.")
    var content: String?

    @Option(help: "The folder of words. Without it: KENG_LOCALES, keng.conf, else ./Locales.")
    var locales: String?

    /// Where the database is, fit for a screen: a server's without its password.
    var database: String {
        get { "\(place.location)" }
        set { place.option = newValue }
    }

    var location: DatabaseLocation { place.location }

    func values(in settings: Settings) -> [SettingValue] {
        [
            settings.value(.database, option: place.option),
            settings.value(.content, option: content),
            settings.value(.locales, option: locales),
        ]
    }
}

/// A command's work, with its errors told in three lines and its exit code.
func reporting<Answer>(
    _ body: () async throws -> Answer
) async throws -> Answer {
    do {
        return try await body()
    } catch let code as ExitCode {
        throw code
    } catch {
        let complaint = Complaint(error)
        StandardStreams.say(complaint.lines.utf8)
        throw complaint.status.code
    }
}

/// Data for standard output, with its line end.
func answer(_ line: String) throws {
    try StandardStreams.write(Array((line + "\n").utf8))
}
