import KengEngine

extension ImportReport {
    /// One line for programs.
    var json: String {
        let reasons = bad.sorted { $0.key < $1.key }.map { "\(JSONText.quote($0.key)):\($0.value)" }
        let columns = unknownColumns.map(JSONText.quote)
        let fields = [
            "\"rows\":\(rows)", "\"added\":\(added)", "\"known\":\(known)",
            "\"updated\":\(updated)", "\"bad\":\(badCount)",
            "\"bad_by_reason\":{\(reasons.joined(separator: ","))}",
            "\"households_added\":\(householdsAdded)", "\"shared_phones\":\(sharedPhones)",
            "\"migrated_phones\":\(migratedPhones)", "\"repaired_codes\":\(repairedCodes)",
            "\"unknown_columns\":[\(columns.joined(separator: ","))]",
            "\"encoding\":\(JSONText.quote(charset.rawValue))",
            "\"separator\":\(JSONText.quote(String(separator)))", "\"seconds\":\(seconds)",
            "\"bad_rows_file\":\(badRows.map(JSONText.quote) ?? "null")",
            "\"dry_run\":\(isDryRun)",
        ]
        return "{\(fields.joined(separator: ","))}"
    }

    /// A few lines for people; only what there is to say.
    func sentences(_ noun: String) -> String {
        var lines = [
            "\(rows) rows read as \(charset.rawValue) in \(seconds) s: "
                + "\(added) \(noun) \(isDryRun ? "would be added" : "added"), \(known) known, \(badCount) bad."
        ]
        if updated > 0 { lines.append("\(updated) brought up to date.") }
        if householdsAdded > 0, noun != "households" {
            lines.append("\(householdsAdded) households created.")
        }
        if sharedPhones > 0 {
            lines.append("\(sharedPhones) on a phone shared with somebody else.")
        }
        if migratedPhones > 0 {
            lines.append("\(migratedPhones) eleven-digit numbers brought up to date.")
        }
        if repairedCodes > 0 {
            lines.append("\(repairedCodes) area codes given back their leading zeros.")
        }
        if !unknownColumns.isEmpty {
            lines.append("Columns not used: \(unknownColumns.joined(separator: ", ")).")
        }
        for (reason, count) in bad.sorted(by: { ($1.value, $0.key) < ($0.value, $1.key) }) {
            lines.append("  \(count) \(reason)")
        }
        if let badRows { lines.append("Bad rows with their reasons: \(badRows)") }
        if isDryRun { lines.append("Dry run: nothing was stored.") }
        return lines.joined(separator: "\n")
    }
}
