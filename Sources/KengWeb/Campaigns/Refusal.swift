import HTTPTypes
import Hummingbird
import KengDomain
import KengEngine
import KengText

/// An act the desk did not do, and why.
struct Refusal: Sendable {
    /// The sentence's key under `console.refusal.`.
    let key: String
    let status: HTTPResponse.Status

    /// Nil when the error is none the desk gives on purpose.
    init?(_ error: any Error) {
        switch error {
        case let problem as DeskProblem:
            switch problem {
            case .notAllowed: (key, status) = ("writers", .forbidden)
            case .approversOnly: (key, status) = ("approvers", .forbidden)
            case .faults: (key, status) = ("fields", .unprocessableContent)
            case .noSuchCampaign: (key, status) = ("gone", .notFound)
            case .noEdition: (key, status) = ("noEdition", .conflict)
            case .emptyAudience: (key, status) = ("emptyAudience", .conflict)
            case .outsideArea: (key, status) = ("outsideArea", .forbidden)
            case .nobodyMissed: (key, status) = ("nobodyMissed", .conflict)
            case .alreadyOver: (key, status) = ("alreadyOver", .conflict)
            case .changedMeanwhile, .otherDigest: (key, status) = ("changed", .conflict)
            case .noRules: (key, status) = ("noRules", .conflict)
            }
        case let refusal as CampaignState.Refusal:
            switch refusal {
            case .wrongState: (key, status) = ("wrongState", .conflict)
            case .approverIsAuthor: (key, status) = ("approverIsAuthor", .forbidden)
            case .approvedAlready: (key, status) = ("approvedAlready", .forbidden)
            case .changed: (key, status) = ("changed", .conflict)
            }
        default: return nil
        }
    }

    /// A campaign that has ended, as a page says it before anybody tries.
    init(over state: CampaignWord) {
        (key, status) = ("over.\(state.text)", .conflict)
    }

    struct View: Sendable {
        let heading: String
        let sentence: String
        let back: String
    }

    func page(_ ask: Ask, back: String) -> Response {
        let heading = ask.words.text("refusal.heading")
        return ask.page(
            "refused", title: heading,
            View(heading: heading, sentence: ask.words.text("refusal.\(key)"), back: back),
            status: status)
    }
}
