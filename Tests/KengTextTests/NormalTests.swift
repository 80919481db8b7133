import Foundation
import KengDomain
import KengText
import Testing

/// One text, one row of bytes.
struct NormalTests {
    @Test(arguments: [
        ("e\u{302}\u{301}", "ế"), ("a\u{300}", "à"), ("\u{212B}", "\u{C5}"),
        ("\u{2126}", "\u{3A9}"), ("abc", "abc"), ("", ""), ("\u{1111}\u{1171}\u{11B6}", "\u{D4DB}"),
    ])
    func composedText(typed: String, composed: String) {
        #expect(Array(typed.nfc.utf8) == Array(composed.utf8))
        #expect(Array(composed.nfd.nfc.utf8) == Array(composed.utf8))
    }
}

/// Search and the unmarked variant.
struct FoldingTests {
    @Test(arguments: [
        ("Đống Đa", "dong da"), ("  ĐỐNG\u{A0} đa\n", "dong da"), ("ＴＤ", "td"),
        ("Straße", "strasse"),
        ("e\u{302}\u{301}", "e"), ("火灾", "火灾"), ("Jakarta  Pusat", "jakarta pusat"), ("각", "각"),
        ("", ""),
    ])
    func searchIgnoresMarksAndCase(text: String, folded: String) {
        #expect(text.folded == folded)
        #expect(text.folded.folded == folded)
    }

    @Test(arguments: [
        ("Khi cháy, đừng chạy", "Khi chay, dung chay"),
        ("ĐƯỜNG Nguyễn Trãi 114", "DUONG Nguyen Trai 114"),
        ("https://a.vn/x?y=1", "https://a.vn/x?y=1"), ("火灾", "火灾"), ("각", "각"),
    ])
    func marksAreTakenOff(text: String, unmarked: String) {
        #expect(text.unmarked == unmarked)
        #expect(text.nfd.unmarked == unmarked)
    }
}

/// "cháy" and "chạy" must not both become "chay".
struct CollisionTests {
    static let words = "cháy chạy # fire, run\n\nđừng dừng\tđúng\n# nothing"

    @Test(
        arguments: [
            ("Khi cháy, đừng chạy", [["cháy", "chạy"]]), ("CHÁY! Chạy!", [["cháy", "chạy"]]),
            ("Khi cháy, cháy to", []), ("Dừng lại. Đừng chạy. Đúng.", [["dừng", "đừng", "đúng"]]),
            ("cha\u{301}y, cha\u{323}y", [["cháy", "chạy"]]), ("", []),
        ] as [(String, [[String]])])
    func wordsThatCollideAreNamed(text: String, words: [[String]]) throws {
        let collisions = try Collisions(Self.words)
        #expect(collisions.findings(in: text).map(\.words) == words.map { $0.map(\.nfc) })
    }

    @Test(
        arguments: [
            ("cháy", .tooFew(line: 1)), ("\ncháy lửa", .noCollision("lửa", line: 2)),
            ("cháy chạy\nchảy cháy", .repeated("cháy", line: 2)),
        ] as [(String, Collisions.Problem)])
    func aWrongListIsRefused(file: String, problem: Collisions.Problem) {
        #expect(throws: problem) { try Collisions(file) }
    }

    /// The tone of hỏa may stand on either vowel.
    @Test(
        arguments: [
            ("Cứu hoả, tiêu hóa", [["hoả", "hóa"]]), ("Cứu hỏa, tiêu hoá", [["hỏa", "hoá"]]),
            ("Cứu hỏa, cứu hoả", []), ("thủy thuý", [["thủy", "thuý"]]),
        ] as [(String, [[String]])])
    func eitherSpellingIsTheWord(text: String, words: [[String]]) throws {
        let collisions = try Collisions("hỏa hoá\nthuỷ thúy")
        #expect(collisions.findings(in: text).map(\.words) == words.map { $0.map(\.nfc) })
        #expect(throws: Collisions.Problem.repeated("hoả".nfc, line: 1)) {
            try Collisions("hỏa hóa hoả")
        }
    }

    @Test func theListOfTheHouseIsSound() throws {
        let file = try String(
            contentsOfFile: Root.path + "/Locales/vi/collisions.txt", encoding: .utf8)
        let collisions = try Collisions(file)
        #expect(collisions.count >= 90)
        #expect(
            collisions.findings(in: "Khi cháy, đừng dùng thang máy, đừng chạy").map(\.unmarked)
                == ["chay", "dung"])
    }
}

/// Names in the order their readers expect.
struct SortOrderTests {
    @Test func vietnameseLettersFollowTheirAlphabet() {
        let names = ["Đống Đa", "Dịch Vọng", "Ba Đình", "Ăn", "Âu", "An", "Em", "Ba Vì"]
        let order = SortOrder(.vietnamese)
        let sorted = order.sorted(names) { $0 }
        #expect(
            sorted == ["An", "Ăn", "Âu", "Ba Đình", "Ba Vì", "Dịch Vọng", "Đống Đa", "Em"])
    }

    @Test func chineseIsSortedBySound() {
        let order = SortOrder(.chinese)
        let sorted = order.sorted(["张", "李", "王", "安"]) { $0 }
        #expect(sorted == ["安", "李", "王", "张"])
    }
}
