import ArgumentParser
import Foundation
import KengContent
import KengDomain
import KengEngine
import KengGateways
import KengStore
import KengText
import Logging
import SMPP

/// What the benches over SMPP have in common: where the SMSC is, and a practice city of their own.
///
/// The SMSC is another process, so that its work is not counted as ours.
struct SMPPBenchOptions: ParsableArguments {
    @Flag(help: "Answer with one JSON line.") var json = false
    @Option(help: "How many messages of one segment.") var count = 200_000
    @Option(help: "Where the SMSC is.") var host = "127.0.0.1"
    @Option(help: "Its port.") var port = 2775
    @Option(help: "Unanswered submits of a link.") var window = 64
    @Option(help: "Links to open.") var binds = 1
    @Option(help: "Segments a second that the route allows.") var rate = 1_000_000
    @Option(help: "Give up after so many seconds.") var limit = 600
    @OptionGroup var city: BenchCity

    func validate() throws {
        try check("count", count, 1...2_200_000)
        try check("port", port, 1...65_535)
        try check("window", window, 1...SessionSettings.largestWindow)
        try check("binds", binds, 1...16)
        try check("rate", rate, 1...1_000_000)
        try check("limit", limit, 1...86_400)
    }

    private func check(_ name: String, _ value: Int, _ range: ClosedRange<Int>) throws {
        guard !range.contains(value) else { return }
        throw ValidationError(
            "--\(name) is \(value); \(range.lowerBound) to \(range.upperBound) are possible.")
    }

    /// A city whose link writes down what leaves, as that of `keng serve` does.
    func open(
        households: Int, receipts: Bool, _ body: (Station, SMPPGateway, Engine) async throws -> Void
    ) async throws {
        try await city.open(households: households, segmentsPerSecond: rate) { station, folder in
            let worker = station.world.newID()
            let gateway = SMPPGateway(
                try settings(receipts: receipts), world: station.world,
                departures: DepartureLogs(prefix: folder + "/bench").begin(worker))
            try await body(station, gateway, try city.engine(station.desk, gateway, worker: worker))
        }
    }

    private func settings(receipts: Bool) throws -> SMPPSettings {
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

    /// Starts the engine and waits until its links are bound.
    func start(_ engine: Engine, _ station: Station, _ gateway: SMPPGateway) async throws {
        try await engine.start(at: station.world.now())
        let deadline = station.world.now() + .seconds(10)
        while gateway.linkStates.contains(where: { $0 != .bound }) {
            guard station.world.now() < deadline else {
                throw Complaint(
                    .unavailable, "No SMSC lets us in at \(host):\(port).",
                    "The links are \(gateway.linkStates).", "keng simulate smsc --port \(port)")
            }
            try await Task.sleep(for: .milliseconds(10))
        }
    }

    /// Lets the engine work as in `keng serve`, and looks now and then whether `isDone`.
    func run(
        _ engine: Engine, _ station: Station,
        until isDone: @Sendable @escaping (any Transaction) throws -> Bool
    ) async throws {
        try await city.run(engine, station, within: .seconds(limit), until: isDone)
    }
}
