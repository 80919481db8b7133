import KengDomain
import Testing

@testable import KengText

struct PhoneNumberReaderTests {
    /// What people type, the country whose list it stands in, the number.
    @Test(
        arguments: [
            ("0912345678", "VN", 84_912_345_678), ("0912 345 678", "VN", 84_912_345_678),
            ("0912.345.678", "VN", 84_912_345_678), ("0912-345-678", "VN", 84_912_345_678),
            ("+84 912 345 678", "VN", 84_912_345_678), ("84912345678", "VN", 84_912_345_678),
            ("912345678", "VN", 84_912_345_678), ("0084912345678", "VN", 84_912_345_678),
            ("+84 (0)912 345 678", "VN", 84_912_345_678), ("(091) 234 5678", "VN", 84_912_345_678),
            ("０９１２３４５６７８", "VN", 84_912_345_678), ("＋８４９１２３４５６７８", "VN", 84_912_345_678),
            ("0912\u{A0}345\u{A0}678", "VN", 84_912_345_678),
            ("\u{202A}0912345678\u{202C}", "VN", 84_912_345_678),
            ("0912\u{2013}345\u{2011}678", "VN", 84_912_345_678),
            ("'0912345678", "VN", 84_912_345_678),
            ("912345678.0", "VN", 84_912_345_678), ("\t0912345678 ", "VN", 84_912_345_678),
            ("0321234567", "VN", 84_321_234_567), ("0559123456", "VN", 84_559_123_456),
            ("0877123456", "VN", 84_877_123_456), ("841234567", "VN", 84_841_234_567),
            ("+6281234567890", "VN", 6_281_234_567_890),
            ("+86 138 1234 5678", "VN", 8_613_812_345_678),
            ("081234567890", "ID", 6_281_234_567_890), ("0812-3456-789", "ID", 628_123_456_789),
            ("+62 812-3456-7890", "ID", 6_281_234_567_890),
            ("6281234567890", "ID", 6_281_234_567_890),
            ("62812345678", "ID", 62_812_345_678), ("81234567890", "ID", 6_281_234_567_890),
            ("006281234567890", "ID", 6_281_234_567_890), ("08123456789012", "ID", nil),
            ("0899 123 4567", "ID", 628_991_234_567), ("+84912345678", "ID", 84_912_345_678),
            ("13812345678", "CN", 8_613_812_345_678), ("138-1234-5678", "CN", 8_613_812_345_678),
            ("+86 138 1234 5678", "CN", 8_613_812_345_678),
            ("8613812345678", "CN", 8_613_812_345_678),
            ("008613812345678", "CN", 8_613_812_345_678), ("１３８１２３４５６７８", "CN", 8_613_812_345_678),
            ("013812345678", "CN", 8_613_812_345_678), ("17401234567", "CN", 8_617_401_234_567),
            ("+1 201 555 0123", "VN", 12_015_550_123), ("07400 123456", "GB", 447_400_123_456),
        ] as [(String, String, Int64?)])
    func typedFormsGiveTheNumber(typed: String, region: String, expected: Int64?) throws {
        let reader = PhoneNumberReader(region: try Jurisdiction(region))
        #expect((try? reader.read(typed))?.number.number == expected)
        #expect((try? reader.read(typed))?.isMigrated != true)
    }

    @Test(
        arguments: [
            ("", .empty), (" \u{A0}- ", .empty), ("+", .empty),
            ("ĐT: 0912345678", .unexpected("Đ", at: 0)),
            ("0912345678 (mẹ)", .unexpected("m", at: 12)),
            ("0912345678/0987654321", .unexpected("/", at: 10)),
            ("0912x45678", .unexpected("x", at: 4)),
            ("84+912345678", .unexpected("+", at: 2)), ("9.12346E+11", .unexpected("E", at: 7)),
            ("0912\u{301}345678", .unexpected("\u{301}", at: 4)),
            ("09१2345678", .unexpected("१", at: 2)),
            ("091234567", .wrongLength(9)), ("09123456789", .wrongLength(11)),
            ("114", .wrongLength(3)),
            ("0912345678 - 0987654321", .wrongLength(20)), ("+84 912 345 67", .wrongLength(10)),
            ("02438253531", .notMobile(.landline)), ("024 3825 3531", .notMobile(.landline)),
            ("+84 28 3822 1234", .notMobile(.landline)), ("19001234", .notMobile(.premium)),
            ("1900 123456", .notMobile(.premium)), ("18001234", .notMobile(.tollFree)),
            ("0692345678", .unknownPrefix("0692")), ("0691234567", .unknownPrefix("0691")),
            ("0421234567", .unknownPrefix("0421")), ("+999123456789", .unknownPrefix("9991")),
            ("069123456", .notMobile(.other)), ("0672012345", .notMobile(.other)),
        ] as [(String, PhoneNumberReader.Problem)])
    func refusalsInVietNamSayWhy(typed: String, problem: PhoneNumberReader.Problem) {
        #expect(throws: problem) { try PhoneNumberReader(region: .vietnam).read(typed) }
    }

    @Test(
        arguments: [
            ("021 5210 5555", .indonesia, .notMobile(.landline)),
            ("0809 123 4567", .indonesia, .notMobile(.premium)),
            ("0800 123 4567", .indonesia, .notMobile(.tollFree)),
            ("0842345678", .indonesia, .unknownPrefix("0842")),
            ("0812345", .indonesia, .wrongLength(7)),
            ("010 6552 9988", .china, .notMobile(.landline)),
            ("400 810 0888", .china, .notMobile(.premium)),
            ("1381234567", .china, .wrongLength(10)),
            ("15412345678", .china, .unknownPrefix("1541")),
        ] as [(String, Jurisdiction, PhoneNumberReader.Problem)])
    func refusalsElsewhereSayWhy(
        typed: String, region: Jurisdiction, problem: PhoneNumberReader.Problem
    ) {
        #expect(throws: problem) { try PhoneNumberReader(region: region).read(typed) }
    }

    /// Every prefix that changed in 2018, in each way such a number stands in a list.
    @Test(arguments: [
        (162, 32), (163, 33), (164, 34), (165, 35), (166, 36), (167, 37), (168, 38), (169, 39),
        (120, 70), (121, 79), (122, 77), (126, 76), (128, 78), (123, 83), (124, 84), (125, 85),
        (127, 81), (129, 82), (186, 56), (188, 58), (199, 59),
    ])
    func oldVietnameseNumbersAreBroughtUpToDate(old: Int, new: Int) throws {
        let reader = PhoneNumberReader(region: .vietnam)
        for form in ["0\(old)1234567", "84\(old)1234567", "+84 \(old) 123 4567", "\(old)1234567"] {
            let reading = try reader.read(form)
            #expect(reading.number.digits == "84\(new)1234567")
            #expect(reading.isMigrated)
        }
        let abroad = try PhoneNumberReader(region: .china).read("+84\(old)1234567")
        #expect(abroad.number.digits == "84\(new)1234567" && abroad.isMigrated)
    }

    @Test(arguments: ["01312345678", "01612345678", "01871234567", "01981234567", "01234567890123"])
    func otherElevenDigitNumbersAreNotTouched(typed: String) {
        #expect(throws: PhoneNumberReader.Problem.self) {
            try PhoneNumberReader(region: .vietnam).read(typed)
        }
    }

    @Test func aReadingNeverShowsTheWholeNumber() throws {
        let reading = try PhoneNumberReader(region: .vietnam).read("0912345678")
        #expect(!"\(reading)".contains("12345678"))
        #expect("\(reading.number)" == "…678")
    }
}
