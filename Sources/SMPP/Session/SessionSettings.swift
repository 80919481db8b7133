/// What one bind to a gateway needs to know; every wait has the usual value to begin with.
public struct SessionSettings: Sendable {
    public var bind: Bind
    /// Unanswered submits at most; taken as 1 to `largestWindow` whatever is set.
    public var window = 64
    /// After this a submit without an answer is doubtful.
    public var responseTimeout = Duration.seconds(60)
    public var bindTimeout = Duration.seconds(30)
    /// Silence of the gateway before an enquire_link.
    public var enquireAfter = Duration.seconds(30)
    /// How long a stop waits for the answers still due, and then for unbind_resp.
    public var unbindTimeout = Duration.seconds(30)
    /// The wait before a new connection when the last bind took a message, brought one or lasted.
    public var retryAfterWork = Duration.seconds(1)
    /// The wait after that, or when the last bind did nothing; doubles up to `longestRetry`.
    public var firstRetry = Duration.seconds(5)
    public var longestRetry = Duration.seconds(300)
    /// A bind that lasted this long worked, also when nothing was sent.
    public var steadyAfter = Duration.seconds(30)
    /// The least wait while the gateway still holds our last session.
    public var alreadyBoundRetry = Duration.seconds(30)
    /// The pause of the bind after ESME_RTHROTTLED.
    public var firstThrottlePause = Duration.milliseconds(100)
    /// The pause doubles up to this while nothing is accepted between two refusals.
    public var longestThrottlePause = Duration.seconds(1)
    /// The pause after ESME_RMSGQFUL.
    public var queueFullPause = Duration.seconds(5)

    public static let largestWindow = 10_000

    public init(bind: Bind) {
        self.bind = bind
    }

    var allowedWindow: Int { min(max(1, window), Self.largestWindow) }
}
