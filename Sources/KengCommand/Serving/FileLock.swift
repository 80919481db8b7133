import Foundation

/// Keeps a second `keng serve` away from the same database; the system frees it when the program ends, however it ends.
struct FileLock: ~Copyable {
    private let descriptor: Int32

    /// - Throws: a complaint when another program holds it.
    init(_ path: String) throws {
        descriptor = unsafe open(path, O_CREAT | O_RDWR | O_CLOEXEC, 0o600)
        guard descriptor >= 0 || errno != ENOENT else {
            throw Complaint(
                .unavailable, "The folder of \(path) does not exist.",
                "The database and its lock lie there.",
                "mkdir -p \(URL(fileURLWithPath: path).deletingLastPathComponent().path)")
        }
        guard descriptor >= 0 else {
            throw Complaint(
                .notPermitted, "\(path) cannot be written.",
                "The lock that keeps two servers apart lies there.",
                "Choose a folder you may write to with --database.")
        }
        guard flock(descriptor, LOCK_EX | LOCK_NB) == 0 else {
            close(descriptor)
            throw Complaint(
                .tryAgain, "Another keng serve uses this database.",
                "Two of them would settle each other's messages.",
                "Stop the other one, or give this one another --database.")
        }
    }

    deinit {
        close(descriptor)
    }
}
