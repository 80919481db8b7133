import Foundation

/// The file that rows which were not taken go to.
///
/// It replaces what stood there, so it must be nothing that the import reads or writes.
struct BadRowsPlace {
    private let path: String?

    /// - Parameter path: nil for the usual place beside the table, which is never the table itself.
    init(_ path: String?) {
        self.path = path
    }

    /// - Throws: a complaint when the file is the table, the database or a part of it, by any name.
    func check(table: String, database: String) throws(Complaint) {
        guard let path else { return }
        let files = [table] + ["", "-wal", "-shm", "-journal", ".lock"].map { database + $0 }
        for other in files where Self.isSame(path, other) || Self.isSame(path + ".part", other) {
            throw Complaint(
                .usage, "The bad rows would replace \(other).",
                "The file of --bad-rows is written anew, and this one is needed.",
                "Name another file with --bad-rows, or leave the option out.")
        }
    }

    /// Whether two names mean one file, also through links; a file need not be there yet.
    private static func isSame(_ left: String, _ right: String) -> Bool {
        if URL(fileURLWithPath: left).resolvingSymlinksInPath().path
            == URL(fileURLWithPath: right).resolvingSymlinksInPath().path
        {
            return true
        }
        guard let first = number(of: left), let second = number(of: right) else { return false }
        return first == second
    }

    /// Device and number of the file itself; nil when it is not there.
    private static func number(of path: String) -> [UInt64]? {
        // `try?`: a file that is not there is no other file.
        guard let attributes = try? FileManager.default.attributesOfItem(atPath: path),
            let device = attributes[.systemNumber] as? NSNumber,
            let number = attributes[.systemFileNumber] as? NSNumber
        else { return nil }
        return [device.uint64Value, number.uint64Value]
    }
}
