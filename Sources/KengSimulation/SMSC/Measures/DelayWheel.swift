/// What is due later, in slots of a tenth of a millisecond; each costs the same however many wait.
struct DelayWheel<Item: Sendable>: Sendable {
    private var slots: [[Item]]
    /// The slot that was emptied last, counted from the beginning of time.
    private var current = 0
    private var earliest = Int.max
    private(set) var count = 0

    init(longest: Duration) {
        var size = 64
        while size < Self.slot(longest) + 2 { size *= 2 }
        slots = Array(repeating: [], count: size)
    }

    /// When `take` has something to give.
    var next: Duration? { count == 0 ? nil : .microseconds(earliest * Self.slotMicroseconds) }

    /// Due at the first slot that is not before `due`, and never in the one that is running.
    mutating func insert(_ item: Item, at due: Duration) {
        let last = current + slots.count - 1
        let next = Self.slot(due + .nanoseconds(Self.slotMicroseconds * 1000 - 1))
        let slot = min(max(next, current + 1), last)
        slots[slot & (slots.count - 1)].append(item)
        count += 1
        earliest = min(earliest, slot)
    }

    /// Gives everything that is due, the earliest first.
    mutating func take(until now: Duration, _ body: (Item) -> Void) {
        let end = Self.slot(now)
        while count > 0, earliest <= end {
            let slot = earliest & (slots.count - 1)
            count -= slots[slot].count
            for item in slots[slot] { body(item) }
            slots[slot].removeAll(keepingCapacity: true)
            current = earliest
            advance()
        }
        if end > current { current = end }
    }

    /// Gives everything, due or not.
    mutating func takeAll(_ body: (Item) -> Void) {
        take(until: .microseconds((current + slots.count) * Self.slotMicroseconds), body)
    }

    private mutating func advance() {
        guard count > 0 else {
            earliest = .max
            return
        }
        repeat { earliest += 1 } while slots[earliest & (slots.count - 1)].isEmpty
    }

    private static var slotMicroseconds: Int { 100 }

    private static func slot(_ duration: Duration) -> Int {
        let (seconds, attoseconds) = duration.components
        return (Int(seconds) * 1_000_000 + Int(attoseconds / 1_000_000_000_000))
            / slotMicroseconds
    }
}
