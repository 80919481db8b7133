package import KengDomain

/// A made-up population for a real tree of areas: the same seed gives the same people.
///
/// Names are common ones put together by chance; numbers follow the country's plan but belong to nobody
/// we know of, and the sandbox is the only gateway that ever sees them.
package struct DemoCity: Sendable {
    private let seed: UInt64
    private let households: Int
    private let areas: [Area]

    /// - Parameter areas: the leaves people live in.
    package init(seed: UInt64, households: Int, areas: [Area]) {
        precondition(!areas.isEmpty, "people live somewhere")
        self.seed = seed
        self.households = households
        self.areas = areas.sorted { $0.code < $1.code }
    }

    package static let header = "household_code,area_code,address,name,phone,language\n"

    /// Gives the rows of a residents file, one household at a time.
    package func rows(_ take: (String) throws -> Void) rethrows {
        for number in 0..<households {
            try take(household(number))
        }
    }

    private func household(_ number: Int) -> String {
        var chance = SeededGenerator(seed: seed, subject: Int64(number))
        let area = areas[number % areas.count]
        let language = Self.language(chance.fraction())
        let code = "H" + String(1_000_000 + number).dropFirst()
        let street = Self.streets[Int(chance.next() % UInt64(Self.streets.count))]
        let address = "\(1 + chance.next() % 300) \(street)"
        // Every tenth household has a second member with a phone of their own.
        let members = chance.fraction() < 0.1 ? 2 : 1
        var rows = ""
        for member in 0..<members {
            let name = Self.name(language, &chance)
            let phone = Self.phone(number * 2 + member, &chance)
            rows += "\(code),\(area.code),\(address),\(name),\(phone),\(language.rawValue)\n"
        }
        return rows
    }

    private static func language(_ fraction: Double) -> Language {
        switch fraction {
        case ..<0.9: .vietnamese
        case ..<0.95: .indonesian
        default: .chinese
        }
    }

    /// Different for every index, written as people write numbers.
    private static func phone(_ index: Int, _ chance: inout SeededGenerator) -> String {
        let digits = "9" + String(10_000_000 + index * 37 % 80_000_000)
        switch chance.next() % 4 {
        case 0: return "+84 " + digits
        case 1: return "84" + digits
        case 2:
            return "0" + digits.prefix(3) + " " + digits.dropFirst(3).prefix(3) + " "
                + digits.dropFirst(6)
        default: return "0" + digits
        }
    }

    private static func name(_ language: Language, _ chance: inout SeededGenerator) -> String {
        let (first, last): ([String], [String]) =
            switch language {
            case .vietnamese: (vietnameseFamily, vietnameseGiven)
            case .indonesian: (indonesianFirst, indonesianLast)
            case .chinese: (chineseFamily, chineseGiven)
            }
        let a = first[Int(chance.next() % UInt64(first.count))]
        let b = last[Int(chance.next() % UInt64(last.count))]
        return language == .chinese ? a + b : a + " " + b
    }

    private static let streets = [
        "phố Huế", "phố Hàng Bông", "ngõ Chợ Khâm Thiên", "đường Láng", "phố Vọng",
        "đường Cầu Giấy", "ngõ Thổ Quan", "phố Đội Cấn", "đường Giải Phóng", "phố Bạch Mai",
    ]
    private static let vietnameseFamily = [
        "Nguyễn", "Trần", "Lê", "Phạm", "Hoàng", "Vũ", "Đặng", "Bùi", "Đỗ", "Ngô",
    ]
    private static let vietnameseGiven = [
        "Thị Lan", "Văn Hùng", "Thu Hà", "Minh Đức", "Thị Mai", "Quang Huy", "Ngọc Ánh",
        "Đình Phúc", "Thanh Tùng", "Thị Hòa",
    ]
    private static let indonesianFirst = [
        "Budi", "Siti", "Agus", "Dewi", "Rini", "Joko", "Putri", "Wahyu",
    ]
    private static let indonesianLast = ["Santoso", "Wijaya", "Lestari", "Pratama", "Hidayat"]
    private static let chineseFamily = ["王", "李", "张", "刘", "陈", "杨", "黄", "赵"]
    private static let chineseGiven = ["伟", "芳", "秀英", "敏", "静", "丽华", "强", "建国"]
}
