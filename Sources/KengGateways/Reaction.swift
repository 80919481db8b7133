import KengDomain

/// What a provider's word on one message means for it.
package enum Reaction: Hashable, Sendable {
    case accepted
    /// Never again with this text and this number.
    case permanent
    /// Again after a while, so many times in all; then it is final.
    case temporary(after: Duration, tries: Int)
    /// Too fast: again after a while, which is no attempt.
    case throttled(after: Duration)
    /// The provider takes nothing from us until a person has put something right.
    case barred
}

extension Reaction {
    /// What becomes of a whole text.
    ///
    /// - Parameter attempt: how often it was refused for a while before.
    func outcome(attempt: Int, code: String, references: [String]) -> SubmitOutcome {
        switch self {
        case .accepted: .accepted(references: references)
        case .permanent: .rejected(code: code)
        case .temporary(_, let tries) where attempt + 1 >= tries: .rejected(code: code)
        case .temporary(let after, _): .temporary(code: code, after: after)
        case .throttled(let after): .throttled(after: after)
        case .barred: .barred(code: code)
        }
    }
}
