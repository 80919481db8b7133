import HTTPTypes
import KengDomain
import KengEngine
import KengStore
import KengTestSupport
import KengText
import Testing

@testable import KengWeb

struct CoverageTests {
    /// What the page shows and what the file holds are the same rows in the same order.
    @Test(arguments: ["", "?below=50", "?level=2", "?q=phuong+van", "?area=3"])
    func theNumbersOnThePageAreThoseOfTheFile(query: String) async throws {
        let city = try await City()
        try await city.browse(as: "author") { browser in
            let page = try await browser.get("/coverage\(query)").text
            let file = try await browser.get("/coverage.csv\(query)").text
            let rows = file.split(separator: "\r\n").dropFirst().map {
                $0.split(separator: ",", maxSplits: 7, omittingEmptySubsequences: false)
            }
            #expect(!rows.isEmpty)
            let shown = page.matches(
                of:
                    #/<tr><th scope="row"><a href="/areas/t/([^"]+)">.*?<td class="number"[^>]*>([^<]*)</td><td class="number"[^>]*>([^<]*)</td><td class="number"[^>]*>[^<]*</td><td class="number"[^>]*>([^<]*)</td>/#
            ).map { [$0.1, $0.2, $0.3, $0.4].map(String.init) }
            let stored = rows.map { row in
                [row[1], row[5], row[6], row[7]].map { String($0).replacing("\"", with: "") }
            }
            #expect(shown == stored)
        }
    }

    /// Paper carries the moment, the filter, and how many rows are on it.
    @Test func theListSaysWhenAndHowManyOfHowMany() async throws {
        let city = try await City()
        try await city.browse(as: "author") { browser in
            let whole = try await browser.get("/coverage?lang=en").text
            #expect(whole.contains("This page shows all 4 areas. As of 23 November 2026, 09:00"))
            #expect(!whole.contains("Filter: "))
            let part = try await browser.get("/coverage?lang=en&below=50&q=phuong+van").text
            #expect(part.contains("<p class=\"onprint\">Filter: phường (4), Under 50%, phuong van"))
        }
    }

    @Test func theWorstComesFirstAndPagesMeetWithoutGapOrRepeat() async throws {
        let city = try await City()
        let filter = CoverageFilter(
            under: City.Place.city, depth: 3, folded: "",
            belowShare: CoverageFilter.everyShare)
        try await city.database.read { transaction in
            let all = try transaction.coverage(filter, after: .start, limit: 100)
            #expect(all.map(\.share) == all.map(\.share).sorted())
            var paged: [Area.ID] = []
            var key = CoverageKey.start
            while let line = try transaction.coverage(filter, after: key, limit: 1).first {
                paged.append(line.id)
                key = CoverageKey(share: line.share, area: line.id)
            }
            #expect(paged == all.map(\.id))
            let totals = try transaction.coverageTotals(filter)
            #expect(totals.households == all.reduce(0) { $0 + $1.households })
            #expect(totals.covered == all.reduce(0) { $0 + $1.covered })
        }
    }

    @Test func theHomeSentenceSaysWhereThePlanStands() async throws {
        let city = try await City()
        let area = try #require(
            try await city.database.read { try $0.areaLine(City.Place.city) })
        try await city.browse(as: "chief") { browser in
            let page = try await browser.get("/?lang=en").text
            #expect(
                page.contains(
                    "\(area.covered) of \(area.households) households have a trained member"))
            #expect(page.contains("of 100% due 31 December 2026"))
            #expect(page.contains("class=\"tile s"))
        }
    }

    /// The template reaches every member that the struct has.
    @Test func anAreasFigureNamesAllItsMembers() async throws {
        let city = try await City()
        let area = try #require(
            try await city.database.read { try $0.areaLine(City.Place.city) })
        let catalogues = try Catalogues(in: City.root + "/Locales")
        let figure = AreaFigure(area, Words(.english, in: catalogues))
        for member in Mirror(reflecting: figure).children {
            let name = try #require(member.label)
            let found = try #require(figure.child(named: name))
            #expect("\(found)" == "\(member.value)", "\(name)")
        }
    }
}

struct ReadPlanTests {
    /// Lists and histories reach their rows by an index: no walk through messages, households or phones.
    @Test func noPageScansALargeTable() async throws {
        let city = try await City()
        let (household, resident, message) = try await city.story()
        let scans = try await city.database.read { transaction in
            let plans = PlanReader(transaction)
            let scope = City.Place.city
            _ = try plans.areaLines(below: scope)
            _ = try plans.areaLines(twoBelow: scope)
            _ = try plans.searchAreas("dong", under: scope, limit: 50)
            _ = try plans.campaignLines(in: nil, under: scope, before: nil, limit: 50)
            _ = try plans.householdLines(code: "H5-1", under: scope, limit: 50)
            _ = try plans.householdLines(in: City.Place.ward, afterCode: "", limit: 50)
            _ = try plans.residentLines(of: household)
            let line = try #require(try plans.residentLine(resident))
            _ = try plans.householdLines(phone: line.phone, under: scope, limit: 50)
            _ = try plans.messageLines(to: line.phone, limit: 50)
            _ = try plans.messageLine(message)
            _ = try plans.partLines(of: message)
            _ = try plans.eventLines(of: message)
            _ = try plans.inboundLines(from: line.phone, limit: 50)
            _ = try plans.attendanceLines(of: household)
            _ = try plans.target(of: scope, on: try LocalDay("2026-11-23"))
            return plans.found.flatMap(\.steps).filter { $0.hasPrefix("SCAN") }
        }
        let large = ["message", "household", "resident", "phone", "part", "attendance", "area"]
        for scan in scans {
            #expect(
                !large.contains { scan.hasPrefix("SCAN \($0)") && !scan.contains("USING") },
                "\(scan)")
        }
    }
}
