import KengDomain
import Testing

@testable import KengText

struct MobilePlanTests {
    /// Of a million seeded numbers, what a plan calls mobile libphonenumber calls the same mobile number.
    @Test(arguments: UInt64(0)..<8)
    func whatAPlanTakesTheLibraryTakes(seed: UInt64) throws {
        var random = SeededGenerator(seed: seed)
        let plans = [MobilePlan.vietnam, .indonesia, .china]
        let library = PhoneNumberReader(region: .vietnam, asksOnlyLibrary: true)
        var taken = 0
        for _ in 0..<125_000 {
            let plan = plans[Int(random.next() % 3)]
            let count = plan == .vietnam ? 9 : plan == .china ? 11 : 9 + Int(random.next() % 4)
            let first: UInt64 = plan == .vietnam ? 3 : plan == .china ? 1 : 8
            let span = UInt64(TypedDigits.power(count - 1))
            let wide = plan == .vietnam ? span * 7 : span
            let national = TypedDigits(
                national: Int64(first * span + random.next() % wide), count: count)
            guard plan.isMobile(national) else { continue }
            taken += 1
            let full = plan.country * TypedDigits.power(count) + national.value
            guard (try? library.read("+\(full)"))?.number.number == full else {
                Issue.record("the library refuses \(full)")
                return
            }
        }
        #expect(taken > 60_000)
    }

    /// In every way of writing, good numbers and bad, the answer is the one without plans.
    @Test(arguments: [Jurisdiction.vietnam, .indonesia, .china])
    func theQuickWayAgreesWithTheSlow(region: Jurisdiction) throws {
        var random = SeededGenerator(seed: 7, subject: Int64(region.code.utf8.first ?? 0))
        let quick = PhoneNumberReader(region: region)
        let slow = PhoneNumberReader(region: region, asksOnlyLibrary: true)
        for _ in 0..<5_000 {
            let typed = Self.number(in: region, &random)
            let left = Result { try quick.read(typed) }
            let right = Result { try slow.read(typed) }
            switch (left, right) {
            case (.success(let one), .success(let other)) where one == other: continue
            case (.failure(let one), .failure(let other)) where "\(one)" == "\(other)": continue
            default:
                Issue.record("\(region) \(typed): \(left), library \(right)")
                return
            }
        }
    }

    /// Digits that are mostly near a real number of the country, before it a way of writing its code.
    private static func number(
        in region: Jurisdiction, _ random: inout SeededGenerator
    ) -> String {
        let (lead, lengths, code): ([String], ClosedRange<Int>, String) =
            switch region.code {
            case "VN": (["3", "5", "7", "8", "9", "12", "16", "18", "19", "2"], 8...10, "84")
            case "ID": (["8", "81", "82", "85", "2", "6"], 8...13, "62")
            default: (["1", "13", "14", "15", "16", "17", "18", "19", "2"], 10...12, "86")
            }
        var digits = lead.randomElement(using: &random) ?? ""
        let length = Int.random(in: lengths, using: &random)
        while digits.utf8.count < length { digits += String(Int.random(in: 0...9, using: &random)) }
        let before = ["", "0", code, "+" + code, "00" + code, "+" + code + "0", code + "0"]
        return (before.randomElement(using: &random) ?? "") + digits
    }

    /// Each three- or four-digit prefix of each plan, at every length near its own: all agree.
    @Test(arguments: [Jurisdiction.vietnam, .indonesia, .china])
    func everyPrefixAgreesWithTheLibrary(region: Jurisdiction) {
        let quick = PhoneNumberReader(region: region)
        let slow = PhoneNumberReader(region: region, asksOnlyLibrary: true)
        for prefix in 100...999 {
            for tail in ["123456", "12345678", "400123456"] {
                let typed = "0\(prefix)\(tail)"
                let (left, right) = (try? quick.read(typed), try? slow.read(typed))
                #expect(left == right, "\(region) \(typed)")
            }
        }
    }
}
