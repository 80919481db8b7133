import KengDomain

/// How cruel the practice network is and how its residents behave; shares are 0 to 1.
package struct SandboxSettings: Sendable {
    /// What goes wrong between us, the provider and the handset.
    package struct Network: Hashable, Sendable {
        /// The hand-over never reaches the provider: no answer, not taken.
        package var lost = 0.002
        /// Taken, but the answer never reaches us.
        package var answerLost = 0.002
        package var rejected = 0.01
        package var temporary = 0.02
        /// How long a refusal for now asks to wait.
        package var busyPause = Duration.seconds(20)
        /// Refused as too fast one to three times in a row, whatever the rate.
        package var throttled = 0.01
        package var undelivered = 0.03
        package var expired = 0.02
        /// Delivered, but the receipt never comes.
        package var receiptLost = 0.01
        package var duplicateReceipts = 0.03
        /// The receipt is there before the answer to the hand-over.
        package var earlyReceipts = 0.02
        /// A first, unfinal receipt comes after the final one.
        package var reorderedReceipts = 0.05

        package init() {}

        /// A network on which nothing fails.
        package static var calm: Network {
            var calm = Network()
            calm.lost = 0
            calm.answerLost = 0
            calm.rejected = 0
            calm.temporary = 0
            calm.throttled = 0
            calm.undelivered = 0
            calm.expired = 0
            calm.receiptLost = 0
            calm.duplicateReceipts = 0
            calm.earlyReceipts = 0
            calm.reorderedReceipts = 0
            return calm
        }
    }

    /// How residents answer; the defaults follow facts/curriculum.md 6.
    package struct People: Hashable, Sendable {
        /// Answer at least one question.
        package var answering = 0.40
        /// Answer to the end; of all, not of those who begin.
        package var finishing = 0.20
        /// The mean chance to know an answer; each resident has a chance of their own near it.
        package var knowledge = 0.75
        /// Of those who answer, how many do so days later.
        package var late = 0.05
        /// Send a stop word instead of an answer, and nothing ever after.
        package var stopping = 0.005
        /// Of the answers, how many are nonsense.
        package var nonsense = 0.03
        /// Ask for another language before they answer.
        package var switching = 0.01
        /// Type Vietnamese with its marks.
        package var accents = 0.6
        /// Type full-width letters; only those who answer in Chinese.
        package var fullWidth = 0.15
        /// A factor on human delays: at 1 half of the answers come within 50 minutes.
        package var pace = 1.0

        package init() {}
    }

    package var seed: UInt64
    package var segmentsPerSecond: Int
    package var network = Network()
    package var people = People()
    /// The right letters of a text that asks, nil for one that does not; only residents who know use them.
    package var solve: @Sendable (OutboundText) -> [Character]?

    package init(
        seed: UInt64, segmentsPerSecond: Int = 500,
        solve: @escaping @Sendable (OutboundText) -> [Character]? = { _ in nil }
    ) {
        self.seed = seed
        self.segmentsPerSecond = max(1, segmentsPerSecond)
        self.solve = solve
    }
}

/// What chance is asked about; each subject has numbers of its own, so that a new question changes no other answer.
enum Chance: UInt64 {
    case handOver = 1
    case delivery = 2
    case person = 3
    case reply = 4

    func numbers(seed: UInt64, _ subjects: UInt64...) -> SeededGenerator {
        var mixed = seed ^ (rawValue &* 0x9E37_79B9_7F4A_7C15)
        for subject in subjects {
            var mixer = SeededGenerator(seed: mixed ^ subject)
            mixed = mixer.next()
        }
        return SeededGenerator(seed: mixed)
    }
}

extension SeededGenerator {
    mutating func happens(_ share: Double) -> Bool { fraction() < share }

    /// A waiting time with this mean, as calls in a queue have it; never more than forty means.
    mutating func wait(mean: Duration) -> Duration {
        let share = -logarithm(1 - fraction())
        return .milliseconds(Int64(Double(mean.milliseconds) * min(share, 40)))
    }

    /// A waiting time that half of all stay under, and of which each further half takes as long again.
    mutating func wait(median: Duration) -> Duration {
        wait(mean: .milliseconds(Int64(Double(median.milliseconds) / logarithm(2))))
    }
}

/// FNV-1a: the same text has the same hash on every machine and in every run.
func stableHash(_ text: String) -> UInt64 {
    var hash: UInt64 = 0xCBF2_9CE4_8422_2325
    for byte in text.utf8 { hash = (hash ^ UInt64(byte)) &* 0x100_0000_01B3 }
    return hash
}
