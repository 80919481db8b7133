import KengSimulation
import NIOCore
import SMPP
import Testing

/// Receipts and texts of people.
struct SMSCReceiptTests {
    private static func receiving(_ change: (inout SMSCProfile) -> Void = { _ in }) -> SMSCProfile {
        var profile = SMSCProfile()
        profile.receipts = true
        change(&profile)
        return profile
    }

    @Test(arguments: SMSCIdentifiers.allCases)
    func receiptsNameTheMessageInTheirOwnWay(ids: SMSCIdentifiers) throws {
        var play = try SMSCPlay(Self.receiving { $0.ids = ids })
        let id = try #require(try play.submit(["A"]).first?.messageID)
        let message = try #require(play.deliveries().first)
        let receipt = try #require(DeliveryReceipt(message))
        let named = try #require(receipt.messageID)
        #expect(ReceiptID.automatic.matches(response: id, receipt: named))
        #expect((named == id) == (ids == .same))
        #expect(receipt.textID == named)
        #expect(receipt.status == .delivered)
        #expect(message.destination.digits == "PCCC-HN")
        #expect(play.smsc.counts.receiptsAcknowledged == 1)
    }

    @Test(arguments: SMSCProfile.ReceiptForm.allCases, [false, true])
    func receiptsAreWrittenAsAskedFor(form: SMSCProfile.ReceiptForm, isPlain: Bool) throws {
        var play = try SMSCPlay(
            Self.receiving {
                $0.receiptForm = form
                $0.receiptsArePlain = isPlain
            })
        try play.submit(["A"])
        let message = try #require(play.deliveries().first)
        #expect((message.text.readableBytes == 0) == (form == .tlv))
        #expect(message.tlvs.isEmpty == (form == .text))
        #expect(message.esmClass.isReceipt != isPlain)
        if form != .tlv { #expect(DeliveryReceipt(message, acceptsPlain: true) != nil) }
    }

    @Test func whoDoesNotAskGetsNoReceipt() throws {
        var play = try SMSCPlay(Self.receiving())
        try play.send([SMSCPlay.message("A", asks: 0)])
        #expect(play.deliveries().isEmpty)
    }

    @Test func aReceiptMayComeBeforeItsResponse() throws {
        var play = try SMSCPlay(Self.receiving { $0.receiptsComeFirst = true })
        #expect(try play.submit(["A"]).isEmpty)
        guard case .deliver(_, on: 1) = play.actions[0], case .respond(_, on: 1) = play.actions[1]
        else {
            Issue.record("the response came first")
            return
        }
    }

    @Test func sharesAreKept() throws {
        var play = try SMSCPlay(
            Self.receiving {
                $0.undeliveredShare = 0.2
                $0.expiredShare = 0.1
                $0.deliverWindow = 5000
            })
        try play.submit((0..<5000).map { "\($0)" })
        let states = play.deliveries().compactMap { DeliveryReceipt($0)?.status }
        #expect(states.count == 5000)
        #expect((900...1100).contains(states.count { $0 == .undeliverable }))
        #expect((400...600).contains(states.count { $0 == .expired }))
    }

    @Test func spreadReceiptsComeInAnotherOrder() throws {
        var play = try SMSCPlay(Self.receiving { $0.receiptSpread = .milliseconds(100) })
        try play.submit((0..<50).map { "\($0)" })
        for millisecond in 0...110 { play.tick(.milliseconds(millisecond)) }
        let ids = play.deliveries().compactMap { DeliveryReceipt($0)?.messageID }
        #expect(Set(ids).count == 50)
        #expect(ids != ids.sorted())
    }

    @Test func whatWasNotAcknowledgedIsSentAgainByTheNextLink() throws {
        var play = try SMSCPlay(Self.receiving())
        try play.submit(["A", "B"])
        let first = play.deliveries(nil)
        #expect(first.count == 2)
        play.smsc.doubtful([0, 1], on: 1, at: .zero)
        play.smsc.closed(1)
        try play.bind(2)
        play.tick(.seconds(1))
        #expect(play.deliveries() == first)
        #expect(play.smsc.counts.receiptsSent == 2)
        #expect(play.smsc.counts.receiptsSentAgain == 2)
        #expect(play.smsc.counts.receiptsAcknowledged == 2)
        #expect(play.smsc.owed == 0)
    }

    @Test func aBusyClientIsAskedAgainLater() throws {
        var play = try SMSCPlay(Self.receiving())
        try play.submit(["A"])
        #expect(play.deliveries(.temporaryReceiverError).count == 1)
        #expect(play.deliveries().isEmpty)
        play.tick(.seconds(1))
        #expect(play.deliveries(at: .seconds(1)).count == 1)
        #expect(play.smsc.counts.receiptsAcknowledged == 1)
    }

    @Test func receiptsGoToWhoSentAndWithinTheWindow() throws {
        var play = try SMSCPlay(Self.receiving { $0.deliverWindow = 3 })
        let stranger = try Bind(mode: .transceiver, systemID: "other", password: "")
        play.smsc.bound(stranger, on: 2, at: .zero, into: &play.actions)
        try play.submit((0..<5).map { "\($0)" })
        let sizes = play.actions.map { action -> Int in
            guard case .deliver(let batch, on: 1) = action else { return -1 }
            return batch.count
        }
        #expect(sizes == [3])
        #expect(play.deliveries().count == 5)
    }

    @Test(arguments: SMSCProfile.InboundParts.allCases)
    func longTextsComeInPartsThatJoin(parts: SMSCProfile.InboundParts) throws {
        var profile = SMSCProfile()
        profile.inboundCount = 3
        profile.inboundLongEvery = 1
        profile.inboundParts = parts
        var play = try SMSCPlay(profile)
        let messages = play.deliveries()
        // What it sends is what it would find nothing wrong with.
        try play.send(messages)
        #expect(play.smsc.ledger.incompleteTexts == 0)
        #expect(play.smsc.counts.badTexts == 0)
        #expect(messages.count > 3 || parts == .payload)
        #expect(play.smsc.counts.inboundAcknowledged == messages.count)
    }

    @Test func repliesAreTimed() throws {
        var profile = SMSCProfile()
        profile.inboundCount = 2
        profile.inboundRate = 10
        var play = try SMSCPlay(profile)
        #expect(play.deliveries(at: .milliseconds(5)).count == 1)
        #expect(play.smsc.nextDeadline == .milliseconds(100))
        try play.submit(["B"], to: "84900000000", at: .milliseconds(40))
        try play.submit(["C"], to: "84900000000", at: .milliseconds(50))
        #expect(play.smsc.counts.replies == 1)
        #expect(play.smsc.replyTimes.percentile(0.99) == 40)
        #expect(play.smsc.acknowledgeTimes.percentile(0.5) == 5)
    }

    @Test func anOldStateCanBeAskedFor() throws {
        var play = try SMSCPlay(Self.receiving { $0.ids = .hexResponse })
        let id = try #require(try play.submit(["A"]).first?.messageID)
        let query = PDU(.query(try Query(messageID: id, source: .none)), sequence: 9)
        let answers = play.smsc.requested([query], on: 1, at: .zero, into: &play.actions)
        guard case .queryResponse(let response?) = answers.first?.body else {
            Issue.record("no state")
            return
        }
        #expect(response.state == MessageStatus.delivered.rawValue)
    }
}
