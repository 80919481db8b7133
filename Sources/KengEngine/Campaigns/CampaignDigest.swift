import Crypto
import KengContent
import KengDomain
import KengStore

/// What was approved, as one number: the texts in all languages, audience, window, routes and budget.
struct CampaignDigest {
    private var hasher = SHA256()

    /// - Parameter texts: the composed texts with placeholders unresolved, in a fixed order.
    static func of(
        _ brief: CampaignBrief, areas: [Area], editions: [Edition], texts: [String]
    ) -> String {
        var digest = CampaignDigest()
        digest.add("keng.campaign/1")
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
        for edition in editions.sorted(by: { $0.hash < $1.hash }) { digest.add(edition.hash) }
        for text in texts { digest.add(text) }
        return digest.hasher.finalize().hexadecimal
    }

    private mutating func add(_ field: String) {
        hasher.update(data: Array("\(field.utf8.count):\(field)".utf8))
    }
}
