import KengContent
import KengDomain
import KengGateways

/// Promises 3, 4, 5 and 9: what may leave, and when.
extension SimulationJudge {
    func forbiddenMinutes() -> [Violation] {
        handovers.compactMap { handover in
            guard let row = rows[handover.text.message], row.wave != nil,
                let resident = row.resident.flatMap({ residents[$0] }),
                let messageClass = row.messageClass,
                let jurisdiction = try? Jurisdiction(resident.jurisdiction),
                let rules = city.shelf.library.jurisdictions[jurisdiction]
            else { return nil }
            let hours = rules.hours[messageClass]
            let minute = (handover.at.milliseconds / 60_000 + resident.offset) % 1440
            guard minute < hours.opens.minutes || minute >= hours.closesAtMinute else { return nil }
            return Violation(
                3, "message/\(row.id)", "minute \(minute) of the day in \(resident.area)",
                "\(hours.opens.minutes) to \(hours.closesAtMinute)")
        }
    }

    /// These words alone are an opt-out in every language of ours, and these an opt-in.
    private static let stopWords: Set = ["STOP", "TC", "BERHENTI", "退订", "TD"]
    private static let startWords: Set = ["DK", "REG"]

    func textsAfterOptOut() -> [Violation] {
        /// Of each phone that opted out, what it was sent since.
        var since: [Int64: Set<Int64>] = [:]
        var found: [Violation] = []
        for entry in record.entries {
            switch entry {
            case .kept(let event):
                guard case .text(let phone, let text) = event.content else { continue }
                if Self.stopWords.contains(text), since[phone.number] == nil {
                    since[phone.number] = []
                } else if Self.startWords.contains(text) {
                    since[phone.number] = nil
                }
            case .handover(let handover):
                let phone = handover.text.phone.number
                guard let sent = since[phone] else { continue }
                let row = rows[handover.text.message]
                if row?.wave != nil {
                    found.append(
                        Violation(
                            4, "message/\(handover.text.message)", "sent after an opt-out",
                            "nothing"))
                } else if handover.text.lane != .emergency {
                    since[phone] = sent.union([handover.text.message])
                    guard let count = since[phone]?.count, count > 1 else { continue }
                    found.append(
                        Violation(
                            4, "phone of message/\(handover.text.message)", "\(count) texts",
                            "one confirmation after an opt-out"))
                }
            case .paused, .resumed, .voided, .disturbed, .quiet: continue
            }
        }
        return found
    }

    func textsOnQuietDays() -> [Violation] {
        var quiet: [(area: String, day: Int64, since: Instant)] = []
        var found: [Violation] = []
        for entry in record.entries {
            switch entry {
            case .quiet(let area, let day, let real): quiet.append((area, Int64(day.number), real))
            case .handover(let handover):
                guard let row = rows[handover.text.message], row.wave != nil,
                    row.messageClass == .awareness || row.messageClass == .advertising,
                    let resident = row.resident.flatMap({ residents[$0] })
                else { continue }
                let minutes = handover.at.milliseconds / 60_000 + resident.offset
                let day = minutes / 1440
                for one in quiet
                where one.day == day && lies(resident.area, under: [one.area])
                    && handover.real > one.since + .seconds(1)
                {
                    found.append(
                        Violation(
                            3, "message/\(row.id)", "sent on a quiet day of \(one.area)",
                            "another day"))
                }
            case .kept, .paused, .resumed, .voided, .disturbed: continue
            }
        }
        return found
    }

    func textsWhilePaused() -> [Violation] {
        var paused: [Campaign.ID: Instant] = [:]
        var found: [Violation] = []
        for entry in record.entries {
            switch entry {
            case .paused(let campaign, let real): paused[campaign] = real
            case .resumed(let campaign): paused[campaign] = nil
            case .handover(let handover):
                guard let campaign = rows[handover.text.message]?.campaign,
                    let since = paused[campaign], handover.real > since + .seconds(1)
                else { continue }
                found.append(
                    Violation(
                        5, "message/\(handover.text.message)",
                        "sent \(handover.real - since) after the pause", "nothing after 1 s"))
            case .kept, .voided, .disturbed, .quiet: continue
            }
        }
        return found
    }

    /// By the provider's clock, in any second of it.
    func tooFast() -> [Violation] {
        let limit = city.setup.segmentsPerSecond
        let all = handovers.sorted { $0.real < $1.real }
        var (first, sum) = (0, 0)
        for one in all {
            sum += one.text.segments
            while all[first].real + .seconds(1) <= one.real {
                sum -= all[first].text.segments
                first += 1
            }
            if sum > limit {
                return [
                    Violation(
                        9, "message/\(one.text.message)", "\(sum) segments in one second",
                        "at most \(limit)")
                ]
            }
        }
        return []
    }

    /// Over all campaigns: no phone gets more of a class in a day or a week than its place allows.
    ///
    /// A clock that was set makes a day so much shorter.
    func aboveTheCaps() -> [Violation] {
        var moments: [[Int64]: [Int64: Instant]] = [:]
        var shifts: [Duration] = [.zero]
        for handover in handovers {
            shifts.append(handover.at - handover.real)
            guard let row = rows[handover.text.message], row.wave != nil,
                let messageClass = row.messageClass, case .accepted = handover.outcome
            else { continue }
            moments[[row.phone, messageClass.rawValue], default: [:]][row.id] = handover.real
        }
        let spread = (shifts.max() ?? .zero) - (shifts.min() ?? .zero)
        var found: [Violation] = []
        for (key, times) in moments {
            let sorted = times.sorted { $0.value < $1.value }
            for (place, (id, moment)) in sorted.enumerated() {
                guard let row = rows[id], let messageClass = row.messageClass,
                    let resident = row.resident.flatMap({ residents[$0] }),
                    let jurisdiction = try? Jurisdiction(resident.jurisdiction),
                    let cap = city.shelf.library.jurisdictions[jurisdiction]?.caps[messageClass]
                else { continue }
                for (most, days) in [(cap.perDay, 1), (cap.perWeek, 7)] {
                    guard let most else { continue }
                    let from = moment - (.seconds(days * 86_400) - spread)
                    let count = sorted[...place].count { $0.value > from }
                    guard count > most else { continue }
                    found.append(
                        Violation(
                            0, "message/\(id), class \(key[1])", "\(count) texts in \(days) days",
                            "at most \(most)"))
                }
            }
        }
        return found
    }
}
