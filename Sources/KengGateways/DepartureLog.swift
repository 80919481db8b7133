import Foundation
import Synchronization

/// Which texts have begun to leave and which were taken, kept for the day on which the program is killed.
///
/// Each is written down before its first byte leaves, and again when the provider has taken it, into a file that
/// outlives the program and not the machine: no flush is waited for, and after a restart of the machine the file
/// is not believed. So only those are in doubt after a crash that the provider had not answered yet, and not all
/// that were handed over.
package final class DepartureLog: Sendable {
    /// What a dead worker's log says.
    package enum Account: Hashable, Sendable {
        /// There is none, it is from before a restart of the machine, or its worker lives.
        case cannotTell
        /// Of what it handed over only those that `left` may have been taken; these were, under these references.
        case known(left: Set<Int64>, taken: [Int64: [String]])
    }

    private struct State: ~Copyable {
        var file: LogFile?
        /// What is not settled: without references where there is no answer.
        var open: [Int64: [String]] = [:]
        /// Grows until the file is written anew.
        var size = 0
    }

    private let path: String
    private let header: [UInt8]
    private let state: Mutex<State>
    private let most: Int

    /// - Parameter most: octets after which what is settled is left out of the file.
    fileprivate init?(path: String, header: [UInt8], most: Int) {
        guard let file = LogFile(path) else { return nil }
        guard file.append(header) else {
            unsafe unlink(path)
            return nil
        }
        self.path = path
        self.header = header
        self.most = most
        state = Mutex(State(file: file))
    }

    /// Before the first byte of them leaves; returns when the system has it.
    func leave(_ messages: [Int64]) {
        guard !messages.isEmpty else { return }
        note(messages.map { ($0, []) })
    }

    /// The provider has taken them whole.
    func take(_ messages: [(message: Int64, references: [String])]) {
        guard !messages.isEmpty else { return }
        note(messages)
    }

    /// What became of them is on disk, or they were never begun.
    func settle(_ messages: [Int64]) {
        state.withLock { state in
            for message in messages { state.open[message] = nil }
        }
    }

    private func note(_ entries: [(Int64, [String])]) {
        state.withLock { state in
            var bytes: [UInt8] = []
            bytes.reserveCapacity(entries.count * 16)
            for (message, references) in entries {
                LogEntry.append(message, references, to: &bytes)
                state.open[message] = references
            }
            state.size += bytes.count
            if state.size > most { return rewrite(&state) }
            // A log that cannot be written goes, and then nobody is misled by it.
            if let file = state.file, !file.append(bytes) { giveUp(&state) }
        }
    }

    /// Only with what is open; the old file stays until the new one is whole.
    private func rewrite(_ state: inout State) {
        var bytes = header
        for (message, references) in state.open {
            LogEntry.append(message, [], to: &bytes)
            if !references.isEmpty { LogEntry.append(message, references, to: &bytes) }
        }
        guard state.file != nil else { return }
        let fresh = path + ".new"
        unsafe unlink(fresh)
        guard let file = LogFile(fresh), file.append(bytes), unsafe rename(fresh, path) == 0 else {
            unsafe unlink(fresh)
            return giveUp(&state)
        }
        state.file = file
        state.size = 0
    }

    private func giveUp(_ state: inout State) {
        unsafe unlink(path)
        state.file = nil
    }
}

/// A file that this program alone may append to, as long as it lives.
private final class LogFile: Sendable {
    private let descriptor: Int32

    init?(_ path: String) {
        descriptor = unsafe open(path, O_WRONLY | O_CREAT | O_EXCL | O_APPEND | O_CLOEXEC, 0o600)
        guard descriptor >= 0, flock(descriptor, LOCK_EX | LOCK_NB) == 0 else { return nil }
    }

    deinit {
        if descriptor >= 0 { close(descriptor) }
    }

    func append(_ bytes: [UInt8]) -> Bool {
        unsafe bytes.withUnsafeBytes { bytes in
            unsafe write(descriptor, bytes.baseAddress, bytes.count) == bytes.count
        }
    }
}

