import KengDomain
import Testing

@testable import KengEngine

struct AreaImportTests {
    @Test func parentsMayComeLater() async throws {
        let fixture = try ImportFixture()
        let report = try await fixture.importAreas()
        #expect(report.rows == 5 && report.added == 5 && report.bad.isEmpty)
        let stored = try await fixture.ask(
            """
            SELECT code, folded, CAST(depth AS TEXT), jurisdiction, CAST(utc_offset AS TEXT)
            FROM area ORDER BY code
            """, columns: 5)
        #expect(
            stored == [
                "00001|phuong phuc xa|2|VN|420", "00070|phuong hang bai|2|VN|420",
                "00071|phuong dong da|2|VN|420", "001|quan ba dinh|1|VN|420",
                "01|thanh pho ha noi|0|VN|420",
            ])
        let lines = try await fixture.ask(
            """
            SELECT above.code, area.code FROM area_ancestor
            JOIN area AS above ON above.id = area_ancestor.ancestor_id
            JOIN area ON area.id = area_ancestor.area_id
            WHERE area.code = '00070' ORDER BY above.depth
            """, columns: 2)
        #expect(lines == ["01|00070", "001|00070", "00070|00070"])
    }

    @Test func aSecondTimeChangesNothing() async throws {
        let fixture = try ImportFixture()
        _ = try await fixture.importAreas()
        let again = try await fixture.importAreas()
        #expect(again.added == 0 && again.known == 5 && again.updated == 0)
        let renamed = ImportFixture.areas.replacing("Phường Hàng Bài", with: "Phường Cửa Nam")
        let third = try await fixture.importAreas(renamed)
        #expect(third.added == 0 && third.known == 4 && third.updated == 1)
        #expect(
            try await fixture.ask("SELECT name FROM area WHERE code = '00070'", columns: 1)
                == ["Phường Cửa Nam"])
    }

    @Test func childrenMayComeInALaterFile() async throws {
        let fixture = try ImportFixture()
        _ = try await fixture.importAreas()
        let report = try await fixture.importAreas(
            "system,code,name,kind,parent\nvn-2023,00074,Phường Mới,phường,001\n")
        #expect(report.added == 1)
        #expect(
            try await fixture.ask(
                "SELECT jurisdiction, CAST(depth AS TEXT) FROM area WHERE code = '00074'",
                columns: 2) == ["VN|2"])
    }

    @Test(arguments: [
        ("x,1,A,k,2\nx,2,B,k,3\nx,3,C,k,1\nx,4,D,k,1", [2, 3, 4], "cycle"),
        ("x,1,A,k,1", [2], "cycle"), ("x,1,A,k,9", [2], "unknown_parent"),
        ("vn-x,1,A,k,\nvn-x,1,B,k,", [3], "duplicate_area"),
        ("x,1,A,k,", [2], "missing_jurisdiction"),
        ("id-x,1,A,k,", [2], "missing_offset"), ("x,,A,k,", [2], "missing_value"),
        ("x,1,,k,", [2], "missing_value"), ("x,1,\"A\"b,k,", [2], "damaged_row"),
    ])
    func oneWrongRowStopsAll(rows: String, numbers: [Int], code: String) async throws {
        let fixture = try ImportFixture()
        let text = "system,code,name,kind,parent\n" + rows + "\nvn-y,7,Good,k,\n"
        do {
            _ = try await fixture.importAreas(text)
            Issue.record("the rows were taken")
        } catch let problem as ImportProblem {
            guard case .badAreas(let count, let first, let file) = problem else {
                throw problem
            }
            #expect(first.map(\.number) == numbers && count == numbers.count)
            #expect(first.allSatisfy { $0.problem.code == code })
            let lines = try fixture.text(of: file).split(separator: "\r\n").dropFirst()
            #expect(lines.map { Int($0.prefix { $0 != "," }) } == numbers)
        }
        #expect(try await fixture.ask("SELECT code FROM area", columns: 1).isEmpty)
    }

    /// ZZ has the form of a country's code and is none.
    @Test(arguments: ["ZZ", "vn", "VNM"])
    func aJurisdictionIsACountry(code: String) async throws {
        let fixture = try ImportFixture()
        let header = "system,code,name,kind,parent,jurisdiction,utc_offset_minutes\n"
        let text = header + "x,1,A,k,,\(code),420\n"
        do {
            _ = try await fixture.importAreas(text)
            Issue.record("the row was taken")
        } catch ImportProblem.badAreas(_, let first, _) {
            #expect(first.map(\.problem) == [.unknownJurisdiction(code)])
        }
    }

    @Test(arguments: [
        ("valid_from", "01/07/2025", "not_a_day"), ("valid_from", "2025-02-30", "not_a_day"),
        ("jurisdiction", "Vietnam", "unknown_jurisdiction"),
        ("utc_offset_minutes", "7h", "wrong_offset"),
        ("utc_offset_minutes", "900", "wrong_offset"),
    ])
    func wrongValuesAreNamed(column: String, value: String, code: String) async throws {
        let fixture = try ImportFixture()
        do {
            _ = try await fixture.importAreas(
                "system,code,name,kind,parent,\(column)\nvn-x,1,A,k,,\(value)\n")
            Issue.record("the value was taken")
        } catch ImportProblem.badAreas(_, let first, _) {
            #expect(first.map { $0.problem.code } == [code])
        }
    }

    @Test func aStoredAreaDoesNotMove() async throws {
        let fixture = try ImportFixture()
        _ = try await fixture.importAreas()
        let moved = "system,code,name,kind,parent\nvn-2023,00070,Phường Hàng Bài,phường,01\n"
        await #expect(throws: ImportProblem.self) { try await fixture.importAreas(moved) }
    }

    @Test func aDryRunStoresNothing() async throws {
        let fixture = try ImportFixture()
        var settings = ImportSettings()
        settings.isDryRun = true
        let report = try await fixture.importAreas(ImportFixture.areas, settings)
        #expect(report.added == 5 && report.isDryRun)
        #expect(try await fixture.ask("SELECT code FROM area", columns: 1).isEmpty)
    }

    /// The trees that come with Keng.
    @Test(arguments: [
        ("vn-2023", 11_368), ("vn-2025", 3356), ("id-kemendagri", 864), ("cn-gb2260", 3211),
    ])
    func theBundledTreesAreTaken(system: String, count: Int) async throws {
        let fixture = try ImportFixture()
        let root = #filePath.split(separator: "/").dropLast(4).joined(separator: "/")
        let report = try await AreaImport(
            database: fixture.database, world: fixture.world, settings: ImportSettings()
        ).areas(from: "/\(root)/Content/areas/\(system).csv")
        #expect(report.added == count)
    }
}
