/// The requests that wait for an answer, oldest first.
///
/// A sequence number is chosen so that its low bits are a free place in a fixed ring, which makes
/// every lookup one load; a number whose place is taken is skipped, so none in flight is used again.
struct RequestWindow: Sendable {
    struct Request: Hashable, Sendable {
        let token: UInt64
        let kind: Kind
        /// Which fall of the congestion window came before it left.
        let epoch: UInt32
        /// Its deadline has passed: the caller was told, and only hears of the answer.
        let isLate: Bool
    }

    enum Kind: Hashable, Sendable {
        case message, query
    }

    private struct Place: Sendable {
        /// 0 while the place is free.
        var sequence: UInt32 = 0
        var token: UInt64 = 0
        var deadline: Duration = .zero
        var epoch: UInt32 = 0
        var kind = Kind.message
        var isLate = false
        var older: Int32 = -1
        var newer: Int32 = -1
    }

    /// A queue through the places, by their numbers.
    private struct Chain: Sendable {
        var oldest: Int32 = -1
        var newest: Int32 = -1
        var count = 0

        mutating func append(_ number: Int32, in places: inout [Place]) {
            places[Int(number)].older = newest
            places[Int(number)].newer = -1
            if newest < 0 {
                oldest = number
            } else {
                places[Int(newest)].newer = number
            }
            newest = number
            count += 1
        }

        mutating func remove(_ number: Int32, in places: inout [Place]) {
            let older = places[Int(number)].older
            let newer = places[Int(number)].newer
            if older < 0 {
                oldest = newer
            } else {
                places[Int(older)].newer = newer
            }
            if newer < 0 {
                newest = older
            } else {
                places[Int(newer)].older = older
            }
            count -= 1
        }
    }

    static let largestSequence: UInt32 = 0x7FFF_FFFF

    private var places: [Place]
    private var waiting = Chain()
    private var late = Chain()
    private var lastSequence: UInt32

    /// Room for `limit` requests in time, and at least as many past their deadline.
    init(limit: Int, lastSequence: UInt32 = 0) {
        var size = 16
        while size < limit * 4 { size *= 2 }
        places = Array(repeating: Place(), count: size)
        self.lastSequence = lastSequence
    }

    /// Requests whose deadline has not passed.
    var count: Int { waiting.count }

    var earliestDeadline: Duration? {
        waiting.oldest < 0 ? nil : places[Int(waiting.oldest)].deadline
    }

    /// A sequence number that no waiting or late request has.
    mutating func nextSequence() -> UInt32 {
        repeat {
            lastSequence = lastSequence >= Self.largestSequence ? 1 : lastSequence + 1
        } while places[place(of: lastSequence)].sequence != 0
        return lastSequence
    }

    /// Deadlines must not decrease from one call to the next.
    mutating func add(
        _ token: UInt64, kind: Kind, epoch: UInt32, deadline: Duration
    ) -> UInt32 {
        if waiting.count + late.count >= places.count / 2 { forgetOldestLate() }
        let sequence = nextSequence()
        let number = place(of: sequence)
        places[number].sequence = sequence
        places[number].token = token
        places[number].deadline = deadline
        places[number].epoch = epoch
        places[number].kind = kind
        places[number].isLate = false
        waiting.append(Int32(truncatingIfNeeded: number), in: &places)
        return sequence
    }

    /// The request that this sequence number belongs to, which is then forgotten.
    ///
    /// With a kind only a request of that kind counts.
    mutating func remove(_ sequence: UInt32, kind: Kind? = nil) -> Request? {
        let number = place(of: sequence)
        guard sequence != 0, places[number].sequence == sequence else { return nil }
        guard kind == nil || kind == places[number].kind else { return nil }
        let request = request(at: number)
        if request.isLate {
            late.remove(Int32(truncatingIfNeeded: number), in: &places)
        } else {
            waiting.remove(Int32(truncatingIfNeeded: number), in: &places)
        }
        places[number].sequence = 0
        return request
    }

    /// The oldest request whose deadline has come; an answer to it is still recognised later.
    mutating func expireOldest(at now: Duration) -> Request? {
        guard waiting.oldest >= 0, places[Int(waiting.oldest)].deadline <= now else { return nil }
        let number = waiting.oldest
        let request = request(at: Int(number))
        waiting.remove(number, in: &places)
        places[Int(number)].isLate = true
        late.append(number, in: &places)
        return request
    }

    /// Takes out every request in time, oldest first, and forgets the late ones.
    mutating func removeAll(_ body: (Request) -> Void) {
        while waiting.oldest >= 0 {
            let number = waiting.oldest
            body(request(at: Int(number)))
            waiting.remove(number, in: &places)
            places[Int(number)].sequence = 0
        }
        while late.oldest >= 0 { forgetOldestLate() }
    }

    private func place(of sequence: UInt32) -> Int {
        Int(truncatingIfNeeded: sequence) & (places.count - 1)
    }

    private func request(at number: Int) -> Request {
        let place = places[number]
        return Request(
            token: place.token, kind: place.kind, epoch: place.epoch, isLate: place.isLate)
    }

    private mutating func forgetOldestLate() {
        let number = late.oldest
        guard number >= 0 else { return }
        late.remove(number, in: &places)
        places[Int(number)].sequence = 0
    }
}
