import Crypto
import KengContent
import KengDomain
import KengStore

/// What was approved, as one number: the texts in all languages, audience, window, routes and budget.
///
/// The texts go in as their own hash, kept with the campaign, so that the rows alone give the digest again
/// years later, whatever words a newer program composes with.
struct CampaignDigest {
    private var hasher = SHA256()

    /// - Parameter texts: the composed texts with placeholders unresolved, in a fixed order.
    static func of(
        _ brief: CampaignBrief, areas: [Area], editions: [Edition], texts: [String]
    ) -> String {
        of(brief, areas: areas, editions: editions.map(\.hash), texts: hash(of: texts))
    }

    /// What is kept of the composed texts.
    static func hash(of texts: [String]) -> String {
        var digest = CampaignDigest()
        for text in texts { digest.add(text) }
        return digest.hasher.finalize().hexadecimal
    }

    /// - Parameters:
    ///   - editions: the hashes of the editions.
    ///   - texts: the hash of the composed texts.
    static func of(
        _ brief: CampaignBrief, areas: [Area], editions: [String], texts: String
    ) -> String {
        var digest = CampaignDigest()
        digest.add("keng.campaign/2")
        digest.add(brief.name)
        digest.add(brief.lesson.text)
        digest.add(brief.messageClass.word)
        digest.add("\(brief.manner?.rawValue ?? 0)")
        digest.add("\(brief.isUnmarked)")
        for area in areas.sorted(by: { ($0.system, $0.code) < ($1.system, $1.code) }) {
            digest.add("\(area.system)/\(area.code)")
        }
        digest.add(brief.audience.languages.sorted().map(\.rawValue).joined(separator: ","))
        digest.add("\(brief.audience.isUntrainedOnly)")
        let schedule = brief.schedule
        digest.add("\(schedule.starts.milliseconds)/\(schedule.ends.milliseconds)")
        digest.add("\(schedule.everyDays)/\(schedule.waves)")
        digest.add(brief.route.joined(separator: ","))
        digest.add("\(brief.budgetSegments)")
        // Absent where there is none, so that what was approved before there were such ceilings still holds.
        if brief.budgetMoney > 0 { digest.add("money \(brief.budgetMoney)") }
        for edition in editions.sorted() { digest.add(edition) }
        digest.add(texts)
        return digest.hasher.finalize().hexadecimal
    }

    private mutating func add(_ field: String) {
        hasher.update(data: Array("\(field.utf8.count):\(field)".utf8))
    }
}
