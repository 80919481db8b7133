internal import KengText
internal import NIOCore
package import SMPP

/// Every message that was accepted, in the order it came.
package struct SMSCLedger: Sendable {
    package struct Record: Sendable {
        package let destination: String
        package let part: UInt8
        package let parts: UInt8
        package let segments: UInt8
        /// What its receipt says, or would say.
        package let fate: MessageStatus
        package internal(set) var marks: Marks
        let account: UInt16
        let source: UInt16
    }

    package struct Marks: OptionSet, Sendable {
        package let rawValue: UInt8

        package init(rawValue: UInt8) {
            self.rawValue = rawValue
        }

        /// The same destination, text and part came before.
        package static let duplicate = Marks(rawValue: 1)
        /// Its answer never left.
        package static let doubtful = Marks(rawValue: 2)
        package static let receiptSent = Marks(rawValue: 4)
        package static let receiptAcknowledged = Marks(rawValue: 8)
        package static let receiptRefused = Marks(rawValue: 16)
    }

    /// A text put together from its parts.
    package struct WholeText: Sendable {
        package let destination: String
        package let source: String
        package let text: String
        package let coding: UInt8
        /// The places of its parts in `records`.
        package let records: [Int]
    }

    private struct Joint: Hashable {
        let destination: String
        let source: UInt16
        let reference: UInt32
        let parts: UInt8
    }

    private struct Pieces {
        var missing: Int
        var pieces: [(record: Int, octets: ByteBuffer)?]
    }

    package private(set) var records: [Record] = []
    /// Empty unless texts are kept.
    package private(set) var texts: [WholeText] = []
    private(set) var wholeTexts = 0
    private var seen: Set<UInt64> = []
    private var sources: [Address] = []
    private var sourceNumbers: [Address: UInt16] = [:]
    private var unfinished: [Joint: Pieces] = [:]
    private let keepsTexts: Bool

    /// - Parameter keepsTexts: Keeps every text in memory, for `texts`.
    init(keepsTexts: Bool) {
        self.keepsTexts = keepsTexts
    }

    /// Texts of which some part has not come.
    package var incompleteTexts: Int { unfinished.count }

    func source(of record: Record) -> Address { sources[Int(record.source)] }

    /// Gives the place of the new record.
    mutating func add(
        _ message: ShortMessage, _ text: SMSCText, account: UInt16, fate: MessageStatus
    ) -> Int {
        let destination = message.destination.digits
        let isNew = seen.insert(text.key(destination)).inserted
        let source = number(of: message.source)
        let place = records.count
        records.append(
            Record(
                destination: destination, part: text.part, parts: text.parts,
                segments: UInt8(clamping: text.segments), fate: fate,
                marks: isNew ? [] : .duplicate, account: account, source: source))
        if isNew { join(text, destination, source, place) }
        return place
    }

    mutating func mark(_ place: Int, _ marks: Marks) {
        records[place].marks.formUnion(marks)
    }

    private mutating func number(of source: Address) -> UInt16 {
        // A sender has few names and uses one for long.
        if let last = records.last?.source, sources[Int(last)] == source { return last }
        if let known = sourceNumbers[source] { return known }
        guard sources.count < Int(UInt16.max) else { return UInt16.max - 1 }
        let number = UInt16(sources.count)
        sources.append(source)
        sourceNumbers[source] = number
        return number
    }

    private mutating func join(
        _ text: SMSCText, _ destination: String, _ source: UInt16, _ place: Int
    ) {
        guard text.parts > 1 else {
            wholeTexts += 1
            if keepsTexts { keep([(place, text.octets)], text.coding) }
            return
        }
        let joint = Joint(
            destination: destination, source: source, reference: text.reference, parts: text.parts)
        let empty = Pieces(
            missing: Int(text.parts), pieces: Array(repeating: nil, count: Int(text.parts)))
        let part = Int(text.part) - 1
        // Without the texts only the places are of use, not what was there.
        let octets = keepsTexts ? text.octets : ByteBuffer()
        let missing = { (pieces: inout Pieces) -> Int in
            if pieces.pieces[part] == nil { pieces.missing -= 1 }
            pieces.pieces[part] = (place, octets)
            return pieces.missing
        }(&unfinished[joint, default: empty])
        guard missing == 0, let whole = unfinished.removeValue(forKey: joint) else { return }
        wholeTexts += 1
        if keepsTexts { keep(whole.pieces.compactMap { $0 }, text.coding) }
    }

    private mutating func keep(_ pieces: [(record: Int, octets: ByteBuffer)], _ coding: UInt8) {
        guard let first = pieces.first else { return }
        let record = records[first.record]
        let octets = pieces.flatMap { Array($0.octets.readableBytesView) }
        texts.append(
            WholeText(
                destination: record.destination, source: source(of: record).digits,
                text: ReceivedText.read(octets, coding: coding) ?? "", coding: coding,
                records: pieces.map(\.record)))
    }
}
