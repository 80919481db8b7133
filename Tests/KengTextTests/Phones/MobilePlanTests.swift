import KengDomain
import Testing

@testable import KengText

struct MobilePlanTests {
    /// The quick plans and libphonenumber say the same of a million numbers, good and bad, in all forms.
    @Test(arguments: UInt64(0)..<8)
    func theQuickWayAgreesWithTheLibrary(seed: UInt64) throws {
        var random = SeededGenerator(seed: seed)
        for _ in 0..<42_000 {
            for region in [Jurisdiction.vietnam, .indonesia, .china] {
                let typed = Self.number(in: region, &random)
                let quick = Result { try PhoneNumberReader(region: region).read(typed) }
                let slow = Result {
                    try PhoneNumberReader(region: region, asksOnlyLibrary: true).read(typed)
                }
                guard (try? quick.get()) != (try? slow.get()) else { continue }
                Issue.record("\(region) \(typed): \(quick), library \(slow)")
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
            for tail in ["12345", "123456", "1234567", "12345678", "123456789", "400123456"] {
                let typed = "0\(prefix)\(tail)"
                let (left, right) = (try? quick.read(typed), try? slow.read(typed))
                #expect(left == right, "\(region) \(typed)")
            }
        }
    }
}
