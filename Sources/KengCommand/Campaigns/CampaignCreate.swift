import ArgumentParser
import KengContent
import KengDomain
import KengEngine
import KengStore

/// Drafts a campaign.
struct CampaignCreate: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "create", abstract: "Draft a campaign; prints its id.")

    @Option(help: "The lesson's name in addresses, such as kitchen-oil-fire.") var lesson: String
    @Option(help: "The area, as system/code; may be given several times.") var area: [String]
    @Option(help: "Who drafts it.") var by: String
    @Option(help: "What the console calls it. Without it, the lesson's title.") var name: String?
    @Option(help: "vi, id and zh-Hans, separated by commas.") var languages = "vi,id,zh-Hans"
    @Option(help: "awareness, service, advertising or emergency.") var messageClass = "awareness"
    @Option(help: "The quiz: one (a question at a time), all (in one text) or none.")
    var quiz = "all"
    @Option(help: "Local start in the first area, YYYY-MM-DDTHH:MM; without it, now.")
    var starts: String?
    @Option(help: "How many hours the window is open.") var hours = 72
    @Option(help: "Days from one wave to the next.") var everyDays = 0
    @Option(help: "How many waves.") var waves = 1
    @Option(help: "The most segments it may use; 0 for no ceiling.") var budget = 0
    @Option(
        help: "The most it may cost, in whole units of the gateways' currency; 0 for no ceiling.")
    var budgetMoney = 0
    @Option(help: "The gateways it may leave by, separated by commas; without it, any.")
    var route = ""
    @Flag(help: "Only households in which nobody is trained yet.") var untrainedOnly = false
    @Flag(help: "Vietnamese without marks, in its reviewed variant.") var unmarked = false
    @Flag(help: "Check everything and store nothing.") var dryRun = false
    @Flag(help: "Answer in JSON.") var json = false
    @OptionGroup var options: StationOptions

    func validate() throws {
        guard (1...24 * 31).contains(hours) else {
            throw ValidationError("--hours is \(hours); 1 to 744 are possible.")
        }
        guard BriefField.budget.contains(budget) else {
            throw ValidationError(
                "--budget is \(budget); 0 to \(BriefField.budget.upperBound) are possible.")
        }
        guard SegmentPrice.budgets.contains(budgetMoney) else {
            throw ValidationError(
                "--budget-money is \(budgetMoney); 0 to \(SegmentPrice.budgets.upperBound) are "
                    + "possible.")
        }
        guard BriefField.manners.contains(quiz) else {
            throw ValidationError(
                "--quiz is “\(quiz)”; it is one of \(BriefField.manners.joined(separator: ", ")).")
        }
        guard MessageClass(word: messageClass) != nil else {
            throw ValidationError(
                "--message-class is “\(messageClass)”; it is one of awareness, service, "
                    + "advertising, emergency.")
        }
    }

    func run() async throws {
        try await reporting {
            let station = try await Station.open(options, node: 4)
            let account = try await station.account(by)
            let areas = try area.map { try station.area($0) }
            let titles = try await station.database.read { try $0.lessonTitles() }
            let brief = try brief(station, areas, titles)
            do {
                guard !dryRun else {
                    try await station.desk.rehearse(brief, by: account)
                    try answer(
                        json
                            ? "{\"id\":null,\"dry_run\":true}"
                            : "The campaign could be drafted; nothing was stored.")
                    return
                }
                let id = try await station.desk.create(brief, by: account)
                try answer(json ? "{\"id\":\"\(id)\",\"state\":\"draft\"}" : "\(id)")
            } catch DeskProblem.faults(let faults)
                where faults.contains(where: { $0.field == .lesson })
                && station.library.lessons.contains(where: { $0.manifest.slug == brief.lesson })
            {
                throw Complaint(
                    .badData, "The lesson “\(brief.lesson)” is not published yet.",
                    "It lies in the content folder, and only published editions are sent.",
                    NextCommand.now.other("content", "publish"))
            }
        }
    }

    /// The gateways of `--route`, which must be configured where any is.
    private func gateways() throws -> [String] {
        let names = GatewayWay.names(in: route)
        let way = try GatewayWay.configured(options)
        for name in names where !way.names.contains(name) {
            throw Complaint(
                .usage, "“\(name)” is no gateway that is configured.",
                "These are: \(way.names.joined(separator: ", ")).",
                "Name the gateway files in keng.conf or KENG_GATEWAY, or leave --route out.")
        }
        return names
    }

    private func brief(
        _ station: Station, _ areas: [Area], _ titles: [LessonTitle]
    ) throws -> CampaignBrief {
        let tags = languages.split(separator: ",").map(String.init)
        let known = try tags.map { tag in
            guard let language = Language(tag: tag) else {
                throw Complaint(
                    .usage, "“\(tag)” is no language Keng teaches in.",
                    "It teaches in vi, id and zh-Hans.",
                    NextCommand.now.again("--languages", "vi,id,zh-Hans"))
            }
            return language
        }
        let slug: Slug
        do throws(Slug.Problem) {
            slug = try Slug(lesson)
        } catch {
            throw Complaint(
                .usage, "“\(lesson)” is no lesson's name.",
                "Names are lower-case words joined by dashes.",
                NextCommand.now.again("--lesson", "kitchen-oil-fire"))
        }
        let start = try LocalTime.read(starts, areas.first, now: station.world.now())
        let title = titles.first { $0.slug == slug && known.contains($0.language) }?.title
        return CampaignBrief(
            name: name ?? title ?? lesson, lesson: slug,
            messageClass: MessageClass(word: messageClass) ?? .awareness,
            manner: try manner(),
            isUnmarked: unmarked,
            audience: Audience(
                areas: areas.map(\.id), languages: known, isUntrainedOnly: untrainedOnly),
            schedule: try schedule(from: start), route: try gateways(),
            budgetSegments: budget, budgetMoney: budgetMoney)
    }

    private func manner() throws -> QuizSession.Manner? {
        do {
            return try BriefField.manner(quiz)
        } catch {
            throw DeskProblem.faults([error])
        }
    }

    private func schedule(from start: Instant) throws -> Schedule {
        do throws(Schedule.Problem) {
            return try Schedule(
                starts: start, ends: start + .seconds(hours * 3600), everyDays: everyDays,
                waves: waves)
        } catch {
            throw Complaint(
                .usage, "\(waves) waves of \(hours) hours, \(everyDays) days apart, do not fit.",
                "A wave ends before the next starts, 1 to 366 days later; there are 1 to 366.",
                "For example: --hours 24 --every-days 7 --waves 4")
        }
    }
}

/// A local date and time as the command line takes it.
enum LocalTime {
    static func read(_ text: String?, _ area: Area?, now: Instant) throws -> Instant {
        guard let text else { return now }
        let parts = text.split(separator: "T", maxSplits: 1).map(String.init)
        guard parts.count == 2, let day = try? LocalDay(parts[0]),
            let minute = try? MinuteOfDay(parts[1])
        else {
            throw Complaint(
                .usage, "“\(text)” is no date and time.",
                "It is written as YYYY-MM-DDTHH:MM, in the first area's local time.",
                NextCommand.now.again("--starts", "\(LocalDay(of: now, at: .hanoi))T08:00"))
        }
        return day.instant(at: minute, offset: area?.offset ?? .utc)
    }
}
