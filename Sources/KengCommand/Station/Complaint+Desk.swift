import KengDomain
import KengEngine

extension Complaint {
    init(desk problem: DeskProblem) {
        switch problem {
        case .notAllowed:
            self.init(
                .notPermitted, "This account may not do that.",
                "Authors write, approvers approve, viewers only look.",
                NextCommand.now.other("user", "list"))
        case .approversOnly:
            self.init(
                .notPermitted, "This account may not approve.",
                "Approvers and administrators approve what somebody else has written.",
                NextCommand.now.other("user", "list"))
        case .faults(let faults): self.init(faults)
        case .noSuchCampaign:
            self.init(
                .usage, "There is no such campaign.", "The id was not found.",
                NextCommand.now.other("campaign", "list"))
        case .noEdition(let language, let jurisdiction):
            self.init(
                .badData,
                "The lesson has no edition in \(language.rawValue) for \(jurisdiction).",
                "Only published editions are sent.",
                "Leave the language out, or write it under Content and run: "
                    + NextCommand.now.other("content", "publish"))
        case .emptyAudience:
            self.init(
                .usage, "The campaign has no audience.", "It names no area or no language.",
                "Name at least one area and one language.")
        case .outsideArea:
            self.init(
                .notPermitted, "The audience reaches beyond the account's area.",
                "An account sees its area and what is below it.",
                "Choose areas below it, or an account of a larger area.")
        case .alreadyOver:
            self.init(
                .badData, "The campaign would end before it starts.", "Its end has passed.",
                "Give it a later end.")
        case .nobodyMissed:
            self.init(
                .badData, "Nobody was missed.", "Everybody was reached, or may still be.",
                "There is nothing to do.")
        case .changedMeanwhile:
            self.init(
                .tryAgain, "Somebody changed the campaign meanwhile.", "Nothing was done.",
                "Look at it again, then repeat.")
        case .otherDigest(let given, let submitted):
            self.init(
                .badData, "“\(given.prefix(64))” is not the digest of this campaign.",
                "\(submitted) was submitted, and the campaign is still that.",
                "Look at keng campaign check, and approve the digest that it prints.")
        case .noRules(let jurisdiction):
            self.init(
                .badConfiguration, "No rules are known for \(jurisdiction).",
                "Nothing is sent where hours and numbers are unknown.",
                "Add Content/jurisdictions/\(jurisdiction).yaml")
        }
    }

    /// One line for what was found, one for what is expected, one for what to type.
    private init(_ faults: [BriefFault]) {
        let what = faults.map { fault in
            "\(Self.option(fault.field)) is “\(fault.moment.map(Self.moment) ?? fault.found)”."
        }
        self.init(
            .badData, Self.joined(what), Self.joined(faults.map { Self.expected($0.expected) }),
            Self.joined(faults.map(Self.remedy) + ["Nothing was stored."]))
    }

    /// A sentence that two faults share is said once.
    private static func joined(_ sentences: [String]) -> String {
        var said: [String] = []
        for sentence in sentences where !said.contains(sentence) { said.append(sentence) }
        return said.joined(separator: " ")
    }

    private static func option(_ field: BriefFault.Field) -> String {
        switch field {
        case .name: "--name"
        case .lesson: "--lesson"
        case .quiz: "--quiz"
        case .starts: "--starts"
        case .ends: "The end (--starts and --hours)"
        case .waves: "--waves"
        case .every: "--every-days"
        case .budget: "--budget"
        case .money: "--budget-money"
        }
    }

    private static func expected(_ expectation: BriefFault.Expectation) -> String {
        switch expectation {
        case .characters(let range):
            "\(range.lowerBound) to \(range.upperBound) characters are expected."
        case .whole(let range):
            "A whole number from \(range.lowerBound) to \(range.upperBound) is expected."
        case .oneOf(let words): "It is one of \(words.joined(separator: ", "))."
        case .lesson(let names) where names.isEmpty: "No lesson is published yet."
        case .lesson(let names): "Published are \(names.joined(separator: ", "))."
        case .price: "A ceiling in money needs a price, and no gateway that is configured has one."
        case .after(let now): "It has passed: now is \(moment(now))."
        case .within(let window):
            "A moment from \(moment(window.lowerBound)) to \(moment(window.upperBound)) is expected."
        }
    }

    private static func remedy(_ fault: BriefFault) -> String {
        switch fault.expected {
        case .lesson(let names):
            names.first.map { "For example: --lesson \($0)." }
                ?? NextCommand.now.other("content", "publish")
        case .price: "Write price: into every gateway file, for example price: 450 VND."
        case .after: "Give it a later --starts, or more --hours."
        case .within: "Give it a --starts in that time, and fewer --hours."
        case .characters: "Give it a name of that length."
        case .whole(let range): "For example: \(option(fault.field)) \(range.lowerBound)."
        case .oneOf(let words): "For example: \(option(fault.field)) \(words.first ?? "")."
        }
    }

    /// In UTC, since a complaint knows no area.
    private static func moment(_ instant: Instant) -> String {
        "\(LocalDay(of: instant, at: .utc)) \(UTCOffset.utc.minuteOfDay(at: instant)) UTC"
    }
}
