import SMPP
import Testing

@Suite struct CommandTests {
    @Test(arguments: [
        (Command.submit, "submit_sm", Command.submitResponse, "submit_sm_resp"),
        (.bindTransceiver, "bind_transceiver", .bindTransceiverResponse, "bind_transceiver_resp"),
        (.data, "data_sm", .dataResponse, "data_sm_resp"),
        (.enquireLink, "enquire_link", .enquireLinkResponse, "enquire_link_resp"),
    ])
    func aRequestKnowsItsResponse(_ pair: (Command, String, Command, String)) {
        #expect(pair.0.response == pair.2)
        #expect(pair.2.response == pair.2)
        #expect(!pair.0.isResponse && pair.2.isResponse)
        #expect(pair.0.description == pair.1)
        #expect(pair.2.description == pair.3)
    }

    @Test func whatHasNoNameIsANumber() {
        #expect(Command(rawValue: 0x1_0200).description == "0x10200")
        #expect(Command.genericNack.description == "generic_nack")
        #expect(CommandStatus.throttled.description == "ESME_RTHROTTLED (0x58)")
        #expect(CommandStatus(rawValue: 0x42F).description == "0x42F")
    }

    @Test func theMessageTypeIsComparedAsOne() {
        #expect(ESMClass(rawValue: 0x44).isReceipt && ESMClass(rawValue: 0x44).hasUDH)
        #expect(!ESMClass(rawValue: 0x0C).isReceipt)
        #expect(ESMClass(rawValue: 0x23).isIntermediate)
        #expect(!ESMClass(rawValue: 0x24).isReceipt && !ESMClass(rawValue: 0x24).isIntermediate)
    }
}
