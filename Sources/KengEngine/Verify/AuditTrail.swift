import KengDomain
import KengStore

/// What the audit chain says of campaigns, waves, accounts and editions, read from its first entry on.
struct AuditTrail {
    /// The fields each kind's rows are held against; nil where an older program did not keep it.
    private(set) var stories: [String: [String?]] = [:]

    static let columns = [
        "campaign": [
            "state", "digest", "author", "approver", "created_at", "submitted_at", "approved_at",
            "first approver",
        ],
        "wave": ["campaign, number and window", "planned_at", "seal", "finished_at"],
        "account": ["role, area and name", "created_at", "closed_at"],
        "edition": ["hash and key", "published_at"],
        "quiet_day": ["reason", "added_at"],
    ]

    mutating func read(_ entry: AuditEntry) {
        let at = String(entry.at.milliseconds)
        switch entry.act {
        case "account.add": stories[entry.subject] = [entry.detail, at, "none"]
        case "quiet_day.add": stories[entry.subject] = [entry.detail, at]
        case "quiet_day.remove": stories[entry.subject] = nil
        case "edition.publish": stories[entry.subject] = [entry.detail, at]
        case "wave.start": stories[entry.subject] = [entry.detail, "none", "none", "none"]
        case "wave.planned": setWave(entry.subject, [1: at, 2: entry.detail])
        case "wave.finished": setWave(entry.subject, [3: at])
        case "campaign.create":
            stories[entry.subject] = [
                state(.draft), "none", entry.actor, "none", at, "none", "none",
                "none",
            ]
        case "campaign.revise", "campaign.send_back": setDraft(entry.subject)
        case "campaign.submit":
            set(
                entry.subject, [0: state(.submitted), 1: entry.detail, 3: "none", 5: at, 7: "none"])
        case "campaign.approve_first":
            set(entry.subject, [1: entry.detail, 7: entry.actor])
        case "campaign.approve":
            set(
                entry.subject,
                [0: state(.approved), 1: entry.detail, 3: entry.actor, 6: at])
        case "campaign.start", "campaign.resume", "campaign.send_again":
            set(entry.subject, [0: state(.running)])
        case "campaign.pause", "campaign.budget", "campaign.barred":
            set(entry.subject, [0: state(.paused)])
        case "campaign.changed":
            // Before its first wave it goes back to its author; later it waits.
            if stories[entry.subject]?.first == state(.approved) {
                setDraft(entry.subject)
            } else {
                set(entry.subject, [0: state(.paused)])
            }
        case "campaign.finish": set(entry.subject, [0: state(.finished)])
        case "campaign.stop": set(entry.subject, [0: state(.cancelled)])
        default: break
        }
    }

    private func state(_ word: CampaignWord) -> String { String(word.rawValue) }

    private mutating func setDraft(_ subject: String) {
        set(subject, [0: state(.draft), 1: "none", 3: "none", 7: "none"])
    }

    private mutating func setWave(_ subject: String, _ fields: [Int: String]) {
        if stories[subject] == nil { stories[subject] = [nil, nil, nil, nil] }
        set(subject, fields)
    }

    private mutating func set(_ subject: String, _ fields: [Int: String]) {
        for (place, text) in fields { stories[subject]?[place] = text }
    }

    /// Rows that say something else than the chain, rows it tells of that are gone, and rows it never told of.
    ///
    /// - Parameter untold: how many rows may be older than what the chain keeps of their kind.
    func faults(_ kind: String, in rows: [RecordRow], untold: Int64 = 0) -> [Verifier.Violation] {
        var found: [Verifier.Violation] = []
        var seen: Set<String> = []
        var strangers: [String] = []
        let columns = Self.columns[kind] ?? []
        for row in rows {
            seen.insert(row.subject)
            guard let story = stories[row.subject] else {
                strangers.append(row.subject)
                continue
            }
            for (place, (text, told)) in zip(row.fields, story).enumerated() {
                guard let told, told != text, !(place == 0 && text.hasPrefix(told + " ")) else {
                    continue
                }
                found.append(
                    Verifier.Violation(
                        promise: 13, row: row.subject, found: "\(columns[place]) \(text)",
                        expected: "\(columns[place]) \(told), as the audit chain says"))
            }
        }
        for subject in strangers.dropFirst(Int(untold)) {
            found.append(
                Verifier.Violation(
                    promise: 13, row: subject, found: "a row", expected: "its audit entry"))
        }
        for subject in stories.keys.sorted()
        where subject.hasPrefix(kind + "/") && !seen.contains(subject) {
            found.append(
                Verifier.Violation(
                    promise: 13, row: subject, found: "missing",
                    expected: "the row the audit chain tells of"))
        }
        return found
    }
}
