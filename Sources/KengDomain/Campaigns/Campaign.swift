/// One planned telling of one lesson to one audience; sent in waves.
package struct Campaign: Hashable, Sendable, Identifiable {
    package typealias ID = Identifier<Campaign>

    package let id: ID
    package var brief: CampaignBrief
    package let author: Account.ID
    package var state: CampaignState
    package let createdAt: Instant

    package init(
        id: ID, brief: CampaignBrief, author: Account.ID, state: CampaignState, createdAt: Instant
    ) {
        self.id = id
        self.brief = brief
        self.author = author
        self.state = state
        self.createdAt = createdAt
    }
}

/// Everything an author decides; the digest covers all of it.
package struct CampaignBrief: Hashable, Sendable {
    package var name: String
    package var lesson: Slug
    package var messageClass: MessageClass
    /// Nil: the lesson alone, without questions.
    package var manner: QuizSession.Manner?
    /// Vietnamese goes out in its reviewed variant without marks.
    package var isUnmarked: Bool
    package var audience: Audience
    package var schedule: Schedule
    package var route: [String]
    /// The most segments the campaign may use; 0 means no ceiling.
    package var budgetSegments: Int
    /// The most it may cost, in whole units of the price's currency; 0 means no ceiling.
    package var budgetMoney: Int

    package init(
        name: String, lesson: Slug, messageClass: MessageClass, manner: QuizSession.Manner?,
        isUnmarked: Bool, audience: Audience, schedule: Schedule, route: [String],
        budgetSegments: Int, budgetMoney: Int = 0
    ) {
        self.name = name
        self.lesson = lesson
        self.messageClass = messageClass
        self.manner = manner
        self.isUnmarked = isUnmarked
        self.audience = audience
        self.schedule = schedule
        self.route = route
        self.budgetSegments = budgetSegments
        self.budgetMoney = budgetMoney
    }
}

extension CampaignBrief {
    /// Whether its texts may leave by a gateway; a route that names none takes any.
    ///
    /// So does one of the sandbox alone: it was written into campaigns of real cities before routes were kept
    /// to, and a practice city never has another.
    package func mayLeave(by gateway: String) -> Bool {
        route.isEmpty || route.contains(gateway) || route == ["sandbox"]
    }
}

/// Who should get it: residents of these areas and all areas below them.
package struct Audience: Hashable, Sendable {
    package var areas: [Area.ID]
    package var languages: [Language]
    /// Only households in which nobody is trained yet.
    package var isUntrainedOnly: Bool

    package init(areas: [Area.ID], languages: [Language], isUntrainedOnly: Bool) {
        self.areas = areas
        self.languages = languages
        self.isUntrainedOnly = isUntrainedOnly
    }
}

/// When waves start and how long each may go on.
package struct Schedule: Hashable, Sendable {
    package let starts: Instant
    /// The end of the first wave's window; later waves last as long.
    package let ends: Instant
    /// Days from one wave to the next; 0 for a single wave.
    package let everyDays: Int
    package let waves: Int

    package enum Problem: Error, Hashable {
        case endsBeforeItStarts
        case waves(Int)
        /// A wave would start before the one before it has ended, or more than a year after it.
        case overlap(everyDays: Int)
    }

    package init(
        starts: Instant, ends: Instant, everyDays: Int = 0, waves: Int = 1
    ) throws(Problem) {
        guard starts < ends else { throw .endsBeforeItStarts }
        guard (1...366).contains(waves) else { throw .waves(waves) }
        if waves > 1 {
            // Within a year, so that no wave lies beyond what an instant can hold.
            guard (1...366).contains(everyDays),
                Int64(everyDays) * 86_400_000 >= (ends - starts).milliseconds
            else { throw .overlap(everyDays: everyDays) }
        }
        self.starts = starts
        self.ends = ends
        self.everyDays = waves > 1 ? everyDays : 0
        self.waves = waves
    }

    /// Whether a wave of this number goes to those whom the scheduled ones did not reach.
    package func isAgain(_ number: Int) -> Bool { number > waves }

    /// The window of wave `number`, counted from 1; nil after the last.
    package func window(of number: Int) -> (starts: Instant, ends: Instant)? {
        guard (1...waves).contains(number) else { return nil }
        let shift = Duration.milliseconds(Int64(everyDays) * 86_400_000 * Int64(number - 1))
        return (starts + shift, ends + shift)
    }
}

/// One sending of a campaign: one message row per recipient.
package struct Wave: Hashable, Sendable, Identifiable {
    package typealias ID = Identifier<Wave>

    package let id: ID
    package let campaign: Campaign.ID
    package let number: Int
    package let starts: Instant
    package let ends: Instant

    package init(id: ID, campaign: Campaign.ID, number: Int, starts: Instant, ends: Instant) {
        self.id = id
        self.campaign = campaign
        self.number = number
        self.starts = starts
        self.ends = ends
    }
}
