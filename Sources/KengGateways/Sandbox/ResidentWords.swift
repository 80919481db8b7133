import KengDomain

/// What the practice residents type: a few of the ways people do, per language.
enum ResidentWords {
    static let styles = 8

    static func answer(
        _ letters: [Character], language: Language, resident: Resident,
        _ chance: inout SeededGenerator
    ) -> String {
        let row = String(letters)
        guard letters.count == 1 else {
            switch resident.style {
            case 0: return row.lowercased()
            case 1: return letters.map(String.init).joined(separator: " ")
            case 2: return letters.map(String.init).joined(separator: ",")
            case 3: return letters.enumerated().map { "\($0 + 1)\($1)" }.joined(separator: " ")
            case 4 where resident.typesFullWidth && language == .chinese: return fullWidth(row)
            default: return row
            }
        }
        switch (language, resident.style) {
        case (_, 0): return row.lowercased()
        case (_, 1): return row.lowercased() + "."
        case (.vietnamese, 2): return resident.typesAccents ? "\(row) ạ" : "\(row) a"
        case (.vietnamese, 3): return resident.typesAccents ? "Đáp án \(row)" : "dap an \(row)"
        case (.vietnamese, 4):
            return resident.typesAccents ? "Tôi chọn \(row)" : "toi chon \(row.lowercased())"
        case (.indonesian, 2): return "\(row) pak"
        case (.indonesian, 3): return "jawaban \(row)"
        case (.indonesian, 4): return "saya pilih \(row)"
        case (.chinese, 2): return "选\(row)"
        case (.chinese, 3): return "答案是\(row)"
        case (.chinese, 4) where resident.typesFullWidth: return fullWidth(row)
        case (_, 5) where chance.happens(0.3):
            return ["A": "1", "B": "2", "C": "3"][row] ?? row
        default: return row
        }
    }

    static func stop(_ language: Language, _ chance: inout SeededGenerator) -> String {
        let words =
            switch language {
            case .vietnamese: ["STOP", "TC", "DUNG", "Từ chối", "huy"]
            case .indonesian: ["STOP", "BERHENTI", "berhenti"]
            case .chinese: ["退订", "TD", "T", "STOP"]
            }
        return words.randomElement(using: &chance) ?? "STOP"
    }

    static func nonsense(_ language: Language, _ chance: inout SeededGenerator) -> String {
        let words =
            switch language {
            case .vietnamese: ["ok", "Ai đấy?", "cam on", "A hoặc B", "khong biet", "D", "👍"]
            case .indonesian: ["ok", "ini siapa?", "terima kasih", "A atau B", "tidak tahu", "D"]
            case .chinese: ["好的", "你是谁", "谢谢", "A或B", "不知道", "D"]
            }
        return words.randomElement(using: &chance) ?? "ok"
    }

    /// The word that asks for one of the other two languages.
    static func otherLanguage(_ language: Language, _ chance: inout SeededGenerator) -> String {
        let others = Language.allCases.filter { $0 != language }
        return switch others.randomElement(using: &chance) ?? language {
        case .vietnamese: "VI"
        case .indonesian: "ID"
        case .chinese: "ZH"
        }
    }

    private static func fullWidth(_ row: String) -> String {
        let scalars = row.unicodeScalars.map { scalar in
            (0x21...0x7E).contains(scalar.value)
                ? Unicode.Scalar(scalar.value + 0xFEE0) ?? scalar : scalar
        }
        return String(String.UnicodeScalarView(scalars))
    }
}
