import ArgumentParser

/// Where a command finds its database and data.
struct StationOptions: ParsableArguments, Sendable {
    @Option(help: "The database file.")
    var database = "keng.sqlite"

    @Option(help: "The content folder. Without it: KENG_CONTENT, else ./Content.")
    var content: String?

    @Option(help: "The folder of words. Without it: KENG_LOCALES, else ./Locales.")
    var locales: String?
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
