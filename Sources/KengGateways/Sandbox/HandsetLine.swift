package import KengDomain

/// One text on a practice phone's screen.
package struct HandsetLine: Hashable, Sendable {
    package enum Direction: Hashable, Sendable {
        /// From the service to the phone.
        case received
        /// From the phone to the service.
        case sent
    }

    package let at: Instant
    package let direction: Direction
    package let text: String
}

/// What a practice phone holds and what its owner has done so far.
struct Handset {
    var lines: [HandsetLine] = []
    /// How many asking texts the resident has answered.
    var answered = 0
    var hasStopped = false
    var hasSwitched = false
    /// When a person took the phone over; from then on it writes nothing by itself.
    var takenOver: Instant?
    var typed = 0

    mutating func add(_ line: HandsetLine) {
        let place = lines.lastIndex { $0.at <= line.at }.map { $0 + 1 } ?? 0
        lines.insert(line, at: place)
    }
}
