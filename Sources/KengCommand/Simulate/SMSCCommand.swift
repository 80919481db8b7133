import ArgumentParser
import Foundation
import KengSimulation
import NIOCore
import NIOPosix
import SMPP
import UnixSignals

/// A message centre that takes everything, breaks what it is told to break, and counts.
struct SMSCCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "smsc",
        abstract: "Be a provider's message centre (SMPP 3.4) until a signal, and count.",
        usage: """
            keng simulate smsc
            keng simulate smsc --profile cruel --stop-after 100000 --list taken.jsonl --json
            keng simulate smsc --mo-count 1000 --mo-rate 50 --mo-text A --idle 5
            """,
        discussion: """
            Nothing leaves this machine. The counts come on standard output at the end (SIGTERM, \
            SIGINT, --stop-after or --idle). Profiles: plain, receipts, slow-20ms, cruel, or a file \
            of lines such as “answer-delay: 20ms” with the names of the options below.
            """)

    @Option(help: "The address to listen on.") var host = "127.0.0.1"
    @Option(help: "The port to listen on; 0: any that is free, told on standard error.")
    var port = 2775
    @Option(help: "A name, or a file.") var profile = "plain"
    @Option(help: "What is left to chance follows this.") var seed: UInt64 = 1
    @Option(help: ArgumentHelp("A PEM file of the certificate to show: TLS.", valueName: "file"))
    var tlsCertificate: String?
    @Option(help: ArgumentHelp("A PEM file of its key.", valueName: "file"))
    var tlsKey: String?
    @Option(help: "Stop when so many different messages were taken and nothing is owed.")
    var stopAfter: Int?
    @Option(help: "Stop after so many seconds without a submit or an answer, once there was one.")
    var idle: Double?
    @Option(help: ArgumentHelp("Write one JSON line for each message taken.", valueName: "file"))
    var list: String?
    @Option(
        help: ArgumentHelp(
            "Write one JSON line for each whole text, put together and decoded.",
            valueName: "file"))
    var texts: String?
    @Flag(help: "Answer with one JSON line.") var json = false
    @OptionGroup(title: "What it does") var options: SMSCOptions

    func validate() throws {
        guard (0...65_535).contains(port) else {
            throw ValidationError("--port is \(port); 0 to 65535 are possible.")
        }
        guard (tlsCertificate == nil) == (tlsKey == nil) else {
            throw ValidationError("--tls-certificate and --tls-key go together.")
        }
    }

    func run() async throws {
        try await reporting {
            let profile = try chosenProfile()
            let lists = try SMSCLists(list: list, texts: texts)
            let tls = try chosenTLS()
            let group = MultiThreadedEventLoopGroup(numberOfThreads: 1)
            let station: SMSCStation
            do {
                station = try await SMSCStation.open(
                    profile, host: host, port: port, tls: tls, seed: seed,
                    startedAt: Int64(Date().timeIntervalSince1970), keepsTexts: texts != nil,
                    on: group)
            } catch {
                throw Complaint(
                    .unavailable, "The message centre cannot listen on \(host):\(port).",
                    "The system says: \(error).", "Choose another port with --port.")
            }
            StandardStreams.say("Listening on \(host):\(station.port ?? port).\n".utf8)
            try await untilItsEnd(station)
            let smsc = try await station.close()
            try await group.shutdownGracefully()
            try lists.write(smsc)
            try answer(SMSCReport(smsc, seed: seed).line(json: json))
        }
    }

    private func chosenTLS() throws -> ServerTLS? {
        guard let tlsCertificate, let tlsKey else { return nil }
        for file in [tlsCertificate, tlsKey] where !FileManager.default.isReadableFile(atPath: file)
        {
            throw Complaint(
                .usage, "\(file) cannot be read.",
                "--tls-certificate and --tls-key name PEM files.", "ls -l \(file)")
        }
        return ServerTLS(certificates: tlsCertificate, key: tlsKey)
    }

    private func chosenProfile() throws -> SMSCProfile {
        var profile: SMSCProfile
        if let named = SMSCProfile(named: self.profile) {
            profile = named
        } else {
            profile = SMSCProfile()
            let text: String
            do {
                text = try String(contentsOfFile: self.profile, encoding: .utf8)
            } catch {
                throw Complaint(
                    .usage, "There is no profile “\(self.profile)”.",
                    "It is neither a file nor one of \(SMSCProfile.names.joined(separator: ", ")).",
                    "keng simulate smsc --help")
            }
            do throws(SMSCProfile.Problem) {
                try profile.read(yaml: text)
            } catch {
                throw error.complaint(in: self.profile)
            }
        }
        do throws(SMSCProfile.Problem) {
            try options.apply(to: &profile)
        } catch {
            throw error.complaint(in: "The command line")
        }
        return profile
    }

    /// Returns at a signal, or when what was asked for is done.
    private func untilItsEnd(_ station: SMSCStation) async throws {
        let signals = await UnixSignalsSequence(trapping: .sigterm, .sigint)
        try await withThrowingTaskGroup(of: Void.self) { tasks in
            tasks.addTask { for await _ in signals { return } }
            if stopAfter != nil || idle != nil {
                tasks.addTask {
                    while !isDone(station.progress) {
                        try await Task.sleep(for: .milliseconds(50))
                    }
                }
            }
            try await tasks.next()
            tasks.cancelAll()
        }
    }

    private func isDone(_ progress: SMSCStation.Progress) -> Bool {
        if let stopAfter, progress.unique >= stopAfter, progress.owed == 0 { return true }
        guard let idle, let silence = progress.silence else { return false }
        return silence >= .seconds(idle)
    }
}
