import SMPP
import Testing

@Suite struct SMPPTimeTests {
    @Test func aMorningInVietnamIsWritten() throws {
        // 22 November 2025, 07:00 in UTC+7
        let time = try #require(
            SMPPTime.Absolute(secondsSince1970: 1_763_769_600, quarters: 28))
        #expect(SMPPTime.absolute(time).text == "251122070000028+")
        #expect(try SMPPTime("251122070000028+") == .absolute(time))
    }

    @Test(arguments: [
        "251122070000028+", "000101000000000+", "240229235959948-", "991231235959900+",
        "000001000000000R", "010203040506000R",
    ])
    func whatIsReadIsWrittenBack(text: String) throws {
        #expect(try SMPPTime(text).text == text)
    }

    @Test(arguments: [
        (Duration.seconds(86_400), "000001000000000R"), (.seconds(1), "000000000001000R"),
        (.milliseconds(1), "000000000001000R"), (.seconds(90_061), "000001010101000R"),
        (.seconds(32 * 86_400 - 1), "000031235959000R"),
    ])
    func aLengthOfTimeIsWritten(_ pair: (Duration, String)) throws {
        let time = try #require(SMPPTime.Relative(pair.0))
        #expect(SMPPTime.relative(time).text == pair.1)
    }

    @Test(arguments: [Duration.zero, .seconds(-1), .seconds(32 * 86_400), .seconds(Int64.max)])
    func aLengthTheWireCannotHoldIsRefused(duration: Duration) {
        #expect(SMPPTime.Relative(duration) == nil)
    }

    @Test(arguments: [
        ("", SMPPTime.Problem.length(0)), ("2511220700000280+", .length(17)),
        ("25112207000002x+", .character(at: 14)), ("251122070000028*", .character(at: 15)),
        ("251322070000028+", .outOfRange(at: 2)), ("250229070000028+", .outOfRange(at: 4)),
        ("250200070000028+", .outOfRange(at: 4)), ("251122240000028+", .outOfRange(at: 6)),
        ("251122076000028+", .outOfRange(at: 8)), ("251122070060028+", .outOfRange(at: 10)),
        ("251122070000049-", .outOfRange(at: 13)),
    ])
    func whatNoClockShowsIsRefused(_ pair: (String, SMPPTime.Problem)) {
        #expect(throws: pair.1) { try SMPPTime(pair.0) }
    }

    @Test(arguments: UInt64(0)..<200)
    func everySecondComesBack(seed: UInt64) throws {
        var random = Seeded(state: seed)
        let seconds = Int64.random(in: 946_771_200..<4_102_358_400, using: &random)
        let quarters = Int.random(in: -48...48, using: &random)
        let time = try #require(
            SMPPTime.Absolute(secondsSince1970: seconds, quarters: quarters))
        #expect(time.secondsSince1970 == seconds)
        #expect(try SMPPTime(SMPPTime.absolute(time).text) == .absolute(time))
    }

    @Test(arguments: [-1, 0, 946_684_799, 4_102_444_800, Int64.max, Int64.min])
    func aSecondOutsideTheCenturyIsRefused(seconds: Int64) {
        #expect(SMPPTime.Absolute(secondsSince1970: seconds, quarters: 0) == nil)
    }

    @Test func aReceiptsDateIsReadInTheGatewaysZone() {
        let short = SMPPTime.Absolute(receipt: "2511220700", quarters: 28)
        #expect(short?.secondsSince1970 == 1_763_769_600)
        let long = SMPPTime.Absolute(receipt: "251122070059", quarters: 28)
        #expect(long?.secondsSince1970 == 1_763_769_659)
        #expect(SMPPTime.Absolute(receipt: "2502290700", quarters: 28) == nil)
        #expect(SMPPTime.Absolute(receipt: "25112207000", quarters: 28) == nil)
    }
}
