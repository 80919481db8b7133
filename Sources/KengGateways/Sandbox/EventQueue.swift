import KengDomain

/// Events in the order of their moments, each kept until it is acknowledged.
struct EventQueue {
    private struct Waiting: Hashable {
        let at: Instant
        let id: InboundEvent.ID

        func isBefore(_ other: Waiting) -> Bool {
            at == other.at ? id < other.id : at < other.at
        }
    }

    /// A heap on moment and name; what was acknowledged or dropped is skipped when it comes up.
    private var heap: [Waiting] = []
    /// What is due and not acknowledged, in order.
    private var due: [Waiting] = []
    /// How many of `due`, from its front, are done with.
    private var done = 0
    private var events: [InboundEvent.ID: InboundEvent] = [:]

    var count: Int { events.count }

    mutating func add(_ event: InboundEvent) {
        guard events.updateValue(event, forKey: event.id) == nil else { return }
        heap.append(Waiting(at: event.at, id: event.id))
        var place = heap.count - 1
        while place > 0, heap[place].isBefore(heap[(place - 1) / 2]) {
            heap.swapAt(place, (place - 1) / 2)
            place = (place - 1) / 2
        }
    }

    mutating func remove(_ id: InboundEvent.ID) {
        events[id] = nil
    }

    mutating func receive(limit: Int, at now: Instant) -> [InboundEvent] {
        var isUnordered = false
        while let first = heap.first, first.at <= now {
            _ = pop()
            guard events[first.id] != nil else { continue }
            if let last = due.last, first.isBefore(last) { isUnordered = true }
            due.append(first)
        }
        forget()
        if isUnordered { due[done...].sort { $0.isBefore($1) } }
        var found: [InboundEvent] = []
        for waiting in due[done...] {
            guard found.count < limit else { break }
            if let event = events[waiting.id] { found.append(event) }
        }
        return found
    }

    /// The moment of the oldest event that is not acknowledged.
    mutating func earliest() -> Instant? {
        forget()
        while let first = heap.first, events[first.id] == nil { _ = pop() }
        let moments = [due.dropFirst(done).first?.at, heap.first?.at]
        return moments.compactMap(\.self).min()
    }

    /// Passes over what was acknowledged, and now and then makes room.
    private mutating func forget() {
        while done < due.count, events[due[done].id] == nil { done += 1 }
        guard done > 1024, done * 2 > due.count else { return }
        due.removeFirst(done)
        done = 0
    }

    private mutating func pop() -> Waiting? {
        guard let first = heap.first else { return nil }
        heap.swapAt(0, heap.count - 1)
        heap.removeLast()
        var place = 0
        while true {
            var child = 2 * place + 1
            guard child < heap.count else { return first }
            if child + 1 < heap.count, heap[child + 1].isBefore(heap[child]) { child += 1 }
            guard heap[child].isBefore(heap[place]) else { return first }
            heap.swapAt(child, place)
            place = child
        }
    }
}
