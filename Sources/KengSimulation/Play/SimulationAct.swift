package import KengDomain

/// Something that happens to a simulated city.
package struct SimulationAct: Hashable, Sendable {
    /// Since the start, by a clock that never steps.
    package let after: Duration
    package let kind: Kind

    package enum Kind: Hashable, Sendable {
        /// A person drafts, submits and, if the wish says so, a second one approves.
        case create(campaign: Int, CampaignWish)
        case pause(campaign: Int)
        case resume(campaign: Int)
        case stop(campaign: Int)
        /// A person sends it to those whom it missed, when it has finished.
        case sendAgain(campaign: Int)
        /// A person announces that the day that now is, or the one after it, is one of mourning.
        case quiet(area: String, tomorrow: Bool)
        /// A person changes what was submitted or approved; nobody approves it again.
        case revise(campaign: Int)
        /// An author publishes the lesson with a word more.
        case publish(word: String)
        /// The owner of the phone of that rank writes.
        case write(phone: Int, text: String)
        /// The program is killed at the `calls`-th call of that kind that comes now.
        case die(WatchedGateway.Place, calls: Int)
        /// The program ends in good order and starts again.
        case restart
        /// The program's clock is set, by a person or by the network.
        case stepClock(by: Duration)
        /// The way to the provider is gone for so long.
        case outage(Duration)
    }
}

/// What a person wants of a campaign in a simulation.
package struct CampaignWish: Hashable, Sendable {
    package let areas: [String]
    package let messageClass: MessageClass
    package let manner: QuizSession.Manner?
    package let startsAfter: Duration
    package let hours: Int
    package let everyDays: Int
    package let waves: Int
    package let budget: Int
    package let isApproved: Bool
}

extension SimulationAct: CustomStringConvertible {
    package var description: String {
        let seconds = after.milliseconds / 1000
        let (days, rest) = seconds.quotientAndRemainder(dividingBy: 86_400)
        func two(_ number: Int64) -> String { number < 10 ? "0\(number)" : "\(number)" }
        let time = "\(two(rest / 3600)):\(two(rest / 60 % 60)):\(two(rest % 60))"
        return "day \(days) \(time)  \(kind)"
    }
}

extension SimulationAct.Kind: CustomStringConvertible {
    package var description: String {
        switch self {
        case .create(let campaign, let wish):
            return "campaign \(campaign): \(wish)"
        case .pause(let campaign): return "pause campaign \(campaign)"
        case .resume(let campaign): return "resume campaign \(campaign)"
        case .stop(let campaign): return "stop campaign \(campaign)"
        case .sendAgain(let campaign): return "send campaign \(campaign) again"
        case .quiet(let area, let tomorrow):
            return "\(tomorrow ? "tomorrow" : "today") is quiet in \(area)"
        case .revise(let campaign): return "change campaign \(campaign)"
        case .publish(let word): return "publish the lesson with “\(word)”"
        case .write(let phone, let text): return "phone \(phone) writes “\(text)”"
        case .die(let place, let calls): return "killed at call \(calls) of \(place)"
        case .restart: return "restart in good order"
        case .stepClock(let step): return "the clock is set by \(step)"
        case .outage(let length): return "no way to the provider for \(length)"
        }
    }
}

extension CampaignWish: CustomStringConvertible {
    package var description: String {
        let plan = "\(waves) wave\(waves == 1 ? "" : "s") of \(hours) h, every \(everyDays) days"
        let ceiling = budget == 0 ? "" : ", at most \(budget) segments"
        return "\(messageClass.word) to \(areas.joined(separator: " and ")), \(plan), "
            + "from \(startsAfter) on\(ceiling)\(isApproved ? "" : ", never approved")"
    }
}
