import KengDomain

/// What the parts of one text say together, once none is under way.
struct PartsView {
    /// The first part that was refused for good.
    private(set) var refusal: (part: Int, code: String)?
    /// The first part that was refused for a while.
    private(set) var trouble: (part: Int, code: String)?
    /// The latest moment at which a word on a doubtful part may come.
    private(set) var doubtUntil: Instant?
    /// Of the parts that were taken, in order.
    private(set) var references: [String] = []
    /// The longest that the refusals ask for.
    private(set) var pause = Duration.zero
    /// All troubles were about speed.
    private(set) var isThrottled = true
    private var reaction: Reaction?
    private let count: Int

    init(_ parts: [Outbox.Part]) {
        count = parts.count
        for (number, part) in parts.enumerated() {
            switch part {
            case .waiting, .inFlight: break
            case .taken(let reference): references.append(reference)
            case .doubtful(let until): doubtUntil = max(doubtUntil ?? until, until)
            case .refused(let reaction, let code): refuse(number, reaction, code)
            }
        }
    }

    private mutating func refuse(_ part: Int, _ reaction: Reaction, _ code: String) {
        switch reaction {
        case .accepted: return
        case .permanent:
            refusal = refusal ?? (part, code)
            return
        case .throttled(let after):
            pause = max(pause, after)
        case .temporary(let after, _):
            pause = max(pause, after)
            isThrottled = false
        case .barred:
            pause = max(pause, .seconds(60))
            isThrottled = false
        }
        trouble = trouble ?? (part, code)
        if self.reaction.map({ Self.weight($0) < Self.weight(reaction) }) ?? true {
            self.reaction = reaction
        }
    }

    /// The outcome of a text of which nothing was taken.
    func whole(attempt: Int) -> SubmitOutcome {
        let code = trouble?.code ?? ""
        guard let reaction, reaction != .accepted, reaction != .permanent else {
            return .throttled(after: Outbox.patience)
        }
        return reaction.outcome(attempt: attempt, code: code, references: [])
    }

    /// The code, and of a long text the part that it was about.
    func named(_ trouble: (part: Int, code: String)) -> String {
        count == 1 ? trouble.code : "\(trouble.code) (\(trouble.part + 1)/\(count))"
    }

    private static func weight(_ reaction: Reaction) -> Int {
        switch reaction {
        case .accepted: 0
        case .throttled: 1
        case .temporary: 2
        case .barred: 3
        case .permanent: 4
        }
    }
}
