import KengDomain
import KengText
import Testing

/// Words of the interface, in four languages.
struct CatalogueTests {
    @Test(
        arguments: [
            (.vietnamese, "41.280 đoạn tin"), (.indonesian, "41.280 segmen SMS"),
            (.chinese, "41,280 个短信分段"), (.english, "41,280 segments"),
        ] as [(InterfaceLanguage, String)])
    func aNumberIsWrittenAsTheLanguageDoes(language: InterfaceLanguage, text: String) throws {
        let catalogues = try Catalogues(in: Root.path + "/Locales")
        #expect(
            try catalogues[interface: language].text("segment.count", ["count": 41_280]) == text)
    }

    @Test func everyTextIsInEveryLanguage() throws {
        let catalogues = try Catalogues(in: Root.path + "/Locales")
        #expect(catalogues.english.keys.contains("segment.count"))
        #expect(catalogues.faults() == [])
    }

    @Test(
        arguments: [
            ("Plain", [:], "Plain"), ("It's {who}", ["who": "A"], "It's A"),
            ("a '{b}' ''c''", [:], "a {b} 'c'"),
            ("{n, plural, one {# đèn} other {# đèn}}", ["n": 2], "2 đèn"),
            ("{who, select, chief {Sếp} other {Ai}}", ["who": "chief"], "Sếp"),
            (
                "{day} {at}",
                ["day": .day(LocalDay(number: 20_778)), "at": .time(MinuteOfDay(minutes: 510)!)],
                "21/11/2026 08:30"
            ),
            ("{x}", ["x": .decimal(1234.5)], "1.234,5"), ("{x}", ["x": "{y}"], "{y}"),
        ] as [(String, [String: MessageValue], String)])
    func aPatternIsFilledIn(
        pattern: String, values: [String: MessageValue], text: String
    ) throws {
        let catalogue = Catalogue(.vietnamese, patterns: ["key": pattern])
        for _ in 0..<2 { #expect(try catalogue.text("key", values) == text) }
    }

    @Test func aLongTextFits() throws {
        let catalogue = Catalogue(.vietnamese, patterns: ["key": "{x}"])
        let long = String(repeating: "ế", count: 5000)
        #expect(try catalogue.text("key", ["x": .text(long)]) == long)
    }

    @Test func whatIsMissingIsNamed() {
        let catalogue = Catalogue(.chinese, patterns: ["key": "{x}", "broken": "ab {!}"])
        #expect(throws: Catalogue.Problem.missingValue("x", key: "key")) {
            try catalogue.text("key")
        }
        #expect(throws: Catalogue.Problem.unknownKey("no", .chinese)) { try catalogue.text("no") }
        #expect(throws: Catalogue.Problem.brokenPattern("broken", .chinese, at: 4)) {
            try catalogue.text("broken", ["x": 1])
        }
        #expect(throws: Catalogue.Problem.unreadable(path: "/nowhere/vi/messages.arb")) {
            try Catalogue(.vietnamese, in: "/nowhere")
        }
    }

    @Test func differencesBetweenLanguagesAreFaults() {
        let catalogues = Catalogues { language in
            Catalogue(
                language,
                patterns: language == .indonesian
                    ? ["a": "{y}", "b": " ", "d": "{"] : ["a": "{x}", "b": "x", "c": "x", "d": "x"])
        }
        #expect(
            catalogues.faults() == [
                .placeholders(key: "a", .indonesian, found: ["y"], expected: ["x"]),
                .empty(key: "b", .indonesian), .missing(key: "c", .indonesian),
                .broken(key: "d", .indonesian, at: 0),
            ])
    }

    @Test func manyThreadsShareOneText() async throws {
        let catalogue = Catalogue(.vietnamese, patterns: ["key": "{n, plural, other {# tin}}"])
        try await withThrowingTaskGroup { group in
            for number in 0..<200 {
                group.addTask {
                    try catalogue.text("key", ["n": .number(number)]) == "\(number) tin"
                }
            }
            for try await isRight in group { #expect(isRight) }
        }
    }
}

/// Figures as people write them.
struct FigureTests {
    static let day = LocalDay(year: 2026, month: 11, day: 21)

    @Test(
        arguments: [
            (.vietnamese, "21/11/2026", "08:30", "41.280", "52,4%"),
            (.indonesian, "21 November 2026", "08.30", "41.280", "52,4%"),
            (.chinese, "2026年11月21日", "08:30", "41,280", "52.4%"),
            (.english, "21 November 2026", "08:30", "41,280", "52.4%"),
        ] as [(InterfaceLanguage, String, String, String, String)])
    func eachLanguageHasItsWay(
        language: InterfaceLanguage, day: String, time: String, number: String, share: String
    ) throws {
        let figures = Figures(interface: language)
        #expect(figures.day(try #require(Self.day)) == day)
        #expect(figures.time(try MinuteOfDay("08:30")) == time)
        #expect(figures.number(41_280) == number)
        #expect(figures.percent(524, of: 1000, decimals: 1) == share)
    }

    @Test(arguments: [
        (0, "0"), (999, "999"), (1000, "1.000"), (-1_234_567, "-1.234.567"), (100_000, "100.000"),
        (Int.min, "-9.223.372.036.854.775.808"),
    ])
    func numbersAreGrouped(value: Int, text: String) {
        #expect(Figures(.vietnamese).number(value) == text)
    }

    @Test(arguments: [
        (0, 100, 0, "0%"), (1, 100_000, 0, "1%"), (99_999, 100_000, 0, "99%"),
        (100, 100, 0, "100%"),
        (1, 2, 0, "50%"), (0, 0, 0, "–"), (1, 3, 2, "33,33%"), (1, 20, 2, "5,00%"),
        (150, 100, 0, "150%"),
        (99_999, 100_000, 1, "99,9%"),
    ])
    func aShareIsHonest(part: Int, whole: Int, decimals: Int, text: String) {
        #expect(
            Figures(.vietnamese).percent(part, of: whole, decimals: decimals)
                == text)
    }
}
