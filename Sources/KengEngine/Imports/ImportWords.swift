import KengDomain

/// The names under which columns and languages stand in people's files; compared without marks, case and spaces.
enum ImportWords {
    /// One column a line: English, Vietnamese, Indonesian, Chinese.
    private static let columnTable = """
        household_code: household, household id, household no, household number, mã hộ, mã hộ gia đình, \
        mã số hộ, số hộ, kode rumah tangga, kode keluarga, nomor kk, no kk, kode kk, \
        住户编号, 户编号, 户号, 家庭编号
        area_code: area, ward code, commune code, village code, mã xã, mã phường, mã phường xã, mã xã phường, \
        mã đơn vị, mã địa bàn, mã đơn vị hành chính, kode wilayah, kode desa, kode kelurahan, \
        地区代码, 区域代码, 行政区划代码, 区划代码
        area_system: code system, hệ mã, hệ mã đơn vị, hệ thống mã, sistem kode, sistem wilayah, 代码体系, 区划体系
        address: street address, địa chỉ, số nhà, nơi ở, alamat, 地址, 住址
        name: full name, resident name, họ tên, họ và tên, tên, nama, nama lengkap, 姓名, 名字, 名称
        phone: phone number, mobile, mobile number, mobile phone, telephone, tel, số điện thoại, điện thoại, \
        sđt, di động, số di động, nomor telepon, no telepon, nomor hp, no hp, nomor ponsel, telepon, ponsel, hp, \
        手机, 手机号, 手机号码, 电话, 电话号码, 联系电话
        language: lang, ngôn ngữ, tiếng, bahasa, 语言
        system: hệ, hệ thống, sistem, 体系
        code: mã, kode, 代码, 编码
        kind: type, level, loại, cấp, jenis, tingkat, 类型, 级别
        parent: parent code, mã cấp trên, cấp trên, thuộc, induk, kode induk, 上级, 上级代码
        valid_from: from, hiệu lực từ, từ ngày, berlaku dari, berlaku sejak, 生效日期, 开始日期
        valid_to: to, until, hiệu lực đến, đến ngày, berlaku sampai, 失效日期, 结束日期
        jurisdiction: country, quốc gia, negara, yurisdiksi, 国家, 法域
        utc_offset_minutes: utc offset, lệch giờ utc, selisih utc, 时差分钟
        """

    private static let languageTable = """
        vi: vie, vn, vietnamese, việt, tiếng việt, việt nam, bahasa vietnam, 越南语, 越语, 越南文
        id: ind, in, indonesian, indonesia, tiếng indonesia, bahasa, bahasa indonesia, 印尼语, 印度尼西亚语
        zh-Hans: zh, zho, chi, cn, zh-cn, chinese, simplified chinese, mandarin, hoa, trung, trung quốc, \
        tiếng trung, tiếng trung quốc, tiếng hoa, bahasa mandarin, bahasa tionghoa, 中文, 汉语, 华语, 简体中文, 普通话
        """

    private static let columns = table(columnTable).mapValues {
        $0.compactMap { ImportColumn(rawValue: $0) }
    }
    private static let languages = table(languageTable).mapValues {
        $0.compactMap { Language(rawValue: $0) }
    }

    static func column(_ title: String, among known: Set<ImportColumn>) -> ImportColumn? {
        columns[title.bare]?.first { known.contains($0) }
    }

    /// Reads `vi`, `zh_CN`, `Tiếng Việt`, `bahasa Indonesia`, `中文`; never Traditional Chinese.
    static func language(_ text: String) -> Language? {
        Language(tag: text.trimmed) ?? languages[text.bare]?.first
    }

    /// Bare word to the headings it stands under.
    private static func table(_ text: String) -> [String: [String]] {
        var table: [String: [String]] = [:]
        for line in text.split(separator: "\n") {
            let parts = line.split(separator: ":", maxSplits: 1).map(String.init)
            guard parts.count == 2 else { continue }
            for word in [parts[0]] + parts[1].split(separator: ",").map(String.init) {
                table[word.bare, default: []].append(parts[0])
            }
        }
        return table
    }
}
