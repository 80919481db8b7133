import KengDomain
import KengStore
import Synchronization

/// Watches the other workers of a shared database: each shows by beats that it lives.
///
/// It compares beats and not clocks, and counts its own looks, so that a clock that steps makes nobody dead.
struct Watch: Sendable {
    /// Looks without a new beat after which a worker is gone: its lease.
    static let lease = 10
    /// Between two looks.
    static let every = Duration.seconds(1)

    private struct Seen: Sendable {
        var beats: Int64
        var looks: Int
    }

    private var seen: [Int64: Seen] = [:]
    private var last: Instant?

    /// A clock that stepped back looks at once, and a look is only one whatever time it seems to be.
    func isDue(at now: Instant) -> Bool {
        guard let last else { return true }
        return now < last || now - last >= Self.every
    }

    /// - Returns: the workers that are gone.
    mutating func look(at living: [WorkerSign], but own: [Int64], at now: Instant) -> [Int64] {
        last = now
        let others = living.filter { !own.contains($0.worker) }
        let numbers = Set(others.map(\.worker))
        seen = seen.filter { numbers.contains($0.key) }
        for other in others {
            if let old = seen[other.worker], old.beats == other.beats {
                seen[other.worker] = Seen(beats: old.beats, looks: old.looks + 1)
            } else {
                seen[other.worker] = Seen(beats: other.beats, looks: 0)
            }
        }
        return others.map(\.worker).filter { (seen[$0]?.looks ?? 0) >= Self.lease }
    }
}

/// A worker's part of a gateway's rate.
enum RateShare {
    /// Below so many segments a second a part could not carry the longest text.
    static let least = 20

    /// - Parameter sharers: all who send through the gateway, in the order of their numbers.
    static func segmentsPerSecond(
        of worker: Int64, among sharers: [Int64], whole: Int
    ) -> Int {
        let count = max(1, min(sharers.count, whole / least))
        guard let rank = sharers.firstIndex(of: worker), rank < count else { return 0 }
        return whole / count + (rank < whole % count ? 1 : 0)
    }
}

/// What a program knows of the others.
final class Company: Sendable {
    private struct State: Sendable {
        var watch = Watch()
        var isLeading = false
    }

    private let state = Mutex(State())

    /// The one of the lowest number starts campaigns and plans waves; two that believe so do no harm.
    var isLeading: Bool { state.withLock { $0.isLeading } }

    func isDue(at now: Instant) -> Bool { state.withLock { $0.watch.isDue(at: now) } }

    /// - Returns: the workers that are gone.
    func look(at living: [WorkerSign], but own: [Int64], at now: Instant) -> [Int64] {
        state.withLock { state in
            let first = living.first { !$0.gateway.isEmpty }
            state.isLeading = first.map { own.contains($0.worker) } ?? false
            return state.watch.look(at: living, but: own, at: now)
        }
    }
}
