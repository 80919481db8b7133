import KengDomain
import Testing

struct SegmentPriceTests {
    @Test(arguments: [
        ("450 VND", 4_500_000, "VND"), ("0.045 CNY", 450, "CNY"), ("1.5 IDR", 15_000, "IDR"),
        ("0.0001 VND", 1, "VND"), ("999999999 IDR", 9_999_999_990_000, "IDR"),
    ])
    func pricesAreRead(text: String, amount: Int, currency: String) throws {
        let price = try SegmentPrice(text)
        #expect(price.tenThousandths == amount)
        #expect(price.currency == currency)
    }

    @Test(arguments: [
        "", "450", "VND", "450VND", "450 vnd", "450 VN", "450 ĐỒN", "-1 VND", "0 VND", "0.0 VND",
        "1.00001 VND", "1. VND", ".5 VND", "1.2.3 VND", "450 VND x", "1e3 VND", "1234567890 VND",
        "４５０ VND",
    ])
    func whatIsNoPriceIsRefused(text: String) {
        #expect(throws: SegmentPrice.Problem.notAPrice(text)) { try SegmentPrice(text) }
    }

    /// Rounded up when it is shown, and never above the ceiling when it is kept.
    @Test func costsAndCeilingsAgree() throws {
        let price = try SegmentPrice("0.045 CNY")
        #expect(price.cost(of: 1) == 1)
        #expect(price.cost(of: 1000) == 45)
        #expect(price.cost(of: 1001) == 46)
        #expect(price.segments(for: 45) == 1000)
        for money in [1, 7, 450, 451, 1_000_000] {
            let segments = price.segments(for: money)
            #expect(price.cost(of: segments) <= money)
            #expect(price.cost(of: segments + 1) > money)
        }
        #expect(price.cost(of: .max) == .max)
        #expect(price.segments(for: .max) == .max)
    }
}
