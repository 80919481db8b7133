import Foundation
import Synchronization

/// Which texts have begun to leave, kept for the day on which the program is killed.
///
/// Each is written down before its first byte leaves, into a file that outlives the program and not the
/// machine: no flush is waited for, and after a restart of the machine the file is not believed. So only
/// those are in doubt after a crash that were with the provider, and not all that were handed over.
package final class DepartureLog: Sendable {
    /// What a dead worker's log says.
    package enum Account: Hashable, Sendable {
        /// There is none, it is from before a restart of the machine, or its worker lives.
        case cannotTell
        /// Of what it handed over only these may have left.
        case left(Set<Int64>)
    }

    private let path: String
    private let descriptor: Int32
    private let count = Mutex<Int?>(0)

    /// Texts of one run; a file of this many is 256 MiB, and is given up.
    private static let most = 1 << 25

    fileprivate init?(path: String, header: [UInt8]) {
        descriptor = unsafe open(path, O_WRONLY | O_CREAT | O_EXCL | O_APPEND | O_CLOEXEC, 0o600)
        self.path = path
        guard descriptor >= 0 else { return nil }
        guard flock(descriptor, LOCK_EX | LOCK_NB) == 0, Self.append(header, to: descriptor) else {
            unsafe unlink(path)
            return nil
        }
    }

    deinit {
        if descriptor >= 0 { close(descriptor) }
    }

    /// Returns when the system has it; a log that cannot be written goes, and then nobody is misled by it.
    func note(_ messages: [Int64]) {
        guard !messages.isEmpty else { return }
        count.withLock { count in
            guard let old = count else { return }
            var bytes: [UInt8] = []
            bytes.reserveCapacity(messages.count * 8)
            for message in messages {
                for shift in stride(from: 0, to: 64, by: 8) {
                    bytes.append(UInt8(truncatingIfNeeded: message >> Int64(shift)))
                }
            }
            if old + messages.count <= Self.most, Self.append(bytes, to: descriptor) {
                count = old + messages.count
            } else {
                unsafe unlink(path)
                count = nil
            }
        }
    }

    private static func append(_ bytes: [UInt8], to descriptor: Int32) -> Bool {
        unsafe bytes.withUnsafeBytes { bytes in
            unsafe write(descriptor, bytes.baseAddress, bytes.count) == bytes.count
        }
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
            .map { Array("keng departures 1\n\($0)".utf8) }
    }

    /// The log of a worker that begins; nil where it cannot be kept.
    package func begin(_ worker: Int64) -> DepartureLog? {
        header.flatMap { DepartureLog(path: path(of: worker), header: $0) }
    }

    package func account(of worker: Int64) -> DepartureLog.Account {
        guard let header else { return .cannotTell }
        let descriptor = unsafe open(path(of: worker), O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0 else { return .cannotTell }
        let file = FileHandle(fileDescriptor: descriptor, closeOnDealloc: true)
        // Its worker holds it as long as it lives, whatever others believe.
        guard flock(descriptor, LOCK_SH | LOCK_NB) == 0,
            // A file that cannot be read tells nothing.
            let data = try? file.readToEnd(), data.starts(with: header)
        else { return .cannotTell }
        let bytes = data.dropFirst(header.count)
        var left = Set<Int64>(minimumCapacity: bytes.count / 8)
        var (message, shift): (Int64, Int64) = (0, 0)
        for byte in bytes {
            message |= Int64(byte) << shift
            shift += 8
            guard shift == 64 else { continue }
            left.insert(message)
            (message, shift) = (0, 0)
        }
        return .left(left)
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
            guard let worker = Int64(name.dropFirst(place.lastPathComponent.count)),
                !open.contains(worker), case .left = account(of: worker)
            else { continue }
            unsafe unlink(path(of: worker))
        }
    }

    private func path(of worker: Int64) -> String { prefix + String(worker) }
}
