import ArgumentParser
import KengDomain
import KengEngine
import KengGateways
import KengStore

/// Sends planned rows to an HTTP server until each is accepted, on disk.
///
/// What is measured begins when all rows are planned: claim, hand-off on disk, request, answer, outcome on disk.
struct HTTPBench: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "http",
        abstract: "Send planned messages to a server over HTTP, every step on disk.",
        usage: """
            scripts/bench-http
            keng bench http --url http://127.0.0.1:8081/send --json
            """,
        discussion: """
            The server must answer {"code":"0","id":"…"}. scripts/bench-http starts nginx that does so, and \
            asks it with wrk in the same run.
            """)

    @Flag(help: "Answer with one JSON line.") var json = false
    @Option(help: "How many messages of one segment.") var count = 100_000
    @Option(help: "Where the server is.") var url: String
    @Option(help: "Requests under way at once.") var parallel = 64
    @Option(help: "Connections.") var connections = 32
    @Option(help: "Certificates to trust, for https.") var authorities: String?
    @Option(help: "Give up after so many seconds.") var limit = 600
    @OptionGroup var city: BenchCity

    func validate() throws {
        guard (1...2_200_000).contains(count), (1...1000).contains(parallel),
            (1...64).contains(connections), (1...86_400).contains(limit)
        else {
            throw ValidationError(
                "--count 1 to 2200000, --parallel 1 to 1000, --connections 1 to 64 and --limit 1 "
                    + "to 86400 are possible.")
        }
    }

    func run() async throws {
        try await reporting {
            let settings = try settings()
            try await city.open(people: count) { station in
                let wave = try await BenchWave(station: station, most: count).plan()
                let gateway = HTTPGateway(settings, world: station.world)
                let engine = try city.engine(station.desk, gateway)
                try await engine.start(at: station.world.now())
                let ((), measure) = try await BenchMeasure.measure {
                    try await city.run(engine, station, within: .seconds(limit)) { transaction in
                        try !transaction.waveCounts(of: wave).contains {
                            $0.state == .planned || $0.state == .handoff
                        }
                    }
                }
                try await engine.stop(at: station.world.now())
                let counts = try await station.database.read { try $0.waveCounts(of: wave) }
                    .reduce(into: [:]) { $0[$1.state, default: 0] += $1.messages }
                try answer(
                    measure.line(
                        "http", count: counts[.accepted, default: 0],
                        more: [
                            "parallel": parallel, "connections": connections,
                            "not_accepted": count - counts[.accepted, default: 0],
                        ], json: json))
            }
        }
    }

    private func settings() throws -> HTTPSettings {
        let profile = HTTPProfile(
            name: "bench", says: "a server of this bench", isVerified: true,
            sending: HTTPProfile.Sending(
                method: .post, url: try PlacedText(url), body: .json,
                fields: .object([
                    .init("to", .text(try PlacedText("{phone}"))),
                    .init("text", .text(try PlacedText("{text}"))),
                    .init("id", .text(try PlacedText("{id}"))),
                ])),
            reading: AnswerReading(
                format: .json, success: WebPath("/code").map { ($0, ["0"]) },
                reference: WebPath("/id")))
        var settings = HTTPSettings(
            name: "bench", profile: profile, source: "PCCC", segmentsPerSecond: 1_000_000,
            region: try Jurisdiction("VN"))
        settings.parallel = parallel
        settings.client.connections = connections
        settings.client.authorities = authorities
        return settings
    }
}
