import HTTPTypes
import Synchronization

/// Answers given to programs since the start, by class of status.
package final class Traffic: Sendable {
    private let counts = Mutex<[Int: Int]>([:])

    package init() {}

    func count(_ status: HTTPResponse.Status) {
        counts.withLock { $0[status.code / 100, default: 0] += 1 }
    }

    var byClass: [(name: String, answers: Int)] {
        counts.withLock { $0 }.sorted { $0.key < $1.key }.map { ("\($0.key)xx", $0.value) }
    }
}
