import Foundation
import KengText
import Testing

/// The table of a route, and what its author sees of it.
struct ReplacementTests {
    private func standard() throws -> Replacements {
        try Replacements(
            String(contentsOfFile: Root.path + "/Locales/replacements.txt", encoding: .utf8))
    }

    private func report(_ text: String, _ table: Replacements) -> ReplacementReport {
        ReplacementReport(SegmentedText(text), table)
    }

    @Test func typographyOfWordProcessorsBecomesPlain() throws {
        let typed = "“A” – it’s\u{A0}here…\tgar\u{AD}çon `x`\u{FEFF}"
        let report = report(typed, try standard())
        #expect(report.after.text == "\"A\" - it's here... garcon 'x'")
        #expect(report.after.encoding == .gsm7)
        #expect(
            report.uses.map { "\($0.rule.character)\($0.count)" }
                == [
                    "“1", "”1", "–1", "’1", "\u{A0}1", "…1", "\t1", "\u{AD}1", "ç1", "`2",
                    "\u{FEFF}1",
                ])
    }

    @Test func whatIsSavedIsCounted() throws {
        let report = report(String(repeating: "a", count: 99) + "…“x”…", try standard())
        #expect(report.before.segments == 2 && report.after.segments == 1 && report.saved == 1)
        #expect(report.uses.map(\.count) == [2, 1, 1])
    }

    @Test(arguments: ["Khi cháy…", "“着火”", "plain", "", "a😀…"])
    func aTextThatGainsNothingStays(text: String) throws {
        let report = report(text, try standard())
        #expect(report.after.text == text && report.uses.isEmpty && report.saved == 0)
    }

    @Test func aReplacementNeverCostsASegment() throws {
        let report = report(String(repeating: "…", count: 70), try standard())
        #expect(report.after.segments == 1 && report.uses.isEmpty)
    }

    @Test func aRouteMayReplaceWhatGSMHas() throws {
        let table = try Replacements("[ { = (\n] } = )\n€ = EUR")
        #expect(report("[QC] 5€", table).after.text == "(QC) 5EUR")
        let narrow = SegmentedText("5€", alphabet: .ascii)
        #expect(narrow.encoding == .ucs2)
        #expect(ReplacementReport(narrow, table).after.encoding == .gsm7)
    }

    /// A header of 16 bits leaves a septet less in each part, and a narrow alphabet has no €.
    @Test func aRouteCountsAsItsProviderDoes() {
        let text = String(repeating: "a", count: 306)
        #expect(RouteText.usual.count(text).segments == 2)
        #expect(RouteText(reference: .long).count(text).segments == 3)
        #expect(RouteText(alphabet: .ascii).count("5€").encoding == .ucs2)
        #expect(RouteText.usual.count("5€").encoding == .gsm7)
    }

    @Test func rangesAndRemovalAndCommentsAreRead() throws {
        let table = try Replacements(
            "# = x\n\n U+2000..U+2002 = U+0020\r\nU+200B =\n… = . U+002E .\n")
        #expect(table.count == 5)
        #expect(table.replaced("a\u{2000}b\u{2002}c\u{200B}d…") == "a b cd...")
        #expect(table.replacement(of: "x") == nil)
    }

    @Test(
        arguments: [
            ("“ \"", .noRule(line: 1)), ("\n= x", .noRule(line: 2)), ("a=b", .noRule(line: 1)),
            ("ab = x", .notOneCharacter("ab", line: 1)), ("U+12 = x", .badCode("U+12", line: 1)),
            ("U+D800 = x", .badCode("U+D800", line: 1)), ("U+ = x", .badCode("U+", line: 1)),
            ("U+2002..U+2000 = x", .badCode("U+2002..U+2000", line: 1)),
            ("U+2000.. = x", .badCode("U+2000..", line: 1)),
            ("U+2000..U+2001..U+2002 = x", .badCode("U+2000..U+2001..U+2002", line: 1)),
            ("U+0000..U+FFFF = x", .badCode("U+0000..U+FFFF", line: 1)),
            ("“ ” = \"\n” = x", .repeated("”", line: 2)), ("“ = ”", .notInGSM7("”", line: 1)),
            ("“ = U+201D", .notInGSM7("”", line: 1)), ("“ = U+zzzz", .badCode("U+zzzz", line: 1)),
        ] as [(String, Replacements.Problem)])
    func aWrongTableIsRefused(file: String, problem: Replacements.Problem) {
        #expect(throws: problem) { try Replacements(file) }
    }
}

/// The character that made a text long.
struct ForcedCharacterTests {
    private func forced(_ text: String, _ table: String = "… = ...") throws -> ForcedCharacter? {
        ForcedCharacter(SegmentedText(text), try Replacements(table))
    }

    @Test func theTableSaysWhatStandsInItsPlace() throws {
        let text = "…" + String(repeating: "a", count: 99) + "…"
        let found = try #require(try forced(text))
        #expect(found.character == "…" && found.count == 2 && found.replacement == "...")
        #expect(found.after?.encoding == .gsm7 && found.after?.units == 105 && found.saved == 1)
    }

    @Test func aLetterLosesItsMarks() throws {
        let text = String(repeating: "ế", count: 70) + "e\u{302}\u{301}"
        let found = try #require(try forced(text))
        #expect(found.character == "ế" && found.count == 71 && found.replacement == "e")
        #expect(found.after?.units == 71 && found.saved == 1)
    }

    @Test func anotherCharacterMayKeepTheTextLong() throws {
        let found = try #require(try forced("…" + String(repeating: "ế", count: 66)))
        #expect(found.after?.encoding == .ucs2 && found.after?.units == 69 && found.saved == 0)
    }

    @Test func whatCannotBeReplacedIsOnlyNamed() throws {
        let found = try #require(try forced("😀a😀b😀"))
        #expect(found.character == "😀" && found.count == 3)
        #expect(found.replacement == nil && found.after == nil && found.saved == 0)
        #expect(try forced("plain") == nil)
    }

    @Test func theRouteAsksForItsAlphabet() throws {
        let text = SegmentedText("cà phê é", alphabet: .ascii)
        let found = try #require(ForcedCharacter(text, .none))
        #expect(found.character == "à" && found.replacement == "a")
    }
}
