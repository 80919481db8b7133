import KengDomain
import KengEngine
import KengText

/// Something a form cannot be used with, and the field it is about.
struct FieldProblem: Hashable, Sendable {
    let field: String
    /// The sentence's key under `console.problem.`.
    let key: String
    var values: [String: MessageValue] = [:]
}

extension FieldProblem {
    /// What the desk refuses, by the names of the form; days are those of the place.
    init(_ fault: BriefFault, offset: UTCOffset) {
        field =
            switch fault.field {
            case .name: "name"
            case .lesson: "lesson"
            case .quiz: "manner"
            case .starts: "start-day"
            case .ends: "end-day"
            case .waves: "waves"
            case .every: "every"
            case .budget: "budget"
            case .money: "money"
            }
        switch fault.expected {
        case .characters(let range):
            key = "characters"
            values = ["least": .number(range.lowerBound), "most": .number(range.upperBound)]
        case .whole(let range):
            key = "whole"
            values = [
                "found": .text(fault.found), "least": .number(range.lowerBound),
                "most": .number(range.upperBound),
            ]
        case .oneOf: key = "choice"
        case .lesson:
            key = "lessonUnknown"
            values = ["found": .text(fault.found)]
        case .price: key = "noPrice"
        case .after: key = "over"
        case .within(let window):
            key = "window"
            values = [
                "from": .day(LocalDay(of: window.lowerBound, at: offset)),
                "to": .day(LocalDay(of: window.upperBound, at: offset)),
            ]
        }
    }

    /// The step that has the field.
    var step: CampaignStep {
        switch field {
        case "lesson": .lesson
        case "area", "language": .who
        default: .when
        }
    }
}
