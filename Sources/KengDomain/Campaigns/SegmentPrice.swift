/// What a contract asks for one segment, such as 450 VND or 0.045 CNY.
package struct SegmentPrice: Hashable, Sendable {
    /// In ten-thousandths of the currency's unit, 1 or more.
    package let tenThousandths: Int
    /// Three capital letters, as ISO 4217 has them.
    package let currency: String

    package enum Problem: Error, Hashable {
        case notAPrice(String)
    }

    /// Whole units of the currency that a campaign may be given.
    package static let budgets = 0...1_000_000_000_000
    private static let scale = 10_000

    /// Reads `450 VND` or `0.045 CNY`, to four digits after the point.
    package init(_ text: String) throws(Problem) {
        let words = text.split(separator: " ")
        guard words.count == 2, words[1].utf8.count == 3,
            words[1].utf8.allSatisfy({ (0x41...0x5A).contains($0) })
        else { throw .notAPrice(text) }
        let parts = words[0].split(separator: ".", omittingEmptySubsequences: false)
        let digits = parts.dropFirst().first ?? ""
        guard (1...2).contains(parts.count), (1...9).contains(parts[0].utf8.count),
            digits.utf8.count <= 4, parts.count == 1 || !digits.isEmpty,
            (parts[0] + digits).utf8.allSatisfy({ (0x30...0x39).contains($0) }),
            let whole = Int(parts[0]),
            let rest = Int(digits + String(repeating: "0", count: 4 - digits.utf8.count))
        else { throw .notAPrice(text) }
        let amount = whole * Self.scale + rest
        guard amount > 0 else { throw .notAPrice(text) }
        tenThousandths = amount
        currency = String(words[1])
    }

    /// In whole units, rounded up.
    package func cost(of segments: Int) -> Int {
        let (cost, isTooMuch) = segments.multipliedReportingOverflow(by: tenThousandths)
        return isTooMuch ? .max : (cost + Self.scale - 1) / Self.scale
    }

    /// The most segments that cost no more than so many whole units.
    package func segments(for money: Int) -> Int {
        let (amount, isTooMuch) = money.multipliedReportingOverflow(by: Self.scale)
        return isTooMuch ? .max : amount / tenThousandths
    }
}

extension CampaignBrief {
    /// The most segments it may use by both of its ceilings; nil without one.
    ///
    /// - Parameter price: what a segment costs; without it a ceiling in money lets nothing leave.
    package func mostSegments(at price: SegmentPrice?) -> Int? {
        var most: Int?
        if budgetSegments > 0 { most = budgetSegments }
        if budgetMoney > 0 {
            let paid = price?.segments(for: budgetMoney) ?? 0
            most = min(most ?? paid, paid)
        }
        return most
    }
}
