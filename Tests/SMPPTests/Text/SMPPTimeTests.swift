import SMPP
import Testing

@Suite struct SMPPTimeTests {
    @Test(arguments: [
        "000001000000000R", "251122070000028+", "991231235959948-", "000000000001000R",
    ])
    func `A time is written as it was read`(_ text: String) {
        #expect(SMPPTime(text)?.text == text)
    }

    @Test(arguments: [
        "", "251122070000028", "2511220700000280", "251322070000028+", "251122240000028+",
        "251122070000049+", "２51122070000028+", "000001000000000r",
    ])
    func `What is no time is refused`(_ text: String) {
        #expect(SMPPTime(text) == nil)
    }

    @Test func `A day is one day, and a part of a second counts as a whole one`() {
        #expect(SMPPTime.lasting(.seconds(86_400))?.text == "000001000000000R")
        #expect(SMPPTime.lasting(.milliseconds(1))?.text == "000000000001000R")
        #expect(SMPPTime.lasting(.seconds(3725))?.text == "000000010205000R")
        #expect(SMPPTime.lasting(.zero) == nil)
        #expect(SMPPTime.lasting(.seconds(32 * 86_400)) == nil)
    }
}
