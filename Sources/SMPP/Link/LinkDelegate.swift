/// What a link does for and tells its owner; called on the link's event loop, so nothing may block.
///
/// What one burst of octets brought comes in one call of each kind, `doubtful` before `answered`,
/// so that a late answer always follows the doubt that it ends.
public protocol LinkDelegate: Sendable {
    /// Asked whenever messages may leave: at most `room` of them.
    func wanted(_ room: Int, on link: Int) -> Offer
    func answered(_ answers: [SubmitAnswer], on link: Int)
    func doubtful(_ tokens: [UInt64], on link: Int)
    func inbound(_ messages: [Inbound], on link: Int)
    func queried(_ answers: [QueryAnswer], on link: Int)
    func stateChanged(_ state: LinkState, on link: Int)
    /// The gateway did not take the bind this time; the link tries again.
    func bindRefused(_ status: CommandStatus, on link: Int)
}

extension LinkDelegate {
    public func bindRefused(_ status: CommandStatus, on link: Int) {}
}

/// One message to send; the token comes back with its answer.
public struct Submission: Sendable {
    public let token: UInt64
    public let message: ShortMessage

    public init(token: UInt64, message: ShortMessage) {
        self.token = token
        self.message = message
    }
}

/// What the owner gives when asked.
public struct Offer: Sendable {
    public let submissions: [Submission]
    /// Not to be asked again before; nil: with the next answer, or after a `poke`.
    public let wait: Duration?

    public init(_ submissions: [Submission], wait: Duration? = nil) {
        self.submissions = submissions
        self.wait = wait
    }

    public static let nothing = Offer([])
}

/// Where a link stands, for people who watch it.
public enum LinkState: Hashable, Sendable {
    case idle
    /// The next attempt begins after this time.
    case waiting(Duration)
    case connecting
    case bound
    /// A stop was asked for and the last answers are awaited.
    case unbinding
    /// The gateway refuses the name or the password; nothing more is tried.
    case refused(CommandStatus)
    case stopped
}
