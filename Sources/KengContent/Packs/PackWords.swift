import KengDomain

/// The words that packs add around a lesson, in the reader's language.
struct PackWords {
    let lesson: String
    let quiz: String
    let quizHint: String
    let answers: String
    let answersHint: String
    let sources: String
    let contents: String
    let critical: String
    let answer: String
    let reviewed: String
    let unreviewed: String
    let needsReview: String
    let reviewDue: String
    let edition: String
    let minutes: String
    let forArea: String
    let grades: [Fact.Grade: String]
    let places: [Jurisdiction: String]
    /// Stands for a number that nobody can be sure of.
    let localFireNumber: String
    let localPoliceNumber: String
    let localAmbulanceNumber: String
    let accessibility: String

    static func of(_ language: Language) -> PackWords {
        switch language {
        case .vietnamese: vietnamese
        case .indonesian: indonesian
        case .chinese: chinese
        }
    }

    private static let vietnamese = PackWords(
        lesson: "Bài học", quiz: "Câu hỏi",
        quizHint: "Đạt khi trả lời đúng # trong @ câu và đúng mọi câu quan trọng.",
        answers: "Đáp án cho giáo viên", answersHint: "Không phát trang này cho học viên.",
        sources: "Nguồn của bài học", contents: "Mục lục", critical: "Quan trọng",
        answer: "Đáp án", reviewed: "Đã được duyệt bởi",
        unreviewed:
            "Chưa có cán bộ phòng cháy chữa cháy nào duyệt bài này.",
        needsReview: "chờ cán bộ phòng cháy chữa cháy xác nhận", reviewDue: "Cần duyệt lại trước",
        edition: "Bản", minutes: "phút", forArea: "Dùng tại",
        grades: [
            .official: "A: trang của cơ quan chức năng hoặc văn bản luật",
            .reported: "B: báo chí hoặc trang pháp luật dẫn lại",
            .general: "C: kiến thức nghề nghiệp chung",
        ],
        places: [.vietnam: "Việt Nam", .indonesia: "Indonesia", .china: "Trung Quốc"],
        localFireNumber: "số điện thoại cứu hỏa nơi bạn ở",
        localPoliceNumber: "số điện thoại công an nơi bạn ở",
        localAmbulanceNumber: "số điện thoại cấp cứu nơi bạn ở",
        accessibility:
            "Chỉ có chữ, theo thứ tự đọc, có tiêu đề và mục lục; không có hình, âm thanh hay mã lệnh."
    )

    private static let indonesian = PackWords(
        lesson: "Pelajaran", quiz: "Kuis",
        quizHint: "Lulus jika benar # dari @ soal dan semua soal penting benar.",
        answers: "Kunci jawaban untuk guru",
        answersHint: "Jangan bagikan halaman ini kepada peserta.",
        sources: "Sumber pelajaran", contents: "Daftar isi", critical: "Penting",
        answer: "Jawaban", reviewed: "Telah diperiksa oleh",
        unreviewed:
            "Pelajaran ini belum diperiksa petugas pemadam kebakaran.",
        needsReview: "menunggu konfirmasi petugas pemadam kebakaran",
        reviewDue: "Periksa ulang sebelum",
        edition: "Edisi", minutes: "menit", forArea: "Berlaku di",
        grades: [
            .official: "A: laman resmi atau naskah hukum",
            .reported: "B: berita atau laman hukum yang mengutip",
            .general: "C: pengetahuan profesional umum",
        ],
        places: [.vietnam: "Vietnam", .indonesia: "Indonesia", .china: "Tiongkok"],
        localFireNumber: "nomor pemadam kebakaran setempat",
        localPoliceNumber: "nomor polisi setempat", localAmbulanceNumber: "nomor ambulans setempat",
        accessibility:
            "Hanya teks menurut urutan baca, dengan judul dan daftar isi; tanpa gambar, suara, atau skrip."
    )

    private static let chinese = PackWords(
        lesson: "课文", quiz: "测验", quizHint: "@题答对#题，并且重要的题全部答对，就算通过。",
        answers: "教师用答案", answersHint: "请不要把这一页发给学员。", sources: "内容来源",
        contents: "目录", critical: "重要", answer: "答案", reviewed: "审核人",
        unreviewed:
            "本课尚未经消防人员审核。",
        needsReview: "等待消防人员确认", reviewDue: "请在此日期前复审：", edition: "版本", minutes: "分钟",
        forArea: "适用地区",
        grades: [
            .official: "A：官方网页或法律条文", .reported: "B：新闻或法律网站转述", .general: "C：一般专业知识",
        ],
        places: [.vietnam: "越南", .indonesia: "印度尼西亚", .china: "中国大陆"],
        localFireNumber: "当地火警电话", localPoliceNumber: "当地报警电话",
        localAmbulanceNumber: "当地急救电话",
        accessibility: "只有文字，按阅读顺序排列，有标题和目录；没有图片、声音和脚本。")
}
