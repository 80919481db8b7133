import KengDomain
import Testing

@testable import KengEngine

struct ImportColumnsTests {
    @Test(arguments: [
        ["household_code", "area_code", "address", "name", "phone", "language"],
        ["Household Code", "AREA CODE", "Address", "Full name", "Mobile", "Lang"],
        ["Mã hộ", "Mã phường/xã", "Địa chỉ", "Họ và tên", "Số điện thoại", "Ngôn ngữ"],
        ["MA HO", "ma xa", "dia chi", "ho ten", "SĐT", "ngon ngu"],
        ["Kode keluarga", "Kode wilayah", "Alamat", "Nama lengkap", "No. HP", "Bahasa"],
        ["户编号", "地区代码", "地址", "姓名", "手机号", "语言"],
    ])
    func headersInFourLanguagesMeanTheSame(header: [String]) throws {
        let columns = try ImportColumns(
            header: header, known: ResidentFile.columns,
            required: [.household, .area, .phone, .language])
        let order: [ImportColumn] = [.household, .area, .address, .name, .phone, .language]
        #expect(order.map { columns.place(of: $0) } == [0, 1, 2, 3, 4, 5])
        #expect(columns.unknown.isEmpty)
    }

    @Test func unknownColumnsAreNamed() throws {
        let columns = try ImportColumns(
            header: ["STT", "mã hộ", "", "ghi chú", "phone"], known: ResidentFile.columns,
            required: [.household])
        #expect(columns.unknown == ["STT", "ghi chú"])
        #expect(columns.place(of: .phone) == 4)
    }

    @Test func missingColumnsSayWhatWasFound() {
        #expect(
            throws: ImportColumns.Problem.missing([.area, .phone], found: ["mã hộ", "tên"])
        ) {
            try ImportColumns(
                header: ["mã hộ", " tên "], known: ResidentFile.columns,
                required: [.household, .area, .phone])
        }
    }

    @Test func aColumnStandsOnce() {
        #expect(throws: ImportColumns.Problem.twice(.phone, found: ["phone", "SĐT"])) {
            try ImportColumns(header: ["phone", "SĐT"], known: ResidentFile.columns, required: [])
        }
    }

    @Test(
        arguments: [
            ("vi", Language.vietnamese), ("VI-vn", .vietnamese), ("Tiếng Việt", .vietnamese),
            ("tieng viet", .vietnamese), ("Indonesia", .indonesian), ("bahasa", .indonesian),
            ("zh_CN", .chinese), ("中文", .chinese), ("tiếng Hoa", .chinese), ("zh-TW", nil),
            ("English", nil), ("繁體中文", nil), ("", nil),
        ] as [(String, Language?)])
    func languagesAreReadAsPeopleWriteThem(word: String, language: Language?) {
        #expect(ImportWords.language(word) == language)
    }
}
