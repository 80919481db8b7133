import Synchronization

/// All that differs from run to run: the time, chance, and fresh names.
///
/// Nothing else may ask for them.
package struct World: Sendable {
    package let now: @Sendable () -> Instant
    /// As `now`, but set by nobody: only how far its moments are apart means something.
    package let steady: @Sendable () -> Instant
    package let random: @Sendable () -> UInt64
    package let newID: @Sendable () -> Int64

    /// - Parameter steady: without it, `now`.
    package init(
        now: @escaping @Sendable () -> Instant,
        steady: (@Sendable () -> Instant)? = nil,
        random: @escaping @Sendable () -> UInt64,
        newID: @escaping @Sendable () -> Int64
    ) {
        self.now = now
        self.steady = steady ?? now
        self.random = random
        self.newID = newID
    }

    /// A world whose chance and names are given by a seed and whose time is given by `now`.
    ///
    /// - Parameter newest: a name that exists already; all new ones come after it.
    package static func seeded(
        _ seed: UInt64, node: Int64 = 0, after newest: Int64 = 0,
        steady: (@Sendable () -> Instant)? = nil, now: @escaping @Sendable () -> Instant
    ) -> World {
        let generator = SharedGenerator(SeededGenerator(seed: seed))
        let source = SharedSource(IdentifierSource(node: node, after: newest))
        return World(
            now: now, steady: steady, random: { generator.next() },
            newID: { source.next(at: now()) })
    }

    /// The world as it is: `now` reads the machine's clock, chance is the system's.
    ///
    /// - Parameter newest: a name that exists already; all new ones come after it.
    package static func real(
        node: Int64 = 0, after newest: Int64 = 0, now: @escaping @Sendable () -> Instant
    ) -> World {
        let source = SharedSource(IdentifierSource(node: node, after: newest))
        let (clock, start) = (ContinuousClock(), ContinuousClock.now)
        return World(
            now: now,
            steady: { Instant(milliseconds: 0) + (clock.now - start) },
            random: {
                var system = SystemRandomNumberGenerator()
                return system.next()
            },
            newID: { source.next(at: now()) })
    }

    package func newID<Subject>(_ subject: Subject.Type) -> Identifier<Subject> {
        Identifier(rawValue: newID())
    }
}

private final class SharedGenerator: Sendable {
    private let generator: Mutex<SeededGenerator>

    init(_ generator: SeededGenerator) {
        self.generator = Mutex(generator)
    }

    func next() -> UInt64 {
        generator.withLock { $0.next() }
    }
}

private final class SharedSource: Sendable {
    private let source: Mutex<IdentifierSource>

    init(_ source: IdentifierSource) {
        self.source = Mutex(source)
    }

    func next(at now: Instant) -> Int64 {
        source.withLock { $0.next(at: now) }
    }
}

/// SplitMix64: the same seed gives the same numbers on every machine.
package struct SeededGenerator: RandomNumberGenerator, Sendable {
    private var state: UInt64

    package init(seed: UInt64) {
        state = seed
    }

    /// A generator of its own for one subject, so that the order of questions changes no answer.
    package init(seed: UInt64, subject: Int64) {
        var mixer = SeededGenerator(seed: seed ^ UInt64(bitPattern: subject))
        state = mixer.next()
    }

    package mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var mixed = state
        mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
        mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
        return mixed ^ (mixed >> 31)
    }

    /// A number from 0 up to but not including 1.
    package mutating func fraction() -> Double {
        Double(next() >> 11) * 0x1p-53
    }
}
