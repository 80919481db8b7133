import Foundation
import KengEngine

/// The file that rows which were not taken go to.
///
/// It replaces what stood there, so that must be an earlier list of bad rows or nothing.
struct BadRowsPlace {
    let path: String

    /// - Throws: a complaint when the file is the table, the database or a part of it, by any name, or
    ///   anything else that no import wrote.
    func check(table: String, database: String) throws(Complaint) {
        let files = [table] + ["", "-wal", "-shm", "-journal", ".lock"].map { database + $0 }
        for other in files where Self.isSame(path, other) || Self.isSame(path + ".part", other) {
            throw Complaint(
                .usage, "The bad rows would replace \(other).",
                "The file of --bad-rows is written anew, and this one is needed.",
                "Name another file with --bad-rows, or leave the option out.")
        }
        guard Files.exists(path), !BadRowFile.isOne(path) else { return }
        throw Complaint(
            .usage, "The bad rows would replace \(path).",
            "It is there already, and it is no list of bad rows.",
            "Move it away, or name another file with --bad-rows.")
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
