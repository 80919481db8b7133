import Foundation
import KengSimulation
import KengText
import SMPP

/// The files a test compares with what it meant to send.
struct SMSCLists {
    private let list: FileHandle?
    private let texts: FileHandle?

    /// Opens the files at once, so that a wrong path is not found at the end of a long run.
    init(list: String?, texts: String?) throws {
        self.list = try list.map(Self.open)
        self.texts = try texts.map(Self.open)
    }

    private static func open(_ path: String) throws -> FileHandle {
        guard FileManager.default.createFile(atPath: path, contents: nil),
            let handle = FileHandle(forWritingAtPath: path)
        else {
            throw Complaint(
                .unavailable, "\(path) cannot be written.", "Its folder is missing or closed.",
                "Name another file.")
        }
        return handle
    }

    func write(_ smsc: TestSMSC) throws {
        if let list {
            try Self.write(smsc.ledger.records.indices, to: list) { place, line in
                append(place, smsc, to: &line)
            }
        }
        if let texts {
            try Self.write(smsc.ledger.texts.indices, to: texts) { place, line in
                append(smsc.ledger.texts[place], smsc, to: &line)
            }
        }
    }

    private static func write(
        _ places: Range<Int>, to file: FileHandle, _ append: (Int, inout [UInt8]) -> Void
    ) throws {
        var lines: [UInt8] = []
        for place in places {
            append(place, &lines)
            guard lines.count > 1 << 20 || place == places.upperBound - 1 else { continue }
            try file.write(contentsOf: lines)
            lines.removeAll(keepingCapacity: true)
        }
        try file.close()
    }

    private func append(_ place: Int, _ smsc: TestSMSC, to line: inout [UInt8]) {
        let record = smsc.ledger.records[place]
        line += "{\"destination\":".utf8
        JSONString.write(ArraySlice(record.destination.utf16), to: &line)
        line += ",\"id\":\"\(smsc.profile.ids.response(place))\",\"part\":\(record.part)".utf8
        line += ",\"parts\":\(record.parts),\"segments\":\(record.segments)".utf8
        line += ",\"duplicate\":\(record.marks.contains(.duplicate))".utf8
        line += ",\"answered\":\(!record.marks.contains(.doubtful))".utf8
        let state = record.marks.contains(.receiptSent) ? "\(record.fate)" : "accepted"
        line += ",\"state\":\"\(state)\",\"receipt\":\"\(receipt(record.marks))\"}\n".utf8
    }

    private func receipt(_ marks: SMSCLedger.Marks) -> String {
        if marks.contains(.receiptAcknowledged) { return "acknowledged" }
        if marks.contains(.receiptRefused) { return "refused" }
        return marks.contains(.receiptSent) ? "sent" : "none"
    }

    private func append(
        _ text: SMSCLedger.WholeText, _ smsc: TestSMSC, to line: inout [UInt8]
    ) {
        line += "{\"destination\":".utf8
        JSONString.write(ArraySlice(text.destination.utf16), to: &line)
        line += ",\"source\":".utf8
        JSONString.write(ArraySlice(text.source.utf16), to: &line)
        line += ",\"data_coding\":\(text.coding),\"text\":".utf8
        JSONString.write(ArraySlice(text.text.utf16), to: &line)
        let ids = text.records.map { "\"\(smsc.profile.ids.response($0))\"" }
        line += ",\"ids\":[\(ids.joined(separator: ","))]}\n".utf8
    }
}
