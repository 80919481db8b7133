internal import NIOCore
internal import SMPP

/// What one submit_sm carries: a text or a part of one, and whether its octets can be read.
struct SMSCText: Sendable {
    /// Joins the parts of one text; 0 for a text that came whole.
    private(set) var reference: UInt32 = 0
    /// From 1.
    private(set) var part: UInt8 = 1
    private(set) var parts: UInt8 = 1
    /// What the provider would bill.
    private(set) var segments = 1
    /// Cut through a character, longer than the air takes, a header that lies, or octets that are
    /// none of the alphabet.
    private(set) var isBad = false
    /// Without its header.
    private(set) var octets: ByteBuffer
    let coding: UInt8

    init(_ message: ShortMessage) {
        octets = message.payload
        coding = message.dataCoding
        let whole = octets.readableBytes
        if message.esmClass.hasUDH {
            readHeader()
        } else if !message.tlvs.isEmpty {
            readParameters(message.tlvs)
        }
        let header = whole - octets.readableBytes
        check(header: header, isPart: parts > 1 || header > 0)
    }

    var isWide: Bool { coding == 8 || (0x18...0x1B).contains(coding) }

    /// The same for the same destination, text and part; nothing else is likely to have it.
    func key(_ destination: String) -> UInt64 {
        var hash = UInt64(part) << 16 | UInt64(parts) << 8 | UInt64(coding)
        for octet in destination.utf8 { Self.mix(UInt64(octet), into: &hash) }
        var index = octets.readerIndex
        while let word: UInt64 = octets.getInteger(at: index), index + 8 <= octets.writerIndex {
            Self.mix(word, into: &hash)
            index += 8
        }
        while index < octets.writerIndex, let octet: UInt8 = octets.getInteger(at: index) {
            Self.mix(UInt64(octet), into: &hash)
            index += 1
        }
        return hash
    }

    private static func mix(_ word: UInt64, into hash: inout UInt64) {
        hash = (hash ^ word) &* 0x9E37_79B9_7F4A_7C15
        hash ^= hash >> 29
    }

    /// The two usual headers are read where they lie; any other goes through the library.
    private mutating func readHeader() {
        let start = octets.readerIndex
        if let usual: UInt32 = octets.getInteger(at: start) {
            if usual >> 8 == 0x05_0003,
                let (total, number) = octets.getMultipleIntegers(
                    at: start + 4, as: (UInt8, UInt8).self)
            {
                take(0x1_0000 | usual & 0xFF, total, number)
                octets.moveReaderIndex(forwardBy: 6)
                return
            }
            if usual >> 8 == 0x06_0804,
                let (low, total, number) = octets.getMultipleIntegers(
                    at: start + 4, as: (UInt8, UInt8, UInt8).self)
            {
                take(0x2_0000 | (usual & 0xFF) << 8 | UInt32(low), total, number)
                octets.moveReaderIndex(forwardBy: 7)
                return
            }
        }
        guard let header = UserDataHeader(reading: &octets) else {
            isBad = true
            return
        }
        guard let joined = header.part else { return }
        let width: UInt32 = joined.isWide ? 0x2_0000 : 0x1_0000
        take(width | UInt32(joined.reference), joined.total, joined.number)
    }

    // SMPP 3.4, 5.3.2.22 to 24
    private mutating func readParameters(_ tlvs: [TLV]) {
        guard let value = tlvs.first(.segmentReference) else { return }
        guard let number: UInt16 = value.getInteger(at: value.readerIndex),
            let total = tlvs.octet(.segmentTotal), let part = tlvs.octet(.segmentNumber)
        else {
            isBad = true
            return
        }
        take(0x3_0000 | UInt32(number), total, part)
    }

    private mutating func take(_ reference: UInt32, _ total: UInt8, _ number: UInt8) {
        guard number >= 1, number <= total else {
            isBad = true
            return
        }
        self.reference = reference
        parts = total
        part = number
    }

    /// 140 octets fit into one SMS, a header included.
    private mutating func check(header: Int, isPart: Bool) {
        let count = octets.readableBytes
        // A part by sar_* gets its header of six octets in the network.
        let room = 140 - (header > 0 ? header : isPart ? 6 : 0)
        let (units, single, each) =
            isWide ? (count / 2, room / 2, 67) : (count, room * 8 / 7, 153)
        if units > single {
            if isPart { isBad = true } else { segments = (units + each - 1) / each }
        }
        if isWide ? isBadWide() : isBadNarrow() { isBad = true }
    }

    private func isBadWide() -> Bool {
        let count = octets.readableBytes
        guard count >= 2 else { return count == 1 }
        let first: UInt16 = octets.getInteger(at: octets.readerIndex) ?? 0
        let last: UInt16 = octets.getInteger(at: octets.writerIndex - 2) ?? 0
        return count % 2 == 1 || first & 0xFC00 == 0xDC00 || last & 0xFC00 == 0xD800
    }

    /// Only of the default alphabet is it known what may not be.
    private func isBadNarrow() -> Bool {
        guard coding == 0, octets.readableBytes > 0 else { return false }
        let octets = octets.readableBytesUInt8Span
        var seen: UInt8 = 0
        for index in octets.indices { seen |= octets[index] }
        return seen >= 0x80 || octets[octets.count - 1] == 0x1B
    }
}
