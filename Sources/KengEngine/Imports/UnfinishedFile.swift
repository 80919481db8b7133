import Foundation

/// A file that gets its name when it is complete; until then it has none, and nothing is left of it
/// however the program ends.
///
/// Where the file system holds no files without a name, it stands beside its place as `.part`: an error
/// takes that away, only a program that is killed leaves it, and the next import replaces it.
final class UnfinishedFile {
    private let path: String
    private let descriptor: Int32
    private let isNameless: Bool
    private var isComplete = false

    private var part: String { path + ".part" }

    /// - Parameter allowsNameless: false for the way of file systems that hold no nameless files.
    init(for path: String, allowsNameless: Bool = true) throws(ImportProblem) {
        self.path = path
        if allowsNameless, let nameless = Self.nameless(besides: path) {
            descriptor = nameless
            isNameless = true
            return
        }
        isNameless = false
        _ = unsafe unlink(path + ".part")
        descriptor = unsafe open(
            path + ".part", O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, mode_t(0o600))
        guard descriptor >= 0 else { throw .cannotWrite(path: path, code: errno) }
    }

    deinit {
        close(descriptor)
        if !isNameless, !isComplete { _ = unsafe unlink(part) }
    }

    func write(_ bytes: [UInt8]) throws(ImportProblem) {
        var rest = bytes[...]
        while !rest.isEmpty {
            let count = unsafe rest.withUnsafeBytes { buffer in
                unsafe Foundation.write(descriptor, buffer.baseAddress, buffer.count)
            }
            if count >= 0 {
                rest.removeFirst(count)
            } else if errno != EINTR {
                throw .cannotWrite(path: path, code: errno)
            }
        }
    }

    /// Gives the file its name; what had it before is replaced.
    func complete() throws(ImportProblem) {
        if isNameless {
            if link(to: path) {
                isComplete = true
                return
            }
            // A name is not given twice, but a file that has another may replace what has it.
            guard errno == EEXIST else { throw .cannotWrite(path: path, code: errno) }
            _ = unsafe unlink(part)
            guard link(to: part) else { throw .cannotWrite(path: path, code: errno) }
        }
        guard unsafe rename(part, path) == 0 else {
            let code = errno
            _ = unsafe unlink(part)
            throw .cannotWrite(path: path, code: code)
        }
        isComplete = true
    }

    private func link(to name: String) -> Bool {
        unsafe linkat(AT_FDCWD, Self.entry(of: descriptor), AT_FDCWD, name, AT_SYMLINK_FOLLOW) == 0
    }

    /// Where the kernel lists an open file.
    private static func entry(of descriptor: Int32) -> String { "/proc/self/fd/\(descriptor)" }

    private static func nameless(besides path: String) -> Int32? {
        #if os(Linux)
            // O_TMPFILE of asm-generic/fcntl.h, an expression that is not imported.
            let flag = 0o20000000 | O_DIRECTORY
            let folder = URL(fileURLWithPath: path).deletingLastPathComponent().path
            let descriptor = unsafe open(folder, flag | O_WRONLY | O_CLOEXEC, mode_t(0o600))
            guard descriptor >= 0 else { return nil }
            if unsafe access(entry(of: descriptor), F_OK) == 0 { return descriptor }
            close(descriptor)
        #endif
        return nil
    }
}
