import ArgumentParser
import Foundation
import KengContent
import KengDomain
import KengEngine
import KengGateways
import KengSimulation
import KengStore
import KengText
import Logging
import SMPP

/// Sends planned rows to an SMSC until each is accepted, or delivered, on disk.
///
/// What is measured begins when the link is bound and all rows are planned: claim, hand-off on disk, submit_sm,
/// answer, outcome on disk. The SMSC is another process, so that its work is not counted as ours.
struct SMPPBench: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "smpp",
        abstract: "Send planned messages to an SMSC over SMPP, every step on disk.",
        usage: """
            keng simulate smsc --port 2775 &
            keng bench smpp --port 2775 --json
            keng bench smpp --port 2775 --receipts --json
            """)

    @Flag(help: "Answer with one JSON line.") var json = false
    @Option(help: "How many messages of one segment.") var count = 200_000
    @Option(help: "Where the SMSC is.") var host = "127.0.0.1"
    @Option(help: "Its port.") var port = 2775
    @Option(help: "Unanswered submits of a link.") var window = 64
    @Option(help: "Links to open.") var binds = 1
    @Flag(help: "Wait for a receipt of every message.") var receipts = false
    @Option(help: "Segments a second that the route allows.") var rate = 1_000_000
    @Option(help: "Give up after so many seconds.") var limit = 600
    @Option(help: "Where to work. Without it, the system's temporary folder.") var folder: String?
    @Option(help: "The content folder. Without it: KENG_CONTENT, else ./Content.")
    var content: String?

    func validate() throws {
        guard (1...2_200_000).contains(count) else {
            throw ValidationError("--count is \(count); 1 to 2200000 are possible.")
        }
        guard (1...65_535).contains(port) else {
            throw ValidationError("--port is \(port); 1 to 65535 are possible.")
        }
        guard (1...SessionSettings.largestWindow).contains(window) else {
            throw ValidationError("--window is \(window); 1 to 10000 are possible.")
        }
        guard (1...16).contains(binds) else {
            throw ValidationError("--binds is \(binds); 1 to 16 are possible.")
        }
        guard (1...1_000_000).contains(rate) else {
            throw ValidationError("--rate is \(rate); 1 to 1000000 are possible.")
        }
        guard (1...86_400).contains(limit) else {
            throw ValidationError("--limit is \(limit); 1 to 86400 seconds are possible.")
        }
    }

    func run() async throws {
        try await reporting {
            let work = (folder ?? NSTemporaryDirectory()) + "/keng-bench-\(getpid())"
            try Files.makeFolder(work)
            defer { try? Files.remove(work) }  // As in the import: the measure is worth more.
            var options = try StationOptions.parse([])
            options.database = work + "/bench.sqlite"
            options.content = content
            try await DemoSetup(options: options, households: count, seed: DemoSetup.defaultSeed)
                .prepare { _ in }
            let station = try await Station.open(
                options, node: 7, creates: true, segmentsPerSecond: rate)
            let gateway = SMPPGateway(try settings(), world: station.world)
            let planned = try await BenchWave(station: station, most: count).plan()
            try await measure(station, gateway, planned)
        }
    }

    private func settings() throws -> SMPPSettings {
        var session = SessionSettings(
            bind: try Bind(mode: .transceiver, systemID: "keng", password: "bench"))
        session.window = window
        session.firstRetry = .seconds(1)
        var settings = SMPPSettings(
            name: "bench",
            links: Array(
                repeating: LinkSettings(host: host, port: port, session: session), count: binds),
            segmentsPerSecond: rate, source: try Address(ton: 5, npi: 0, digits: "PCCC-HN"),
            region: try Jurisdiction("VN"))
        settings.registeredDelivery = receipts ? 1 : 0
        return settings
    }

    private func measure(
        _ station: Station, _ gateway: SMPPGateway, _ wave: BenchWave.Planned
    ) async throws {
        let engine = Engine(
            desk: station.desk, gateway: gateway,
            reader: ReplyReader(
                try KeywordFile.load(locales: Places.find(.locales, option: nil))),
            logger: Logger(label: "bench") { _ in SwiftLogNoOpLogHandler() })
        try await engine.start(at: station.world.now())
        let deadline = station.world.now() + .seconds(Int64(limit))
        while gateway.linkStates.contains(where: { $0 != .bound }) {
            guard station.world.now() < deadline, !gateway.linkStates.contains(where: \.isRefused)
            else {
                throw Complaint(
                    .unavailable, "No SMSC lets us in at \(host):\(port).",
                    "A link says \(gateway.linkStates).", "keng simulate smsc --port \(port)")
            }
            try await Task.sleep(for: .milliseconds(20))
        }
        let end = receipts ? MessageState.delivered : .accepted
        let (counts, measure) = try await BenchMeasure.measure {
            try await run(engine, station, wave, until: end, deadline: deadline)
        }
        try await engine.stop(at: station.world.now())
        var more = [
            "binds": binds, "window": window, "segments": wave.segments,
            "receipts": receipts ? 1 : 0,
        ]
        for state in MessageState.allCases where counts[state, default: 0] > 0 {
            more["state_\(state)"] = counts[state]
        }
        try answer(measure.line("smpp", count: counts[end, default: 0], more: more, json: json))
    }

    /// Lets the engine's own service work, and looks now and then.
    private func run(
        _ engine: Engine, _ station: Station, _ wave: BenchWave.Planned, until end: MessageState,
        deadline: Instant
    ) async throws -> [MessageState: Int] {
        try await withThrowingTaskGroup(of: Void.self) { group in
            group.addTask { await engine.work() }
            defer { group.cancelAll() }
            while true {
                let rows = try await station.database.read { try $0.waveCounts(of: wave.id) }
                let counts = rows.reduce(into: [:]) { $0[$1.state, default: 0] += $1.messages }
                let open = counts[.planned, default: 0] + counts[.handoff, default: 0]
                let late = receipts ? counts[.accepted, default: 0] : 0
                if open + late == 0 || station.world.now() > deadline { return counts }
                try await Task.sleep(for: .milliseconds(10))
            }
        }
    }
}

extension LinkState {
    fileprivate var isRefused: Bool {
        if case .refused = self { true } else { false }
    }
}