/// A message's id, the number of its references (none: it left), and each with its length.
private enum LogEntry {
    static func append(_ message: Int64, _ references: [String], to bytes: inout [UInt8]) {
        for shift in stride(from: 0, to: 64, by: 8) {
            bytes.append(UInt8(truncatingIfNeeded: message >> Int64(shift)))
        }
        // What does not fit is told like a text without an answer: then somebody is asked.
        let fits = references.count < 256 && references.allSatisfy { $0.utf8.count < 256 }
        bytes.append(fits ? UInt8(references.count) : 0)
        for reference in fits ? references : [] {
            bytes.append(UInt8(reference.utf8.count))
            bytes.append(contentsOf: reference.utf8)
        }
    }

    /// - Returns: nil at the end, also at one that was torn off.
    static func next(in bytes: inout ArraySlice<UInt8>) -> (message: Int64, references: [String])? {
        var rest = bytes
        guard rest.count >= 9 else { return nil }
        var message: Int64 = 0
        for shift in stride(from: 0, to: 64, by: 8) {
            message |= Int64(rest.removeFirst()) << Int64(shift)
        }
        var references: [String] = []
        for _ in 0..<rest.removeFirst() {
            guard let length = rest.popFirst(), rest.count >= length else { return nil }
            references.append(String(decoding: rest.prefix(Int(length)), as: UTF8.self))
            rest = rest.dropFirst(Int(length))
        }
        bytes = rest
        return (message, references)
    }
}

/// The logs of the programs that share a database and this machine.
package struct DepartureLogs: Sendable {
    private let prefix: String
    private let header: [UInt8]?

    /// - Parameter prefix: what the names of the files begin with.
    package init(prefix: String) {
        self.prefix = prefix + ".departures-"
        // Linux names each start of the machine; where that is not told there are no logs.
        header = (try? String(contentsOfFile: "/proc/sys/kernel/random/boot_id", encoding: .utf8))
            .map { Array("keng departures 2\n\($0)".utf8) }
    }

    /// The log of a worker that begins; nil where it cannot be kept.
    package func begin(_ worker: Int64, most: Int = 1 << 24) -> DepartureLog? {
        header.flatMap { DepartureLog(path: path(of: worker), header: $0, most: most) }
    }

    package func account(of worker: Int64) -> DepartureLog.Account {
        // A file that cannot be read tells nothing.
        guard let header, let file = ofDead(worker), let data = try? file.readToEnd(),
            data.starts(with: header)
        else { return .cannotTell }
        var bytes = Array(data.dropFirst(header.count))[...]
        var left: Set<Int64> = []
        var taken: [Int64: [String]] = [:]
        while let entry = LogEntry.next(in: &bytes) {
            left.insert(entry.message)
            // A text that leaves once more has no answer again.
            taken[entry.message] = entry.references.isEmpty ? nil : entry.references
        }
        return .known(left: left, taken: taken)
    }

    /// The log of a worker that is dead; it holds it as long as it lives, whatever others believe.
    private func ofDead(_ worker: Int64) -> FileHandle? {
        let descriptor = unsafe open(path(of: worker), O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0 else { return nil }
        let file = FileHandle(fileDescriptor: descriptor, closeOnDealloc: true)
        return flock(descriptor, LOCK_SH | LOCK_NB) == 0 ? file : nil
    }

    /// Removes the logs of dead workers of which nothing is open any more.
    ///
    /// - Parameter open: those of which something is.
    package func forget(allBut open: Set<Int64>) {
        let place = URL(fileURLWithPath: prefix)
        let names = try? FileManager.default.contentsOfDirectory(
            atPath: place.deletingLastPathComponent().path)
        // `try?`: a folder that cannot be listed keeps some small files.
        for name in names ?? [] where name.hasPrefix(place.lastPathComponent) {
            let number = name.dropFirst(place.lastPathComponent.count).prefix { $0 != "." }
            guard let worker = Int64(number), !open.contains(worker),
                ofDead(worker) != nil
            else { continue }
            unsafe unlink(path(of: worker))
            unsafe unlink(path(of: worker) + ".new")
        }
    }

    private func path(of worker: Int64) -> String { prefix + String(worker) }
}
