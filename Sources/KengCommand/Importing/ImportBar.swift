import Foundation
import KengEngine
import Synchronization

/// One line on a person's terminal that says how far an import is; silent where nobody watches.
final class ImportBar: Sendable {
    private let isShown = Mutex(false)

    private static var isTerminal: Bool { isatty(2) == 1 }

    func show(_ progress: ImportProgress) {
        guard Self.isTerminal else { return }
        isShown.withLock { $0 = true }
        let share = progress.totalBytes > 0 ? progress.bytes * 100 / progress.totalBytes : 100
        let filled = min(25, share / 4)
        let bar =
            String(repeating: "#", count: filled) + String(repeating: "-", count: 25 - filled)
        StandardStreams.say("\r[\(bar)] \(share) %  \(progress.rows) rows ".utf8)
    }

    func clear() {
        let wasShown = isShown.withLock { $0 }
        if wasShown { StandardStreams.say("\r\u{1B}[K".utf8) }
    }
}
