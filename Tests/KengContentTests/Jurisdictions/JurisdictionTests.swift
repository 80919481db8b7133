import Foundation
import KengDomain
import Testing

@testable import KengContent

/// The bundled `Content/` of this repository.
enum Bundled {
    static let folder = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
        .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
        .appendingPathComponent("Content").path

    static func rules(_ code: String) throws -> JurisdictionRules {
        let library = try Library(folder: folder)
        return try #require(library.jurisdictions[try Jurisdiction(code)])
    }
}

struct JurisdictionTests {
    @Test(arguments: [
        ("VN", ["00070", "006", "01", "VN"], "114"), ("CN", ["110101", "CN"], "119"),
        ("ID", ["31.74.01", "31.74", "31", "ID"], "112"), ("ID", ["32.73", "32", "ID"], nil),
        ("ID", [], nil),
    ])
    func theFireNumberComesFromTheAreaAndIsNeverGuessed(
        code: String, areas: [String], number: String?
    ) throws {
        #expect(try Bundled.rules(code).fireNumber(areas: areas) == number)
    }

    @Test(arguments: [
        ("VN", MessageClass.awareness, "07:00", 1290), ("VN", .advertising, "07:00", 1320),
        ("VN", .service, "00:00", 1440), ("ID", .awareness, "08:00", 1200),
        ("CN", .awareness, "08:00", 1260), ("CN", .advertising, "08:00", 1320),
        ("CN", .emergency, "00:00", 1440),
    ])
    func hoursAreThoseOfTheLawPage(
        code: String, messageClass: MessageClass, opens: String, closes: Int
    ) throws {
        let hours = try Bundled.rules(code).hours[messageClass]
        #expect(hours.opens.description == opens)
        #expect(hours.closesAtMinute == closes)
    }

    @Test func capsAndLabelsAreThoseOfTheLawPage() throws {
        let rules = try Bundled.rules("VN")
        #expect(rules.caps.awareness == JurisdictionRules.Cap(perDay: 1, perWeek: 4))
        #expect(rules.caps.advertising == JurisdictionRules.Cap(perDay: 3, perWeek: nil))
        #expect(rules.caps.service == .none)
        #expect(rules.labels.advertising == "[QC]")
        #expect(rules.labels.awareness.isEmpty)
    }

    @Test(arguments: ["VN", "ID", "CN"])
    func everyRuleSaysWhereItComesFrom(code: String) throws {
        let rules = try Bundled.rules(code)
        let about = Set(rules.sources.map(\.about))
        #expect(about.isSuperset(of: ["police_number", "ambulance_number", "hours", "caps"]))
        #expect(about.contains("fire_number") || about.contains("fire_number_by_area"))
        #expect(rules.optOutFooters.count == 3)
    }

    @Test(arguments: [
        ("police_number: \"113\"", "police_number: call", 2), ("07:00-21:30", "7-21", 5),
        ("per_day: 1", "per_day: 0", 3), ("  emergency: 00:00-24:00\n", "", 4),
        ("  police_number: {mark: B, source: x}\n", "", 9), ("mark: B", "mark: X", 10),
        ("hours:\n", "hours:\n  awarness: 07:00-08:00\n", 5),
    ])
    func aFaultIsFound(old: String, new: String, line: Int) {
        let good = """
            code: VN
            police_number: "113"
            caps: {awareness: {per_day: 1}}
            hours:
              awareness: 07:00-21:30
              service: 00:00-24:00
              advertising: 07:00-22:00
              emergency: 00:00-24:00
            opt_out_footer: {vi: a, id: b, zh-Hans: c}
            sources:
              police_number: {mark: B, source: x}
              caps: {mark: D, source: x}
              hours: {mark: D, source: x}
              opt_out_footer: {mark: D, source: x}

            """
        #expect(Sample().adding("jurisdictions/VN.yaml", good).library.findings.isEmpty)
        let bad = good.replacingOccurrences(of: old, with: new)
        #expect(bad != good)
        let findings = Sample().adding("jurisdictions/VN.yaml", bad).library.findings
        #expect(findings.count == 1)
        #expect(abs((findings.first?.place.line ?? 0) - line) <= 2, "\(findings.map(\.report))")
    }
}

struct PlanTests {
    @Test func thePlanOfHanoiIsRead() throws {
        let library = try Library(folder: Bundled.folder)
        let plan = try #require(library.plans.first { $0.slug.text == "hanoi-53" })
        #expect(plan.system == "vn-2023")
        #expect(plan.trainedPerHousehold == 1)
        #expect(plan.target(for: "01", on: try LocalDay("2024-06-01"))?.percent == 100)
        #expect(plan.target(for: "021", on: try LocalDay("2024-12-31"))?.percent == 50)
        #expect(plan.target(for: "021", on: try LocalDay("2025-01-01"))?.percent == 100)
        #expect(plan.target(for: "021", on: try LocalDay("2026-11-22"))?.percent == 100)
        #expect(plan.target(for: "006", on: try LocalDay("2024-06-01")) == nil)
    }

    @Test(arguments: [
        ("percent: 50", "percent: 0"), ("percent: 50", "percent: 101"),
        ("percent: 60", "percent: 40"),
        ("by: 2025-12-31", "by: 2024-12-31"), ("households_covered", "households"),
        ("2024-12-31", "2024-31-12"), ("system: vn-2023\n", ""),
    ])
    func aFaultIsFound(old: String, new: String) {
        let good = """
            slug: p
            title: {vi: a, id: b, zh-Hans: c}
            system: vn-2023
            area: "01"
            indicator: households_covered
            trained_per_household: 1
            targets:
              - {area: "01", percent: 50, by: 2024-12-31}
              - {area: "01", percent: 60, by: 2025-12-31}
            source: s
            grade: C

            """
        #expect(Sample().adding("plans/p.yaml", good).library.findings.isEmpty)
        let bad = good.replacingOccurrences(of: old, with: new)
        #expect(bad != good)
        let library = Sample().adding("plans/p.yaml", bad).library
        #expect(library.findings.count == 1, "\(library.findings.map(\.report))")
        #expect(library.plans.isEmpty || library.plans.first?.targets.count == 1)
    }
}
