import KengSimulation
import SMPP
import Testing

/// What people write in a profile.
struct SMSCProfileTests {
    @Test func aFileSetsWhatItNames() throws {
        var profile = SMSCProfile()
        try profile.read(
            yaml: """
                answer-delay: 20ms
                throttled: 5%
                window-status: queue-full
                receipts: all
                ids: hex-response
                mo-text: "A"
                """)
        #expect(profile.answerDelay == .milliseconds(20))
        #expect(profile.throttledShare == 0.05)
        #expect(profile.windowStatus == .messageQueueFull)
        #expect(profile.receipts)
        #expect(profile.ids == .hexResponse)
        #expect(profile.inboundText == "A")
        #expect(profile.window == 0)
    }

    @Test func wrongWordsAreNamed() {
        var profile = SMSCProfile()
        #expect(throws: SMSCProfile.Problem.unknownKey("anser-delay")) {
            try profile.read(yaml: "anser-delay: 20ms")
        }
        let expected = "a time up to 10m, such as 20ms or 5s"
        #expect(throws: SMSCProfile.Problem.value(.answerDelay, "soon", expected: expected)) {
            try profile.set(.answerDelay, to: "soon")
        }
        #expect(throws: SMSCProfile.Problem.self) { try profile.set(.throttled, to: "150%") }
        #expect(throws: SMSCProfile.Problem.self) { try profile.read(yaml: "- a\n- b") }
    }

    @Test func everyNamedProfileExists() {
        for name in SMSCProfile.names { #expect(SMSCProfile(named: name) != nil) }
        #expect(SMSCProfile(named: "kind") == nil)
    }
}
