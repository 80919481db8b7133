import ArgumentParser
import Foundation
import KengContent
import KengDomain
import KengEngine
import KengText

/// Checks the content and stores what is new as editions, with the plans.
struct ContentPublishCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "publish",
        abstract:
            "Check the content, then store a new edition of whatever changed, all or nothing.",
        usage: "keng content publish --database keng.sqlite")

    @Option(help: "Who publishes, for the record.") var by = "terminal"
    @Flag(help: "Check and count, store nothing.") var dryRun = false
    @Flag(help: "Answer in JSON: published and unchanged.") var json = false
    @OptionGroup var options: StationOptions

    func run() async throws {
        try await reporting {
            let station = try await Station.open(options, node: 5, creates: !dryRun)
            let result = try await station.publish(by: by, isDryRun: dryRun)
            try answer(
                json
                    ? "{\"published\":\(result.published),\"unchanged\":\(result.unchanged)}"
                    : "published \(result.published), unchanged \(result.unchanged)")
        }
    }
}

extension Station {
    /// Publishes the bundled library and the plans whose areas are known.
    func publish(by actor: String, isDryRun: Bool = false) async throws -> Publisher.Result {
        let today = LocalDay(of: world.now(), at: .hanoi)
        let report = CheckReport(
            Checker(collisions: try collisions(locales: options.locales), today: today).check(
                library))
        guard report.errors == 0 else {
            StandardStreams.say(report.lines.utf8)
            throw Complaint(
                .badData, "The content has \(report.errors) errors.",
                "Only content without errors is published; nothing was stored.",
                "Mend the lines above, then run: \(NextCommand.now.again())")
        }
        let drafts = try library.drafts().map { try $0.get() }
        guard !isDryRun else { return Publisher.Result(published: drafts.count, unchanged: 0) }
        let result = try await publisher.publish(drafts, by: actor)
        for plan in library.plans
        where areas.area(system: plan.system, code: plan.area) != nil {
            try await publisher.publish(plan, tree: areas)
        }
        return result
    }
}
