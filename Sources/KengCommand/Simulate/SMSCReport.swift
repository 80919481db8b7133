import KengSimulation

/// The counts of a test SMSC, for a script or for a person.
struct SMSCReport {
    private let values: [(name: String, value: String)]

    init(_ smsc: TestSMSC, seed: UInt64) {
        let counts = smsc.counts
        let numbers: [(String, Int)] = [
            ("binds", counts.binds), ("binds_refused", counts.bindsRefused),
            ("links_cut", counts.linksCut), ("submits", counts.submits),
            ("accepted", counts.accepted), ("unique", counts.accepted - counts.duplicates),
            ("duplicates", counts.duplicates), ("segments", counts.segments),
            ("throttled", counts.throttled), ("refused", counts.refused),
            ("doubtful", counts.doubtful), ("malformed", counts.malformed),
            ("bad_texts", counts.badTexts), ("texts", counts.texts),
            ("incomplete_texts", smsc.ledger.incompleteTexts),
            ("receipts_sent", counts.receiptsSent),
            ("receipts_acknowledged", counts.receiptsAcknowledged),
            ("receipts_refused", counts.receiptsRefused),
            (
                "receipts_unacknowledged",
                counts.receiptsSent - counts.receiptsAcknowledged - counts.receiptsRefused
            ),
            ("receipts_sent_again", counts.receiptsSentAgain),
            ("mo_sent", counts.inboundSent), ("mo_acknowledged", counts.inboundAcknowledged),
            ("mo_refused", counts.inboundRefused), ("mo_sent_again", counts.inboundSentAgain),
            ("replies", counts.replies), ("longest_window", counts.longestWindow),
            ("fastest_second", smsc.fastestSecond),
            ("overspeed_windows", smsc.overspeedWindows),
        ]
        var values = [("scenario", "\"smsc\""), ("seed", String(seed))]
        values += numbers.map { ($0, String($1)) }
        let seconds = smsc.seconds
        values.append(("seconds", Self.rounded(seconds)))
        let rate = seconds > 0 ? Double(counts.accepted) / seconds : 0
        values.append(("per_second", String(Int(rate.rounded()))))
        for (name, times) in [("ack", smsc.acknowledgeTimes), ("reply", smsc.replyTimes)] {
            for (suffix, share) in [("p50", 0.5), ("p99", 0.99)] {
                guard let time = times.percentile(share) else { continue }
                values.append(("mo_\(name)_\(suffix)_ms", Self.rounded(time)))
            }
        }
        self.values = values.map { (name: $0.0, value: $0.1) }
    }

    func line(json: Bool) -> String {
        if json {
            return "{" + values.map { "\"\($0.name)\":\($0.value)" }.joined(separator: ",") + "}"
        }
        // For a person what did not happen is left out.
        return values.dropFirst().filter { $0.value != "0" }
            .map { "\($0.name)\t\($0.value)" }.joined(separator: "\n")
    }

    private static func rounded(_ value: Double) -> String {
        String((value * 1000).rounded() / 1000)
    }
}
