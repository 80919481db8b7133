import KengDomain
import NIOCore

/// What was handed over and has no outcome yet, for a provider that takes one text a request.
///
/// Knows no connection and no clock. Each text that is added ends as exactly one answer.
struct HTTPOutbox {
    private var lanes: [CircularBuffer<(text: OutboundText, since: Instant)>] =
        Lane.allCases.map { _ in CircularBuffer() }
    private var flying: [Int64: (text: OutboundText, departure: RateWindow.Departure)] = [:]
    private var answers: [SubmitAnswer] = []
    private var taken: [(message: Int64, references: [String])] = []
    private var rate: RateWindow
    private let parallel: Int

    /// How long a text may wait for a way out before the engine gets it back.
    static let patience = Duration.seconds(1)
    /// The longest way to the provider for which its limit is kept to the letter.
    private static let longestWay = Duration.milliseconds(150)

    init(segmentsPerSecond: Int, parallel: Int) {
        rate = RateWindow(segmentsPerSecond: segmentsPerSecond, slack: Self.longestWay)
        self.parallel = parallel
    }

    var hasAnswers: Bool { !answers.isEmpty }
    var isEmpty: Bool { flying.isEmpty && lanes.allSatisfy(\.isEmpty) }

    mutating func limit(to segmentsPerSecond: Int) { rate.limit(to: segmentsPerSecond) }

    /// Texts it takes now: what leaves in about a quarter of a second, and at least what keeps the requests
    /// going meanwhile.
    mutating func room(at pace: Instant) -> Int {
        let waiting = lanes.reduce(0) { $0 + $1.count }
        let usual = max(2 * parallel, rate.used(at: pace) / 4)
        return max(0, min(usual, max(1, rate.segmentsPerSecond / 4)) - waiting)
    }

    mutating func add(_ text: OutboundText, at pace: Instant) {
        lanes[Int(text.lane.rawValue)].append((text, pace))
    }

    /// What leaves now, emergencies first; never what has waited so long that it was decided on another moment.
    mutating func take(at pace: Instant) -> [OutboundText] {
        sweep(at: pace)
        var leaving: [OutboundText] = []
        for lane in lanes.indices {
            while flying.count < parallel, let first = lanes[lane].first {
                guard rate.free(at: pace) >= first.text.segments else { return leaving }
                lanes[lane].removeFirst()
                let departure = rate.record(segments: first.text.segments, at: pace)
                flying[first.text.message] = (first.text, departure)
                leaving.append(first.text)
            }
        }
        return leaving
    }

    /// When the rate lets the next one go; nil when nothing waits for that.
    mutating func opens(after pace: Instant) -> Instant? {
        guard flying.count < parallel, let next = lanes.lazy.compactMap(\.first).first else {
            return nil
        }
        return rate.opens(for: next.text.segments, after: pace)
    }

    /// - Parameter reference: the provider's name for it; without one it goes by ours.
    /// - Returns: false for one that nobody asked about.
    @discardableResult
    mutating func answered(
        _ message: Int64, _ reaction: Reaction, code: String, reference: String?,
        at pace: Instant
    ) -> Bool {
        guard let text = land(message, at: pace) else { return false }
        let references = [reference ?? String(message)]
        if reaction == .accepted { taken.append((message, references)) }
        end(
            message,
            reaction.outcome(attempt: text.attempt, code: code, references: references))
        return true
    }

    /// It may have been taken.
    mutating func doubtful(_ message: Int64, at pace: Instant) {
        guard land(message, at: pace) != nil else { return }
        end(message, .unknown)
    }

    /// Nothing of it left: it goes back, and that was no attempt.
    mutating func stayed(_ message: Int64, for pause: Duration, at pace: Instant) {
        guard land(message, at: pace) != nil else { return }
        end(message, .throttled(after: pause))
    }

    private mutating func land(_ message: Int64, at pace: Instant) -> OutboundText? {
        guard let flight = flying.removeValue(forKey: message) else { return nil }
        for _ in 0..<flight.text.segments { rate.heard(flight.departure, at: pace) }
        return flight.text
    }

    private mutating func end(_ message: Int64, _ outcome: SubmitOutcome) {
        answers.append(SubmitAnswer(message: message, outcome: outcome))
    }

    /// What has waited too long goes back; with `isOver` everything does.
    mutating func sweep(at pace: Instant, isOver: Bool = false) {
        for lane in lanes.indices {
            while let first = lanes[lane].first,
                isOver || first.since + Self.patience <= pace || pace < first.since
            {
                lanes[lane].removeFirst()
                end(first.text.message, .throttled(after: Self.patience))
            }
        }
    }

    mutating func takeAnswers() -> [SubmitAnswer] {
        defer { answers = [] }
        return answers
    }

    /// What the provider took since the last call.
    mutating func freshlyTaken() -> [(message: Int64, references: [String])] {
        defer { taken = [] }
        return taken
    }
}
