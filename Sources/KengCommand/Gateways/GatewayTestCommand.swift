import ArgumentParser
import KengDomain
import KengGateways
import KengText

/// Binds every link of a gateway file once, or sends one text.
struct GatewayTestCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "test",
        abstract: "Try whether the provider lets us in; with --to, send one text.",
        usage: """
            keng gateway test gateways/viettel.yaml
            keng gateway test --seconds 60 --json gateways/viettel.yaml
            keng gateway test gateways/esms.yaml --to 0912345678
            """,
        discussion: """
            Without --to each link of an SMPP file is bound and unbound, and nothing is sent. A provider may \
            allow only so many binds: links that keng serve holds at the same time count. With --to one text \
            leaves, which costs what a text costs. It ends with 1 when a link was not let in or the text was \
            not taken.
            """)

    @Argument(help: "The file; docs/gateways.md explains each key.") var file: String
    @Option(help: "Send one text to this number.") var to: String?
    @Option(help: "How long to wait for each link, or for the text: 1 to 300.") var seconds = 20
    @Flag(help: "Answer in JSON: link, bind, ending, code, ms; or gateway, outcome, code, ms.")
    var json = false
    @OptionGroup var options: StationOptions

    func validate() throws {
        guard (1...300).contains(seconds) else {
            throw ValidationError("--seconds \(seconds): expected 1 to 300.")
        }
    }

    func run() async throws {
        try await reporting {
            let settings = try GatewayFile(
                path: file, locales: options.locales, content: options.content
            ).settings
            if let to { return try await send(settings, to: to) }
            guard case .smpp(let settings) = settings else {
                throw Complaint(
                    .usage, "\(settings.name) speaks HTTP, and has no link to bind.",
                    "Whether its provider lets us in is told by sending one text.",
                    "keng gateway test \(file) --to 0912345678")
            }
            try await bind(settings)
        }
    }

    private func bind(_ settings: SMPPSettings) async throws {
        let trials = try await LinkTrial.run(settings, within: .seconds(seconds))
        for (number, trial) in trials.enumerated() {
            let view = TrialView(number: number + 1, trial: trial, seconds: seconds)
            try answer(json ? view.json : view.lines)
        }
        let shut = trials.count { trial in
            if case .bound = trial.ending { false } else { true }
        }
        guard shut == 0 else {
            StandardStreams.say("\(shut) of \(trials.count) links were not let in.\n".utf8)
            throw ExitStatus.failed.code
        }
    }

    private func send(_ settings: ProviderSettings, to typed: String) async throws {
        guard let phone = try? PhoneNumberReader(region: settings.region).read(typed).number else {
            throw Complaint(
                .usage, "--to is no mobile number of \(settings.region).",
                "One is written as people there write it, or with + and the country code.",
                "keng gateway test \(file) --to 0912345678")
        }
        let catalogues = try Catalogues(
            in: Places.find(.locales, option: options.locales))
        let world = World.real { Station.machineTime() }
        let words = try catalogues[settings.region.trialLanguage].text("gateway.trial")
        let text = settings.routeText.replaced(words).text
        let gateway: any Gateway =
            switch settings {
            case .smpp(let settings): SMPPGateway(settings, world: world)
            case .http(let settings): HTTPGateway(settings, world: world)
            }
        let trial = TextTrial(gateway: gateway, world: world)
        let (outcome, time) = try await trial.send(
            text, segments: settings.routeText.count(text).segments, to: phone,
            in: settings.region.trialLanguage, within: .seconds(seconds))
        let view = TextTrialView(
            gateway: settings.name, outcome: outcome, time: time, seconds: seconds)
        try answer(json ? view.json : view.lines)
        guard case .accepted = outcome else { throw ExitStatus.failed.code }
    }
}

extension Jurisdiction {
    /// What a text that everybody there may get is written in.
    fileprivate var trialLanguage: Language {
        switch code {
        case "ID": .indonesian
        case "CN": .chinese
        default: .vietnamese
        }
    }
}

/// One text by one gateway, outside any campaign.
struct TextTrial {
    let gateway: any Gateway
    let world: World

    /// - Returns: nil when the provider could not be reached in time, and then nothing was sent.
    func send(
        _ text: String, segments: Int, to phone: PhoneNumber, in language: Language,
        within limit: Duration
    ) async throws -> (outcome: SubmitOutcome?, time: Duration) {
        let start = world.steady()
        try await gateway.start()
        var (outcome, isSent): (SubmitOutcome?, Bool) = (nil, false)
        while outcome == nil, world.steady() - start < limit {
            let now = world.now()
            if !isSent, await gateway.room(at: now) > 0 {
                isSent = true
                await gateway.submit(
                    [
                        OutboundText(
                            message: world.newID(), phone: phone, text: text, segments: segments,
                            language: language, lane: .reply, expires: now + .seconds(600))
                    ], at: now)
            }
            outcome = await gateway.outcomes(at: now).first?.outcome
            if outcome == nil { await gateway.bell.wait(for: .milliseconds(50)) }
        }
        let time = world.steady() - start
        await gateway.stop()
        if isSent, outcome == nil {
            outcome = await gateway.outcomes(at: world.now()).first?.outcome ?? .unknown
        }
        return (outcome, time)
    }
}

struct TextTrialView {
    let gateway: String
    let outcome: SubmitOutcome?
    let time: Duration
    let seconds: Int

    private var word: (String, code: String) {
        switch outcome {
        case nil: ("not-sent", "")
        case .accepted(let references): ("taken", references.joined(separator: " "))
        case .rejected(let code): ("refused", code)
        case .temporary(let code, _): ("refused-for-now", code)
        case .throttled: ("too-fast", "")
        case .barred(let code): ("barred", code)
        case .unknown: ("unknown", "")
        }
    }

    var lines: String {
        switch outcome {
        case nil:
            "\(gateway): could not be reached within \(seconds) s; nothing was sent. "
                + "Is the address right, and this machine's address known to the provider?"
        case .accepted(let references):
            "\(gateway): taken after \(time.milliseconds) ms, as \(references.joined(separator: ", ")). "
                + "Did it arrive as it was written?"
        case .rejected(let code): "\(gateway): refused for good with \(code)."
        case .temporary(let code, _): "\(gateway): refused for now with \(code)."
        case .throttled: "\(gateway): refused as too fast."
        case .barred(let code):
            "\(gateway): refused with \(code), for what the account or these settings are. Are the keys, "
                + "the sender name and the address right?"
        case .unknown:
            "\(gateway): no answer within \(seconds) s. It may have been sent; look at the phone before the "
                + "next try."
        }
    }

    var json: String {
        "{\"gateway\":\(JSONText.quote(gateway)),\"outcome\":\"\(word.0)\","
            + "\"code\":\(JSONText.quote(word.code)),\"ms\":\(time.milliseconds)}"
    }
}
