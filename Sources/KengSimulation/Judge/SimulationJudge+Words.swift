import KengContent
import KengDomain
import KengGateways
import KengStore

/// Promises 7, 10, 11, 12 and 14: texts in, texts out.
extension SimulationJudge {
    func textsNotKept() async throws -> [Violation] {
        var found = record.notKept.map {
            Violation(7, "inbound \($0)", "acknowledged before it was kept", "kept first")
        }
        let kept = Set(
            record.entries.compactMap { entry -> String? in
                guard case .kept(let event) = entry, case .text = event.content else { return nil }
                return event.id
            })
        let stored = try await city.database.read { transaction in
            try transaction.all("SELECT provider_id, COUNT(*) FROM inbound GROUP BY provider_id") {
                (try $0.text(0), try $0.integer(1))
            }
        }
        let counts = Dictionary(uniqueKeysWithValues: stored)
        for id in kept where counts[id] != 1 {
            found.append(Violation(7, "inbound \(id)", "\(counts[id] ?? 0) rows", "1"))
        }
        return found
    }

    /// A reply that waits while a blast goes on, unless the provider or a crash held it up.
    func lateReplies() async throws -> [Violation] {
        let replies = try await city.database.read { transaction in
            try transaction.all(
                "SELECT provider_id, reply_id FROM inbound WHERE reply_id IS NOT NULL"
            ) { (try $0.text(0), try $0.integer(1)) }
        }
        let replyOf = Dictionary(replies, uniquingKeysWith: { one, _ in one })
        var waiting: [Int64: Instant] = [:]
        /// Moments at which a text of a wave that is no emergency left.
        var blasts: [Instant] = []
        var found: [Violation] = []
        for entry in record.entries {
            switch entry {
            case .kept(let event):
                if let reply = replyOf[event.id] { waiting[reply] = event.at }
            case .disturbed: waiting = [:]
            case .handover(let handover):
                if handover.text.lane == .bulk { blasts.append(handover.real) }
                guard let since = waiting.removeValue(forKey: handover.text.message) else {
                    continue
                }
                let wait = handover.real - since
                let overtakers = blasts.reversed().prefix { $0 > since + .seconds(1) }
                guard wait > .seconds(2), !overtakers.isEmpty else { continue }
                found.append(
                    Violation(
                        10, "message/\(handover.text.message)",
                        "\(overtakers.count) texts of waves went before a reply of \(wait)"
                            + facts(handover.text.message),
                        "the reply first, within 2 s"))
            case .paused, .resumed, .voided, .quiet: continue
            }
        }
        return found
    }

    private func facts(_ message: Int64) -> String {
        guard let row = rows[message] else { return "" }
        return ", in state \(row.state.map { "\($0)" } ?? "?") after \(row.attempts) attempts, "
            + "due \(row.due)"
    }

    /// What leaves is what the approver saw, at the cost that was foretold and the text has.
    func otherTexts() -> [Violation] {
        var found: [Violation] = []
        for handover in handovers {
            let place = "message/\(handover.text.message)"
            let count = Self.segments(of: handover.text.text)
            if count != handover.text.segments {
                found.append(
                    Violation(11, place, "\(handover.text.segments) segments", "\(count)"))
            }
            guard let row = rows[handover.text.message], row.waveNumber == 1,
                let campaign = record.campaigns.values.first(where: { $0.id == row.campaign }),
                campaign.seen[handover.text.text] == nil, !hasOtherLanguage(row.phone)
            else { continue }
            found.append(Violation(11, place, "another text", "one the approver saw"))
        }
        return found
    }

    /// Somebody who writes for another language gets a text that nobody counted on.
    private func hasOtherLanguage(_ phone: Int64) -> Bool {
        record.entries.contains { entry in
            guard case .kept(let event) = entry, case .text(let from, _) = event.content else {
                return false
            }
            return from.number == phone
        }
    }

    /// GSM 03.38 by hand: 160 or 153 septets a part, else 70 or 67 UTF-16 units.
    private static func segments(of text: String) -> Int {
        var septets = 0
        for scalar in text.unicodeScalars {
            if basic.contains(scalar) {
                septets += 1
            } else if extended.contains(scalar) {
                septets += 2
            } else {
                let units = text.utf16.count
                return units <= 70 ? 1 : (units + 66) / 67
            }
        }
        return septets <= 160 ? 1 : (septets + 152) / 153
    }

    private static let basic = Set(
        ("@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !\"#¤%&'()*+,-./0123456789:;<=>?¡"
            + "ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§¿abcdefghijklmnopqrstuvwxyzäöñüà").unicodeScalars)
    private static let extended = Set("^{}\\[~]|€".unicodeScalars)

    func unapproved() -> [Violation] {
        var voided: Set<Campaign.ID> = []
        var found: [Violation] = []
        for entry in record.entries {
            if case .voided(let campaign) = entry { voided.insert(campaign) }
            guard case .handover(let handover) = entry,
                let id = rows[handover.text.message]?.campaign
            else { continue }
            let campaign = record.campaigns.values.first { $0.id == id }
            guard voided.contains(id) || campaign?.isApproved != true else { continue }
            found.append(
                Violation(
                    12, "message/\(handover.text.message)", "sent", "a second person's approval"))
        }
        return found
    }

    /// The lesson names the number to call: of the recipient's own place, or it is not sent.
    func wrongNumbers() -> [Violation] {
        handovers.compactMap { handover in
            guard let row = rows[handover.text.message], row.wave != nil,
                let resident = row.resident.flatMap({ residents[$0] })
            else { return nil }
            let right = Self.fireNumber(of: resident.area)
            let place = "message/\(row.id)"
            guard let right else {
                return Violation(
                    14, place, "sent to \(resident.area)", "nothing: no number is known")
            }
            guard !handover.text.text.contains(right) else { return nil }
            return Violation(14, place, "no \(right) in a text to \(resident.area)", "the number")
        }
    }

    /// Written down here by hand from facts/law-and-consent.md.
    private static func fireNumber(of area: String) -> String? {
        if area.hasPrefix("V") { return "114" }
        return area.hasPrefix("31") ? "112" : nil
    }
}
