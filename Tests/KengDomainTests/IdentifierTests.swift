import KengDomain
import Testing

struct IdentifierTests {
    /// Whatever the clock does: it stands still, it jumps, it steps back.
    @Test(arguments: UInt64(1)...8)
    func idsNeverRepeatAndAlwaysRise(seed: UInt64) {
        var chance = SeededGenerator(seed: seed)
        var source = IdentifierSource(node: Int64(seed))
        var now = Instant(milliseconds: 1_800_000_000_000)
        var last = Int64.min
        var falls = 0
        for _ in 0..<20_000 {
            let id = source.next(at: now)
            if id <= last { falls += 1 }
            last = id
            switch chance.next() % 50 {
            case 0: now = now - .seconds(Int(chance.next() % 7200))
            case 1: now = now + .seconds(Int(chance.next() % 60))
            case 2...10: now = now + .milliseconds(1)
            default: break
            }
        }
        #expect(falls == 0)
    }

    /// A program that starts again knows nothing but what is on disk.
    @Test func aNewSourceGoesOnAfterTheNewestID() {
        let now = Instant(milliseconds: 1_800_000_000_000)
        var first = IdentifierSource(node: 9)
        let ids = (0..<5000).map { _ in first.next(at: now) }
        for back in [0, 1, 3600] {
            var second = IdentifierSource(node: 9, after: ids.max() ?? 0)
            let more = (0..<5000).map { _ in second.next(at: now - .seconds(back)) }
            #expect(more == more.sorted() && (more.first ?? 0) > (ids.last ?? 0))
        }
    }

    @Test func moreThanAMillisecondHoldsGoesOnInTheNext() {
        var source = IdentifierSource(node: 0)
        let now = Instant(milliseconds: 1_800_000_000_000)
        let ids = (0..<10_000).map { _ in source.next(at: now) }
        #expect(Set(ids).count == 10_000)
        #expect(ids == ids.sorted())
    }

    @Test func nodesNeverMeet() {
        var first = IdentifierSource(node: 1)
        var second = IdentifierSource(node: 2)
        let now = Instant(milliseconds: 1_800_000_000_000)
        let ids = (0..<5000).flatMap { _ in [first.next(at: now), second.next(at: now)] }
        #expect(Set(ids).count == 10_000)
    }

    @Test func theSameSeedGivesTheSameNumbers() {
        let now = Instant(milliseconds: 1_800_000_000_000)
        let worlds = [World.seeded(5) { now }, World.seeded(5) { now }, World.seeded(6) { now }]
        let numbers = worlds.map { world in (0..<20).map { _ in world.random() } }
        #expect(numbers[0] == numbers[1])
        #expect(numbers[0] != numbers[2])
    }
}
