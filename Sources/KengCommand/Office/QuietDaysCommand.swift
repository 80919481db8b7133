import ArgumentParser
import KengDomain
import KengEngine
import KengStore

/// Days on which campaigns that can wait do.
struct QuietDaysCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "quiet-days",
        abstract: "Days of mourning: awareness and advertising wait until they are over.",
        usage: """
            keng quiet-days add vn-2025/01 2026-12-03 --reason 'national mourning' --by minh
            keng quiet-days list
            """,
        discussion: """
            A day holds in an area and everywhere below it, from the next hand-off on. Service messages, alarms \
            and answers to what people wrote do not wait. The holidays of a country are in \
            Content/jurisdictions.
            """,
        subcommands: [Add.self, Remove.self, List.self])

    /// The area and the day.
    struct Target: ParsableArguments {
        @Argument(help: "The area, as system/code.") var area: String
        @Argument(help: "The day, such as 2026-12-03.") var day: String
        @Option(help: "Who acts: an approver of that area or of one above it.") var by: String
        @Flag(help: "Answer in JSON: area, day and whether anything changed.") var json = false
        @OptionGroup var options: StationOptions

        func localDay() throws -> LocalDay {
            do throws(LocalDay.Problem) {
                return try LocalDay(day)
            } catch {
                throw ValidationError(
                    "“\(day)” is no day; one is written as 2026-12-03, year, month and day.")
            }
        }

        func say(_ changed: Bool, yes: String, no: String) throws {
            try answer(
                json
                    ? "{\"area\":\(JSONText.quote(area)),\"day\":\(JSONText.quote(day)),"
                        + "\"changed\":\(changed)}" : changed ? yes : no)
        }
    }

    struct Add: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Hold what can wait on that day; the second time changes nothing.")

        @Option(help: "Why, for those who wonder: 1 to 200 characters.") var reason: String
        @OptionGroup var target: Target

        func validate() throws {
            _ = try target.localDay()
            guard CampaignDesk.quietReason.contains(reason.count) else {
                throw ValidationError(
                    "--reason has \(reason.count) characters; 1 to 200 are expected.")
            }
        }

        func run() async throws {
            let day = try target.localDay()
            try await reporting {
                let station = try await Station.open(target.options, node: 4)
                let isNew = try await station.desk.addQuietDay(
                    day, in: try station.area(target.area).id, reason: reason,
                    by: try await station.account(target.by))
                try target.say(
                    isNew, yes: "\(target.day) is quiet in \(target.area).",
                    no: "\(target.day) was quiet in \(target.area) already.")
            }
        }
    }

    struct Remove: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Let campaigns go on that day; what was put off already stays so.")

        @OptionGroup var target: Target

        func validate() throws {
            _ = try target.localDay()
        }

        func run() async throws {
            let day = try target.localDay()
            try await reporting {
                let station = try await Station.open(target.options, node: 4)
                let isGone = try await station.desk.removeQuietDay(
                    day, in: try station.area(target.area).id,
                    by: try await station.account(target.by))
                try target.say(
                    isGone, yes: "\(target.day) is an ordinary day in \(target.area).",
                    no: "\(target.day) was no quiet day of \(target.area) itself.")
            }
        }
    }

    struct List: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Print area, day and reason, from yesterday on.")

        @Flag(help: "Answer in JSON, a line a day.") var json = false
        @OptionGroup var options: StationOptions

        func run() async throws {
            try await reporting {
                let station = try await Station.open(options, node: 4)
                let yesterday = LocalDay(of: station.world.now(), at: .utc).advanced(by: -1)
                for quiet in try await station.database.read({
                    try $0.quietDays(from: yesterday)
                }) {
                    let area = station.areas.area(quiet.area)
                    let place = area.map { $0.system + "/" + $0.code } ?? "?"
                    try answer(
                        json
                            ? "{\"area\":\(JSONText.quote(place)),\"day\":\"\(quiet.day)\","
                                + "\"reason\":\(JSONText.quote(quiet.reason))}"
                            : "\(place)\t\(quiet.day)\t\(quiet.reason)")
                }
                // The holidays that the content names.
                guard !json else { return }
                for jurisdiction in station.rulebook.jurisdictions {
                    let days = station.rulebook.rules(of: jurisdiction)?.quietDays ?? []
                    for day in days.sorted() where day >= yesterday {
                        try answer("\(jurisdiction)\t\(day)\tContent/jurisdictions")
                    }
                }
            }
        }
    }
}
