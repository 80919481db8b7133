import ArgumentParser

/// Looks at the machine, the data and the database, and says what to do about what is wrong.
struct DoctorCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "doctor",
        abstract: "Check that Keng can work here, and say what to do where it cannot.",
        usage: """
            keng doctor
            keng doctor --database /var/lib/keng/keng.sqlite --json
            """,
        discussion: """
            It opens the database as every command does, which brings its tables up to date. It ends with 1 \
            when something is broken; a warning alone ends with 0.
            """)

    @Flag(help: "Answer in JSON, one object a line: check, state, found, remedy.") var json = false
    @OptionGroup var options: StationOptions

    func run() async throws {
        try await reporting {
            let findings = await Doctor(options: options).examine()
            for finding in findings { try answer(json ? finding.json : finding.lines) }
            let broken = findings.count { $0.state == .broken }
            guard broken == 0 else {
                StandardStreams.say(
                    "\(broken) of \(findings.count) checks found something broken.\n".utf8)
                throw ExitStatus.failed.code
            }
        }
    }
}
