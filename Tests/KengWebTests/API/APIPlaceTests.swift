import Foundation
import HTTPTypes
import KengDomain
import KengStore
import Synchronization
import Testing

@testable import KengWeb

struct APIPlaceTests {
    @Test func coverageListsTheWorstFirstWithTheTargetThatHolds() async throws {
        let world = try await APIWorld()
        try await cover(world)
        let answer = try await world.ask(.get, "/v1/coverage?plan=plan", as: "author")
        #expect(answer["parent", "code"] == .text("01"))
        #expect(answer["parent", "households"] == .number(6))
        #expect(answer["parent", "households_covered"] == .number(1))
        #expect(answer["areas", "0", "code"] == .text("006"))
        #expect(answer["areas", "1", "code"] == .text("001"))
        #expect(answer["areas", "2", "code"] == .text("007"))
        #expect(answer["areas", "0", "target", "percent"] == .number(100))
        #expect(answer["areas", "1", "target", "percent"] == .number(50))
        #expect(answer["areas", "1", "target", "by"] == .text("2026-12-31"))
        #expect(answer["as_of"] == .text(Timestamp.text(APIWorld.start)))
    }

    @Test func coverageIsPagedWithoutGapsOrRepeats() async throws {
        let world = try await APIWorld()
        try await cover(world)
        var codes: [JSONValue] = []
        var address = "/v1/coverage?limit=1"
        for _ in 0..<4 {
            let page = try await world.ask(.get, address, as: "author")
            codes.append(page["areas", "0", "code"] ?? .null)
            guard case .text(let next) = page["next"] else { break }
            address = "/v1/coverage?limit=1&cursor=\(next)"
        }
        #expect(codes == [.text("006"), .text("001"), .text("007")])
    }

    @Test(arguments: ["plan=other", "parent=t", "parent=t/99", "parent=x/01", "cursor=1"])
    func aParameterThatCannotBeUsedIsNamed(query: String) async throws {
        let answer = try await APIWorld().ask(.get, "/v1/coverage?\(query)", as: "author")
        #expect(answer.problem == "parameter")
    }

    @Test func anAccountSeesItsAreaAndNoOther() async throws {
        let world = try await APIWorld()
        let own = try await world.ask(.get, "/v1/areas/t/006", as: "ward")
        #expect(own["name"] == .text("Đống Đa"))
        #expect(own["above", "0", "code"] == .text("01"))
        #expect(try await world.ask(.get, "/v1/areas/t/001", as: "ward").status == 404)
        let coverage = try await world.ask(.get, "/v1/coverage", as: "ward")
        #expect(coverage["parent", "code"] == .text("006"))
        let other = try await world.ask(.get, "/v1/coverage?parent=t/001", as: "ward")
        #expect(other.problem == "parameter")
    }

    @Test func aProbeSaysReadyOnlyWhenTheEngineWorks() async throws {
        let world = try await APIWorld()
        #expect(try await world.ask(.get, "/livez").text == "ok\n")
        #expect(try await world.ask(.get, "/readyz").text == "ready\n")
        world.started.value.store(false, ordering: .relaxed)
        let answer = try await world.ask(.get, "/readyz")
        #expect(answer.status == 503)
        #expect(answer.headers[.retryAfter] == "1")
        #expect(try await world.ask(.get, "/livez").status == 200)
    }

    @Test func aDatabaseThatDoesNotAnswerIsNotReady() async throws {
        let world = try await APIWorld()
        try world.database.close()
        #expect(try await world.ask(.get, "/readyz").status == 503)
    }

    @Test func figuresAreCountedWithoutNames() async throws {
        let world = try await APIWorld()
        try await cover(world)
        _ = try await world.create()
        let text = try await world.ask(.get, "/metrics").text
        #expect(text.contains("\nkeng_households 6\n"))
        #expect(text.contains("\nkeng_households_covered 1\n"))
        #expect(text.contains("\nkeng_campaigns{state=\"draft\"} 1\n"))
        #expect(text.contains("\nkeng_messages{state=\"delivered\"} 0\n"))
        #expect(text.contains("keng_program_answers_total{class=\"2xx\"} 1\n"))
        for name in ["Hà Nội", "Người", "author", "8491"] { #expect(!text.contains(name)) }
    }

    /// Covers the first household of Ba Đình.
    private func cover(_ world: APIWorld) async throws {
        try await world.database.write { transaction in
            let edition = try #require(try transaction.newestEditions().first)
            let line = try #require(
                try transaction.householdLines(
                    in: Area.ID(rawValue: 2), afterCode: "", limit: 1
                ).first)
            let resident = try #require(try transaction.residentLines(of: line.id).first)
            _ = try transaction.record(
                AttendanceRow(
                    id: 1, resident: resident.id, household: line.id, area: line.area,
                    lesson: edition.key.slug, period: 2026, edition: edition.id, kind: "quiz",
                    points: 5, asked: 5, at: APIWorld.start, session: nil, message: nil,
                    inbound: nil))
        }
    }
}
