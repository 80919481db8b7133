import KengGateways
import Testing

/// A wait that is not ended by what the test does would take an hour.
struct BellTests {
    private static let hour = Duration.seconds(3600)

    @Test func aRingBeforeTheWaitEndsIt() async {
        let bell = Bell()
        bell.ring()
        bell.ring()
        await bell.wait(for: Self.hour)
    }

    @Test func aRingDuringTheWaitEndsIt() async {
        let bell = Bell()
        await withTaskGroup(of: Void.self) { group in
            group.addTask { await bell.wait(for: Self.hour) }
            await Task.yield()
            bell.ring()
            await group.waitForAll()
        }
    }

    @Test func theWaitEndsByItself() async {
        let bell = Bell()
        await bell.wait(for: .milliseconds(1))
        // It can be waited for again, and nothing of the first wait is left.
        bell.ring()
        await bell.wait(for: Self.hour)
    }

    @Test func aCancelledWaitEnds() async {
        let bell = Bell()
        await withTaskGroup(of: Void.self) { group in
            group.addTask { await bell.wait(for: Self.hour) }
            await Task.yield()
            group.cancelAll()
        }
    }
}
