import KengContent
import KengDomain
import KengText
import Testing

struct ReplyReaderTests {
    private static let options = [
        "Dội nước vào chảo", "Tắt bếp và đậy nắp", "Gọi 114 và đợi ở ngoài",
    ]

    @Test(arguments: [
        ("Tắt bếp và đậy nắp", "B"), ("tat bep va day nap", "B"), ("B Tắt bếp và đậy nắp", "B"),
        ("Gọi 114 và đợi ở ngoài", "C"), ("A Tắt bếp và đậy nắp", ""), ("Tắt bếp", ""),
    ])
    func aReplyThatRepeatsAnOptionIsThatChoice(text: String, answers: String) throws {
        let reader = try #require(ReplyCaseTests.reader)
        let known = ReplyContext(language: .vietnamese, isOpen: true, options: Self.options)
        let reply = reader.read(text, in: known)
        #expect(String(reply.answers.map(\.letter)) == answers)
        #expect(reply.intent == (answers.isEmpty ? .unreadable : .answer))
    }

    @Test func anOptionsOwnWordsAreNoStopAndNoAlarm() throws {
        let reader = try #require(ReplyCaseTests.reader)
        let known = ReplyContext(
            language: .vietnamese, isOpen: true,
            options: ["Dừng lại, nằm xuống, lăn", "Nói cháy rồi cúp máy", "Gọi 114"])
        #expect(reader.read("Dung lai, nam xuong, lan", in: known).answers == [.a])
        #expect(reader.read("noi chay roi cup may", in: known).answers == [.b])
        #expect(reader.read("Dừng lại", in: known).intent == .optOut)
        #expect(reader.read("114", in: known).intent == .emergency)
    }

    @Test func twoOptionsWithTheSameWordsAreNoChoice() throws {
        let reader = try #require(ReplyCaseTests.reader)
        let known = ReplyContext(
            language: .vietnamese, isOpen: true, options: ["chạy ra", "cháy rà", "đi bộ"])
        #expect(reader.read("di bo", in: known).answers == [.c])
        #expect(reader.read("chay ra", in: known).answers.isEmpty)
    }

    /// Nothing a phone can send stops the reader, and only an open question has answers.
    @Test(arguments: UInt64(0)..<40)
    func anyTextIsReadOnce(seed: UInt64) throws {
        let reader = try #require(ReplyCaseTests.reader)
        var random = SeededGenerator(seed: seed)
        let pieces = [
            "A", "b", "C", "1", "2", " ", "?", "/", ".", "dừng", "cháy", "tolong", "退订", "选",
            "\u{301}", "\u{FE0F}", "🅰️", "🇻🇳", "KENG", "câu", "第", "\0", "\u{200D}", "ạ", "hay",
        ]
        for _ in 0..<200 {
            let count = Int.random(in: 0..<9, using: &random)
            let text = (0..<count).map { _ in pieces.randomElement(using: &random) ?? "" }.joined()
            let expected = Int.random(in: 1...5, using: &random)
            let known = ReplyContext(
                language: Language.allCases.randomElement(using: &random), isOpen: true,
                expected: expected)
            let reply = reader.read(text, in: known)
            #expect(reply == reader.read(text, in: known))
            #expect((reply.intent == .answer) == !reply.answers.isEmpty, "\(text.debugDescription)")
            if expected > 1, reply.intent == .answer { #expect(reply.answers.count == expected) }
        }
    }

    @Test(arguments: [
        ("opt_out:\n  fist: [STOP]\n", "fist", 2), ("optout: {}\n", "optout", 1),
        ("language:\n  with:\n    en: [english]\n", "en", 3),
    ])
    func anUnknownKeyIsNamedWithItsLine(text: String, key: String, line: Int) {
        #expect(throws: KeywordFile.Problem.unknownKey(key, file: "f", line: line)) {
            _ = try KeywordFile.parse(text, language: nil, file: "f")
        }
    }

    @Test(arguments: ["opt_out: [STOP]\n", "opt_out:\n  first: STOP\n", "safe: [[a]]\n"])
    func whatIsNoListOfWordsIsRefused(text: String) {
        #expect(throws: KeywordFile.Problem.self) {
            _ = try KeywordFile.parse(text, language: nil, file: "f")
        }
    }

    /// A lesson's own words as options would be stops or alarms; content rules forbid them.
    @Test(arguments: Language.allCases)
    func theAdvertisedWordsWorkInEveryLanguage(language: Language) throws {
        let reader = try #require(ReplyCaseTests.reader)
        for isOpen in [true, false] {
            let known = ReplyContext(language: language, isOpen: isOpen)
            for word in ["STOP", "DUNG", "TU CHOI", "HUY", "BERHENTI", "退订"] {
                #expect(reader.read(word, in: known).intent == .optOut)
            }
            for (word, asked) in [
                ("VI", Language.vietnamese), ("ID", .indonesian), ("ZH", .chinese),
            ] {
                let reply = reader.read(word, in: known)
                #expect(reply.intent == .language)
                #expect(reply.language == asked)
            }
        }
    }
}
