import KengDomain
import KengEngine
import KengText

/// One field that cannot be used.
struct BodyFault: Hashable, Sendable {
    let pointer: String
    let fault: Fault
    /// What the sentence names: what was found, what is expected.
    var values: [String: MessageValue] = [:]

    enum Fault: String, Hashable, Sendable, CaseIterable {
        case missing
        case unknownName = "unknown-name"
        case text
        case number
        case truth
        case list
        case object
        case time
        case choice
        case slug
        case area
        case empty
        case range
        case order
        case length
        case within
        case lesson
        case over
        case window
        case price
    }
}

extension BodyFault {
    /// What the desk refuses in a body, by the names of `openapi.json`.
    init(_ fault: BriefFault) {
        pointer =
            switch fault.field {
            case .name: "/name"
            case .lesson: "/lesson"
            case .quiz: "/quiz"
            case .starts: "/starts_at"
            case .ends: "/ends_at"
            case .waves: "/waves"
            case .every: "/every_days"
            case .budget: "/budget_segments"
            case .money: "/budget_money"
            }
        let found = MessageValue.text(fault.moment.map(Timestamp.text) ?? fault.found)
        switch fault.expected {
        case .characters(let range):
            self.fault = .length
            values = [
                "found": found, "least": .number(range.lowerBound),
                "most": .number(range.upperBound),
            ]
        case .whole(let range):
            self.fault = .within
            values = [
                "found": found, "least": .number(range.lowerBound),
                "most": .number(range.upperBound),
            ]
        case .oneOf(let words):
            self.fault = .choice
            values = Self.choice(fault.found, words)
        case .lesson(let names):
            self.fault = .lesson
            values = [
                "found": found, "count": .number(names.count),
                "names": .text(names.joined(separator: ", ")),
            ]
        case .price: self.fault = .price
        case .after(let now):
            self.fault = .over
            values = ["found": found, "now": .text(Timestamp.text(now))]
        case .within(let window):
            self.fault = .window
            values = [
                "found": found, "from": .text(Timestamp.text(window.lowerBound)),
                "to": .text(Timestamp.text(window.upperBound)),
            ]
        }
    }
    /// A word that is none of these; what is long is shown by its beginning.
    static func choice(_ found: String, _ words: [String]) -> [String: MessageValue] {
        let shown = found.count > 40 ? found.prefix(40) + "…" : found[...]
        return ["found": .text(String(shown)), "names": .text(words.joined(separator: ", "))]
    }
}
