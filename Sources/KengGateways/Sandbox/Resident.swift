import KengDomain

/// One phone's owner: what they are like is given by the seed and the number, never by what came before.
struct Resident {
    let answers: Bool
    let stops: Bool
    let switches: Bool
    /// How many asking texts they answer before they tire; nil for those who finish.
    let patience: Int?
    let knowledge: Double
    let typesAccents: Bool
    let typesFullWidth: Bool
    let style: Int

    init(_ settings: SandboxSettings, phone: PhoneNumber) {
        var chance = Chance.person.numbers(
            seed: settings.seed, UInt64(bitPattern: phone.number))
        let people = settings.people
        stops = chance.happens(people.stopping)
        let place = chance.fraction()
        let finishes = place < min(people.finishing, people.answering)
        answers = place < people.answering
        let steps = Int.random(in: 1...4, using: &chance)
        patience = finishes ? nil : steps
        // Some know nearly all, some little; the mean is what was set.
        let spread = min(people.knowledge, 1 - people.knowledge)
        knowledge = people.knowledge + (chance.fraction() * 2 - 1) * spread
        switches = chance.happens(people.switching)
        typesAccents = chance.happens(people.accents)
        typesFullWidth = chance.happens(people.fullWidth)
        style = Int.random(in: 0..<ResidentWords.styles, using: &chance)
    }
}

/// What a resident does on reading one text.
struct ResidentReply: Hashable {
    enum Kind: Hashable {
        case answer
        case nonsense
        case stop
        case language
    }

    let kind: Kind
    let text: String
    let after: Duration

    /// - Parameters:
    ///   - answered: how many asking texts this resident has answered so far.
    ///   - switched: whether they have asked for another language already.
    init?(
        _ resident: Resident, to text: OutboundText, asking right: [Character], answered: Int,
        switched: Bool, turn: Int, settings: SandboxSettings
    ) {
        guard resident.answers || resident.stops else { return nil }
        var chance = Chance.reply.numbers(
            seed: settings.seed, UInt64(bitPattern: text.phone.number), stableHash(text.text),
            UInt64(turn))
        let people = settings.people
        let delay = Self.delay(&chance, people: people)
        after = delay
        if resident.stops {
            kind = .stop
            self.text = ResidentWords.stop(text.language, &chance)
            return
        }
        if resident.switches, !switched {
            kind = .language
            self.text = ResidentWords.otherLanguage(text.language, &chance)
            return
        }
        if let patience = resident.patience {
            guard answered < (right.count == 1 ? patience : 1) else { return nil }
        }
        if chance.happens(people.nonsense) {
            kind = .nonsense
            self.text = ResidentWords.nonsense(text.language, &chance)
            return
        }
        var letters = right.map { letter in
            chance.happens(resident.knowledge)
                ? letter : "ABC".filter { $0 != letter }.randomElement(using: &chance) ?? letter
        }
        // One who tires leaves a row unfinished.
        if let patience = resident.patience, right.count > 1 {
            letters = Array(letters.prefix(max(1, min(patience, right.count - 1))))
        }
        kind = .answer
        self.text = ResidentWords.answer(
            letters, language: text.language, resident: resident, &chance)
    }

    /// Half of those who answer do so within 50 minutes; the late ones after two days to six.
    private static func delay(
        _ chance: inout SeededGenerator, people: SandboxSettings.People
    ) -> Duration {
        let isLate = chance.happens(people.late)
        let hours = Double(chance.wait(median: .seconds(50 * 60)).milliseconds)
        let days = 2 + 4 * chance.fraction()
        let human = isLate ? days * 86_400_000 : hours
        return .seconds(2) + .milliseconds(Int64(human * max(0, people.pace)))
    }
}
