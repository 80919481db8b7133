import ArgumentParser
import KengDomain
import KengEngine
import KengStore

/// How far a plan is.
struct CoverageCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "coverage",
        abstract: "Print households and covered households of an area and the areas below it.",
        usage: "keng coverage vn-2023/01",
        discussion: "One line an area: system/code, name, covered, households.")

    @Argument(help: "The area, as system/code.") var area: String
    @Flag(help: "Answer in JSON, a line an area.") var json = false
    @OptionGroup var options: StationOptions

    func run() async throws {
        try await reporting {
            let station = try await Station.open(options, node: 3)
            let root = try station.area(area)
            for area in [root] + station.areas.children(of: root.id) {
                let count = try await station.database.read { try $0.areaCounts(of: area.id) }
                let covered = count[.coveredHouseholds] ?? 0
                let households = count[.households] ?? 0
                try answer(
                    json
                        ? "{\"area\":\(JSONText.quote(area.system + "/" + area.code)),"
                            + "\"name\":\(JSONText.quote(area.name)),"
                            + "\"covered\":\(covered),\"households\":\(households)}"
                        : "\(area.system)/\(area.code)\t\(area.name)\t\(covered)\t\(households)")
            }
        }
    }
}
