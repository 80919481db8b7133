import ArgumentParser
import KengDomain
import KengEngine
import KengStore

/// A campaign's id and who acts on it.
struct CampaignTarget: ParsableArguments {
    @Argument(help: "The campaign's id.") var id: Int64
    @Option(help: "Who acts.") var by: String
    @Flag(help: "Answer in JSON: id and state.") var json = false
    @OptionGroup var options: StationOptions

    func act(
        _ body: (CampaignDesk, Campaign.ID, Account) async throws -> Void
    ) async throws {
        try await reporting {
            let station = try await Station.open(options, node: 4)
            let account = try await station.account(by)
            try await body(station.desk, Campaign.ID(rawValue: id), account)
            let campaign = try await station.database.read {
                try $0.campaign(Campaign.ID(rawValue: id))
            }
            let state = campaign?.state.word.text ?? "unknown"
            guard !json else {
                try answer("{\"id\":\"\(id)\",\"state\":\(JSONText.quote(state))}")
                return
            }
            if case .submitted(_, .some) = campaign?.state {
                try answer(state + ", one of two approvals given")
            } else {
                try answer(state)
            }
        }
    }
}

/// Shows what would be sent.
struct CampaignCheck: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "check", abstract: "Print every text, how many get it, and the digest.")

    @Argument(help: "The campaign's id.") var id: Int64
    @Flag(help: "Answer in JSON.") var json = false
    @OptionGroup var options: StationOptions

    func run() async throws {
        try await reporting {
            let station = try await Station.open(options, node: 4)
            let sheet = try await station.desk.check(Campaign.ID(rawValue: id))
            guard !json else {
                let texts = sheet.texts.map {
                    "{\"language\":\(JSONText.quote($0.language.rawValue)),"
                        + "\"jurisdiction\":\(JSONText.quote($0.jurisdiction.code)),"
                        + "\"form\":\($0.form),\"recipients\":\($0.recipients),"
                        + "\"segments\":\($0.body.segments),"
                        + "\"text\":\(JSONText.quote($0.body.text))}"
                }
                try answer(
                    "{\"digest\":\(JSONText.quote(sheet.digest)),"
                        + "\"recipients\":\(sheet.recipients),\"segments\":\(sheet.segments),"
                        + "\"most_reply_segments\":\(sheet.mostReplySegments),"
                        + "\"texts\":[\(texts.joined(separator: ","))]}")
                return
            }
            for text in sheet.texts {
                let body = text.body
                try answer(
                    "\(text.language.rawValue) in \(text.jurisdiction): "
                        + "\(text.recipients) recipients, \(body.segments) segments "
                        + "each (\(body.encoding), \(body.units) units), "
                        + "\(text.segments) in all\n\(body.text)\n")
            }
            for (reason, count) in sheet.unsendable {
                try answer("not sent to \(count): \(reason.word)")
            }
            try answer("\(sheet.recipients) recipients, \(sheet.segments) segments")
            if sheet.mostReplySegments > 0 {
                try answer("replies: at most \(sheet.mostReplySegments) segments more")
            }
            try answer("digest \(sheet.digest)")
        }
    }
}

struct CampaignSubmit: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "submit", abstract: "Ask for approval of the campaign as it is now.")
    @OptionGroup var target: CampaignTarget

    func run() async throws {
        try await target.act { try await $0.submit($1, by: $2) }
    }
}

struct CampaignApprove: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "approve",
        abstract: "Approve exactly what the digest covers; not by its author.",
        discussion: "A campaign of the class emergency needs two approvers.")
    @Option(help: "The digest that `keng campaign check` printed.") var digest: String
    @OptionGroup var target: CampaignTarget

    func run() async throws {
        try await target.act { try await $0.approve($1, digest: digest, by: $2) }
    }
}

struct CampaignPause: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "pause", abstract: "Stop handing over; nothing is lost.")
    @OptionGroup var target: CampaignTarget

    func run() async throws {
        try await target.act { try await $0.pause($1, by: $2) }
    }
}

struct CampaignResume: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "resume", abstract: "Go on exactly where it was paused.")
    @OptionGroup var target: CampaignTarget

    func run() async throws {
        try await target.act { try await $0.resume($1, by: $2) }
    }
}

struct CampaignStop: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "stop", abstract: "End a campaign; what has not left never will.")
    @Flag(help: "Do it; without this it only says what would happen.") var yes = false
    @OptionGroup var target: CampaignTarget

    func run() async throws {
        guard yes else {
            try await reporting {
                throw Complaint(
                    .usage, "Nothing was stopped.",
                    "Stopping cannot be undone; keng campaign pause can.",
                    NextCommand.now.again() + " --yes")
            }
            return
        }
        try await target.act { try await $0.stop($1, by: $2) }
    }
}

struct CampaignSendAgain: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "send-again",
        abstract: "Send a finished campaign once more to those it missed.",
        discussion: """
            Whoever a message of it missed (undelivered, expired, rejected or unknown) and none reached. \
            The texts are those that were approved; hours, caps and the ceiling hold.
            """)
    @Flag(help: "Do it; without this it only says what would happen.") var yes = false
    @OptionGroup var target: CampaignTarget

    func run() async throws {
        try await target.act { desk, id, account in
            if yes {
                try await desk.sendAgain(id, by: account)
            } else {
                let (missed, unknown) = try await desk.missed(by: id)
                throw Complaint(
                    .usage, "Nothing was sent again.",
                    "\(missed) people at most were missed; for \(unknown) messages nobody can say, "
                        + "and who got one of these may get it twice.",
                    NextCommand.now.again() + " --yes")
            }
        }
    }
}

/// Lists campaigns with their counts.
struct CampaignList: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "list", abstract: "Print id, state, name and messages by state.")
    @Flag(help: "Answer in JSON, a line a campaign.") var json = false
    @OptionGroup var options: StationOptions

    func run() async throws {
        try await reporting {
            let station = try await Station.open(options, node: 4)
            let lines = try await station.database.read { transaction in
                try transaction.campaigns(in: CampaignWord.allCases).compactMap { id in
                    guard let campaign = try transaction.campaign(id) else { return nil as String? }
                    var counts: [String: Int] = [:]
                    for wave in try transaction.waves(of: id) {
                        for count in try transaction.waveCounts(of: wave.id) {
                            counts[count.state.word, default: 0] += count.messages
                        }
                    }
                    let ordered = counts.sorted { $0.key < $1.key }
                    guard json else {
                        return "\(id)\t\(campaign.state.word.text)\t\(campaign.brief.name)\t"
                            + ordered.map { "\($0.key) \($0.value)" }.joined(separator: ", ")
                    }
                    return "{\"id\":\"\(id)\",\"state\":\"\(campaign.state.word.text)\","
                        + "\"name\":\(JSONText.quote(campaign.brief.name)),\"messages\":{"
                        + ordered.map { "\"\($0.key)\":\($0.value)" }.joined(separator: ",")
                        + "}}"
                }
            }
            for line in lines { try answer(line) }
        }
    }
}
