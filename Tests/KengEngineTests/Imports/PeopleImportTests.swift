import Foundation
import KengDomain
import KengStore
import Synchronization
import Testing

@testable import KengEngine

struct PeopleImportTests {
    private static let header = "household_code,area_code,address,name,phone,language\n"

    @Test func residentsBringTheirHouseholds() async throws {
        let fixture = try ImportFixture()
        _ = try await fixture.importAreas()
        let report = try await fixture.importResidents(
            Self.header + """
                H1,00070,12 Hàng Bài,Nguyễn Thị Hoà,0912 345 678,vi
                H1,00070,12 Hàng Bài,Trần Văn Bình,+84 987 654 321,Tiếng Việt
                H2,00071,5 Đống Đa,张伟,0163 234 5678,中文

                """)
        #expect(report.rows == 3 && report.added == 3 && report.badCount == 0)
        #expect(report.householdsAdded == 2 && report.migratedPhones == 1)
        #expect(report.badRows == nil)
        let stored = try await fixture.ask(
            """
            SELECT household.code, household.address, resident.name,
                CAST(resident.phone AS TEXT), CAST(resident.language AS TEXT),
                CAST(resident.is_holder AS TEXT)
            FROM resident JOIN household ON household.id = resident.household_id
            ORDER BY resident.id
            """, columns: 6)
        #expect(
            stored == [
                "H1|12 Hàng Bài|Nguyễn Thị Hoà|84912345678|1|1",
                "H1|12 Hàng Bài|Trần Văn Bình|84987654321|1|1",
                "H2|5 Đống Đa|张伟|84332345678|3|1",
            ])
    }

    @Test func theCountsOfAllAncestorsGrow() async throws {
        let fixture = try ImportFixture()
        _ = try await fixture.importAreas()
        _ = try await fixture.importResidents(
            Self.header + "H1,00070,,A,0912345678,vi\nH1,00070,,B,0912345679,vi\n"
                + "H2,00071,,C,0912345670,vi\n")
        let counts = try await fixture.ask(
            """
            SELECT area.code, CAST(area_count.kind AS TEXT), CAST(area_count.total AS TEXT)
            FROM area_count JOIN area ON area.id = area_count.area_id
            ORDER BY area.code, area_count.kind
            """, columns: 3)
        #expect(
            counts == [
                "00070|1|1", "00070|3|2", "00071|1|1", "00071|3|1", "001|1|2", "001|3|3",
                "01|1|2", "01|3|3",
            ])
    }

    /// What stands in one row, and why it is not taken.
    @Test(arguments: [
        ("H1,99999,,A,0912345678,vi", "unknown_area"), ("H1,1,,A,0912345678,vi", "ambiguous_area"),
        ("H1,,,A,0912345678,vi", "missing_value"), (",00070,,A,0912345678,vi", "missing_value"),
        ("H1,00070,,A,,vi", "phone_empty"), ("H1,00070,,A,091234567,vi", "phone_wrong_length"),
        ("H1,00070,,A,ĐT: 0912345678,vi", "phone_unexpected_character"),
        ("H1,00070,,A,0421234567,vi", "phone_unknown_prefix"),
        ("H1,00070,,A,02438253531,vi", "phone_landline"),
        ("H1,00070,,A,19001234,vi", "phone_premium"),
        ("H1,00070,,A,0912345678,fr", "unknown_language"),
        ("H1,00070,,A,0912345678,", "missing_value"),
        ("H1,00070,,\"A\"b,0912345678,vi", "damaged_row"), ("H1,00070", "phone_empty"),
        ("H1,00070,,\u{FFFD},0912345678,vi", "malformed_text"),
        ("H1,00070,\(String(repeating: "x", count: 501)),A,0912345678,vi", "too_long"),
    ])
    func badRowsAreCountedByKind(row: String, code: String) async throws {
        let fixture = try ImportFixture()
        _ = try await fixture.importAreas()
        let report = try await fixture.importResidents(
            Self.header + "H0,00070,,Good,0987654321,vi\n" + row + "\n")
        #expect(report.bad == [code: 1] && report.added == 1 && report.rows == 2)
        let lines = try fixture.text(of: try #require(report.badRows)).split(separator: "\r\n")
        #expect(lines.count == 2)
        #expect(lines[1].hasPrefix("3,\(code),"))
    }

    @Test func aBrokenLetterIsToldWithItsRowAndPlace() async throws {
        let fixture = try ImportFixture()
        _ = try await fixture.importAreas()
        var bytes = Array((Self.header + "H1,00070,Hàng Bài,Nguyễn,0912345678,vi\n").utf8)
        let place = try #require(bytes.firstIndex(of: 0xBB))
        bytes[place] = 0x3F
        let path = try fixture.write(bytes)
        let report = try await PeopleImport(
            database: fixture.database, world: fixture.world, settings: ImportSettings()
        ).residents(from: path) { _ in }
        #expect(report.charset == .utf8 && report.bad == ["malformed_text": 1])
        let list = try fixture.text(of: try #require(report.badRows))
        #expect(list.contains("\r\n2,malformed_text,The name is broken UTF-8 at its character 5."))
    }

    @Test func badRowsShowTheRowWithoutThePhone() async throws {
        let fixture = try ImportFixture()
        _ = try await fixture.importAreas()
        let report = try await fixture.importResidents(
            Self.header + "H1,99999,\"12, Hàng \"\"Bài\"\"\",0911 222 333,0912345678,vi\n")
        let path = try #require(report.badRows)
        #expect(path.hasSuffix("/input.bad-rows.csv"))
        let text = try fixture.text(of: path)
        #expect(
            text
                == "\u{FEFF}row,reason,explanation,household_code,area_code,address,name,phone,language\r\n"
                + "2,unknown_area,The area code 99999 is unknown in this system. Correct it or import its "
                + "areas first.,H1,99999,\"12, Hàng \"\"Bài\"\"\",…333,…678,vi\r\n")
        let rights = try FileManager.default.attributesOfItem(atPath: path)[.posixPermissions]
        #expect(rights as? Int == 0o600)
    }

    /// What a spreadsheet would run is disarmed in the list of bad rows, and comes back whole from it.
    @Test(arguments: [
        "=1+1", "-12 ngõ 5", "+84 tầng 2", "@sum", "'=1", "''-", "'", "'tis", "＝A1", "12; 5",
    ])
    func aCorrectedListOfBadRowsIsImportedUnchanged(address: String) async throws {
        let fixture = try ImportFixture()
        _ = try await fixture.importAreas()
        let header = "household_code,area_code,address,phone,language\n"
        let bad = try await fixture.importResidents(
            header + "H1,99999,\(address),0912345678,vi\n")
        let list = try fixture.text(of: try #require(bad.badRows))
        let again = try await fixture.importResidents(list)
        #expect(again.bad == ["unknown_area": 1] && again.unknownColumns.isEmpty)
        #expect(try fixture.text(of: try #require(again.badRows)) == list)
        let corrected = list.replacing("H1,99999", with: "H1,00070")
            .replacing("…678", with: "0912345678")
        let taken = try await fixture.importResidents(corrected)
        #expect(taken.added == 1)
        let stored = try await fixture.ask("SELECT address FROM household", columns: 1)
        #expect(stored == [address])
    }

    @Test func aPhoneIsOnceInAHouseholdAndMayBeShared() async throws {
        let fixture = try ImportFixture()
        _ = try await fixture.importAreas()
        let report = try await fixture.importResidents(
            Self.header + "H1,00070,,A,0912345678,vi\nH1,00070,,B,+84912345678,vi\n"
                + "H2,00070,,C,0912345678,vi\n")
        #expect(report.bad == ["duplicate_resident": 1])
        #expect(report.added == 2 && report.sharedPhones == 1)
        #expect(
            try await fixture.ask(
                "SELECT name, CAST(is_holder AS TEXT) FROM resident ORDER BY id", columns: 2)
                == ["A|1", "C|0"])
        let holder = try await fixture.ask(
            """
            SELECT resident.name FROM phone JOIN resident ON resident.id = phone.holder_id
            """, columns: 1)
        #expect(holder == ["A"])
    }

    @Test func aPhoneThatWroteBeforeGetsItsHolder() async throws {
        let fixture = try ImportFixture()
        _ = try await fixture.importAreas()
        try await fixture.database.write {
            _ = try $0.execute("INSERT INTO phone (number, opted_out_at) VALUES (84912345678, 5)")
        }
        let report = try await fixture.importResidents(
            Self.header + "H1,00070,,A,0912345678,vi\n")
        #expect(report.sharedPhones == 0)
        #expect(
            try await fixture.ask(
                """
                SELECT name, CAST(is_holder AS TEXT), CAST(opted_out_at AS TEXT)
                FROM phone JOIN resident ON resident.id = phone.holder_id
                """, columns: 3) == ["A|1|5"])
    }

    @Test func theSameListAgainAddsNothing() async throws {
        let fixture = try ImportFixture()
        _ = try await fixture.importAreas()
        let list = Self.header + "H1,00070,,A,0912345678,vi\nH2,00070,,B,0912345679,vi\n"
        _ = try await fixture.importResidents(list)
        let again = try await fixture.importResidents(list)
        #expect(again.added == 0 && again.known == 2 && again.badCount == 0)
        #expect(again.householdsAdded == 0)
        let count = "SELECT CAST(total AS TEXT) FROM area_count JOIN area ON area.id = area_id "
        #expect(
            try await fixture.ask(count + "WHERE code = '01' AND area_count.kind = 3", columns: 1)
                == ["2"])
    }

    @Test func eatenZerosAreGivenBackWhereOnlyOneAreaCanBeMeant() async throws {
        let fixture = try ImportFixture()
        _ = try await fixture.importAreas()
        let report = try await fixture.importResidents(
            Self.header
                + "H1,70,,A,0912345678,vi\nH2,0071,,B,0912345679,vi\nH3,1,,C,0912345670,vi\n")
        #expect(report.repairedCodes == 2 && report.added == 2)
        #expect(report.bad == ["ambiguous_area": 1])
    }

    @Test func aDryRunStoresNothing() async throws {
        let fixture = try ImportFixture()
        _ = try await fixture.importAreas()
        var settings = ImportSettings()
        settings.isDryRun = true
        let report = try await fixture.importResidents(
            Self.header + "H1,00070,,A,0912345678,vi\n", settings)
        #expect(report.added == 1 && report.householdsAdded == 1 && report.isDryRun)
        for table in ["resident", "household", "phone", "area_count"] {
            #expect(try await fixture.ask("SELECT 1 FROM \(table)", columns: 0).isEmpty)
        }
    }

    /// A file that cannot be followed to its end leaves nothing of its beginning.
    @Test func anErrorOnTheWayLeavesNothing() async throws {
        let fixture = try ImportFixture()
        _ = try await fixture.importAreas()
        var text = Self.header
        for number in 0..<6000 { text += "H\(number),00070,,A,09\(12_000_000 + number),vi\n" }
        text += "H,00070,\"never closed" + String(repeating: "x", count: 300_000)
        await #expect(throws: CSVProblem.fieldTooLong(row: 6002, column: 3, limit: 16_384)) {
            try await fixture.importResidents(text)
        }
        #expect(try await fixture.ask("SELECT 1 FROM resident", columns: 0).isEmpty)
        let left = try FileManager.default.contentsOfDirectory(atPath: fixture.folder.path)
        #expect(!left.contains { $0.contains("bad-rows") })
    }

    @Test func aCancelledImportLeavesNothing() async throws {
        let fixture = try ImportFixture()
        _ = try await fixture.importAreas()
        var text = Self.header
        for number in 0..<20_000 { text += "H\(number),00070,,A,09\(12_000_000 + number),vi\n" }
        let list = text
        let importing = Task { try await fixture.importResidents(list) }
        importing.cancel()
        await #expect(throws: CancellationError.self) { try await importing.value }
        #expect(try await fixture.ask("SELECT 1 FROM resident", columns: 0).isEmpty)
    }

    @Test func progressIsToldAtMostTenTimesASecondAndReachesTheEnd() async throws {
        let fixture = try ImportFixture()
        _ = try await fixture.importAreas()
        var text = Self.header
        for number in 0..<9000 { text += "H\(number),00070,,A,09\(12_000_000 + number),vi\n" }
        let seen = Mutex<[ImportProgress]>([])
        // Each question for the time is one millisecond, and naming rows asks for it, too.
        _ = try await fixture.importResidents(text) { step in seen.withLock { $0.append(step) } }
        let steps = seen.withLock { $0 }
        #expect(steps.last?.rows == 9000)
        #expect(steps.last?.bytes == text.utf8.count)
        #expect(steps.last?.totalBytes == text.utf8.count)
        #expect(steps.count <= 7)
        #expect(zip(steps, steps.dropFirst()).allSatisfy { $0.rows <= $1.rows })
    }

    @Test func aSystemMustBeSaidWhereSeveralAre() async throws {
        let fixture = try ImportFixture()
        let list = Self.header + "H1,00070,,A,0912345678,vi\n"
        await #expect(throws: ImportProblem.systemNeeded(found: [])) {
            try await fixture.importResidents(list)
        }
        _ = try await fixture.importAreas()
        let other = ImportFixture.areas.replacing("vn-2023", with: "vn-2025")
        _ = try await fixture.importAreas(other)
        await #expect(throws: ImportProblem.systemNeeded(found: ["vn-2023", "vn-2025"])) {
            try await fixture.importResidents(list)
        }
        var settings = ImportSettings()
        settings.system = "vn-2026"
        await #expect(
            throws: ImportProblem.unknownSystem("vn-2026", found: ["vn-2023", "vn-2025"])
        ) { try await fixture.importResidents(list, settings) }
        settings.system = "vn-2025"
        #expect(try await fixture.importResidents(list, settings).added == 1)
        let named =
            "area_system,household_code,area_code,phone,language\n"
            + "vn-2023,H1,00070,0912345678,vi\nvn-1,H1,00070,0912345678,vi\n"
        let report = try await fixture.importResidents(named)
        #expect(report.added == 1 && report.bad == ["unknown_system": 1])
    }

    @Test func householdsComeAloneToo() async throws {
        let fixture = try ImportFixture()
        _ = try await fixture.importAreas()
        let list = "mã hộ;mã xã;địa chỉ;ghi chú\nH1;00070;12 Hàng Bài;x\nH2;70;5;\nH1;00070;;\n"
        let report = try await fixture.importHouseholds(list)
        #expect(report.householdsAdded == 2 && report.added == 2 && report.repairedCodes == 1)
        #expect(report.bad == ["duplicate_household": 1])
        #expect(report.unknownColumns == ["ghi chú"] && report.separator == ";")
        #expect(try await fixture.importHouseholds(list).known == 3)
    }

    @Test func textIsStoredComposedAndOnOneLine() async throws {
        let fixture = try ImportFixture()
        _ = try await fixture.importAreas()
        let apart = "Nguye\u{302}\u{303}n\u{A0}Thi\u{323} Hoa\u{300}"
        _ = try await fixture.importResidents(
            Self.header + " H1 ,00070,\"12\nHàng  Bài\",\(apart),0912345678,vi\n")
        #expect(
            try await fixture.ask(
                """
                SELECT household.code, address, name FROM resident
                JOIN household ON household.id = household_id
                """, columns: 3) == ["H1|12 Hàng Bài|Nguyễn Thị Hoà"])
    }
}
