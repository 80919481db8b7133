import ArgumentParser
import Foundation
import Hummingbird
import KengContent
import KengDomain
import KengEngine
import KengGateways
import KengSimulation
import KengStore
import KengText
import KengWeb
import Logging
import ServiceLifecycle
import Synchronization
import UnixSignals

/// Runs the engine, the console and the public pages.
struct ServeCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "serve",
        abstract: "Run the sending engine, the console and the public pages.",
        usage: """
            keng serve --demo
            keng serve --demo --households 2000 --port 9000 --database demo.sqlite
            """,
        discussion: """
            Without a gateway file texts go to the sandbox, where nothing leaves the machine. It runs \
            only on a practice city, so that no real resident is ever counted as reached by it; and \
            a practice city never reaches a provider. docs/gateways.md shows how to write the file.
            """)

    @Flag(help: "Make a practice city of made-up people in the real tree of Hanoi, and serve it.")
    var demo = false
    @Option(help: "How many households the practice city has.")
    var households = DemoSetup.defaultHouseholds
    @Option(help: "The seed that people and network follow.") var seed = DemoSetup.defaultSeed
    @Option(help: "Segments the sandbox takes in a second.") var rate = 400
    @Option(help: "How slow people are: 1 as in life, 0.01 a hundred times faster.")
    var pace = 0.01
    @Option(
        help: """
            The file of the provider, or several separated by commas. Without it: KENG_GATEWAY, \
            keng.conf, else the sandbox.
            """)
    var gateway: String?
    @Flag(help: "A network without faults.") var calm = false
    @Flag(help: "Start without the first campaign.") var empty = false
    @Option(help: "The address to answer on.") var host = "127.0.0.1"
    @Option(help: "The port to answer on.") var port = 8080
    @Option(help: "How the console is reached from outside, for links.") var site: String?
    @OptionGroup var options: StationOptions

    func validate() throws {
        guard (1...2_200_000).contains(households) else {
            throw ValidationError("--households is \(households); 1 to 2200000 are possible.")
        }
        guard (1...1_000_000).contains(rate) else {
            throw ValidationError("--rate is \(rate); 1 to 1000000 segments a second are possible.")
        }
        guard pace > 0, pace <= 10 else {
            throw ValidationError("--pace is \(pace); more than 0 and at most 10 is possible.")
        }
        guard (1...65_535).contains(port) else {
            throw ValidationError("--port is \(port); 1 to 65535 are possible.")
        }
    }

    func run() async throws {
        try await reporting {
            if let site { _ = try SiteAddress(site) }
            try ServeAddress(host: host, port: port).check()
            let way = try GatewayWay(
                setting: Settings.load().value(.gateway, option: gateway),
                locales: options.locales, content: options.content)
            // Several programs share a server, but not the sandbox's memory of its network.
            let isAlone = !options.location.isServer || way.isSandbox
            let lock = try isAlone ? FileLock(options.location.filesPrefix + ".lock") : nil
            try await serve(way, isAlone: isAlone)
            // Held until here.
            _ = consume lock
        }
    }

    private func serve(_ way: GatewayWay, isAlone: Bool) async throws {
        var logger = Logger(label: "keng") { StreamLogHandler.standardError(label: $0) }
        logger.logLevel = .notice
        if demo {
            try await DemoSetup(options: options, households: households, seed: seed).prepare {
                StandardStreams.say(($0 + "\n").utf8)
            }
        }
        let station = try await Station.open(
            options, node: 1, shares: !isAlone, way: way,
            segmentsPerSecond: way.segmentsPerSecond ?? rate)
        let isPractice =
            try await station.database.read { try $0.setting(Station.practiceSetting) } != nil
        try way.check(isPractice: isPractice, database: options.database)
        let departures = DepartureLogs(prefix: options.location.filesPrefix)
        let (ways, practice) = try await way.open(
            world: station.world, departures: departures,
            worker: {
                $0 == 0 ? station.seat?.worker ?? station.world.newID() : station.world.newID()
            }
        ) {
            try await sandbox(station)
        }
        let reader = ReplyReader(
            try KeywordFile.load(locales: Places.find(.locales, option: options.locales)))
        let engine = Engine(
            desk: station.desk, ways: ways, reader: reader, logger: logger, isAlone: isAlone,
            departures: departures)
        let press = PackPress(station: station)
        try await press.run()
        if demo, !empty { try await FirstCampaign(station: station, desk: station.desk).start() }
        let web = try WebApplication(
            database: station.database, world: station.world, accounts: station.accounts,
            desk: station.desk, rulebook: station.rulebook, catalogues: station.catalogues,
            settings: WebSettings(
                isPractice: isPractice, isSecure: site?.hasPrefix("https:") ?? false,
                senderNames: way.senders.isEmpty ? ["PCCC-HN"] : way.senders, route: way.names,
                routeText: way.routeText, packs: press.folder),
            phones: practice.map { PracticePhones($0, world: station.world) },
            logger: logger)
        let started = Signal()
        let machines = try Machines(
            database: station.database, world: station.world, accounts: station.accounts,
            desk: station.desk, catalogues: station.catalogues, route: way.names,
            packs: press.folder, hooks: ways.compactMap { $0.gateway as? any HookGateway },
            isStarted: { started.isRaised })
        if demo { try await greet(station) }
        try await ServiceGroup(
            configuration: ServiceGroupConfiguration(
                services: [
                    .init(
                        service: EngineService(engine: engine) {
                            started.raise()
                        },
                        successTerminationBehavior: .gracefullyShutdownGroup,
                        failureTerminationBehavior: .gracefullyShutdownGroup),
                    .init(
                        service: web.application(host: host, port: port, machines: machines)),
                ],
                gracefulShutdownSignals: [.sigterm, .sigint], logger: logger)
        ).run()
    }

    private func sandbox(_ station: Station) async throws -> SandboxGateway {
        let solver = QuizSolver()
        for row in try await station.database.read({ try $0.newestEditions() }) {
            solver.learn(try Edition(row: row))
        }
        var settings = SandboxSettings(seed: seed, segmentsPerSecond: rate) { text in
            solver.letters(for: text.text, in: text.language)
        }
        settings.people.pace = pace
        // A provider is busy for minutes, not for longer than its people take to answer.
        settings.network.busyPause = .milliseconds(max(500, Int64(min(1, pace * 10) * 20_000)))
        if calm { settings.network = .calm }
        return try SandboxGateway(settings, journal: options.location.filesPrefix + ".sandbox")
    }

    private func greet(_ station: Station) async throws {
        let name = host.contains(":") ? "[\(host)]" : host
        let address = try SiteAddress(site ?? "http://\(name):\(port)").text
        for name in ["lan", "minh"] {
            let token = try await station.accounts.newLink(for: name)
            StandardStreams.say("\(name): \(address)/sign-in?token=\(token)\n".utf8)
        }
        StandardStreams.say(
            "lan writes campaigns, minh approves them; the links open once, within 15 minutes.\n"
                .utf8)
    }
}

extension PracticePhones {
    /// The handsets of the sandbox.
    init(_ gateway: SandboxGateway, world: World) {
        self.init(
            lines: { phone in
                gateway.handset(phone, at: world.now()).map {
                    Line(text: $0.text, at: $0.at, isTyped: $0.direction == .sent)
                }
            },
            type: { phone, text, now in
                gateway.type(from: phone, text: text, at: now)
            })
    }
}

/// Raised once, by the engine, when it has settled what an earlier run left.
private final class Signal: Sendable {
    private let value = Atomic(false)

    var isRaised: Bool { value.load(ordering: .acquiring) }

    func raise() {
        value.store(true, ordering: .releasing)
    }
}
