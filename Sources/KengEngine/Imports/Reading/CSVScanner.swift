/// Cuts UTF-8 into records by RFC 4180, with CR LF, LF or CR as line ends.
///
/// A quotation mark inside an unquoted field is text. A record is taken whole or not at all.
struct CSVScanner: Sendable {
    let separator: UInt8
    let limits: CSVLimits

    private static let quote: UInt8 = 0x22
    private static let lineFeed: UInt8 = 0x0A
    private static let carriageReturn: UInt8 = 0x0D

    /// Reads the record that begins at `start` into a cleared `row`.
    ///
    /// - Returns: where the next record begins; nil when the record may go on beyond `bytes`.
    func scan(
        _ bytes: [UInt8], from start: Int, isLast: Bool, into row: inout CSVRow
    ) throws(CSVProblem) -> Int? {
        var place = start
        while true {
            let begin = row.bytes.count
            if place < bytes.count, bytes[place] == Self.quote {
                guard let after = scanQuoted(bytes, from: place + 1, isLast: isLast, into: &row)
                else {
                    try check(row, field: begin, length: bytes.count - start)
                    return nil
                }
                place = after
            } else {
                let end = plainEnd(bytes.span, from: place)
                row.bytes += bytes[place..<end]
                place = end
            }
            try check(row, field: begin, length: place - start)
            guard place < bytes.count || isLast else { return nil }
            row.ends.append(row.bytes.count)
            guard row.count <= limits.columns else {
                throw .tooManyColumns(row: row.number, limit: limits.columns)
            }
            guard place < bytes.count else { return place }
            switch bytes[place] {
            case Self.lineFeed:
                return place + 1
            case Self.carriageReturn:
                guard place + 1 < bytes.count else { return isLast ? place + 1 : nil }
                return bytes[place + 1] == Self.lineFeed ? place + 2 : place + 1
            default:
                place += 1
            }
        }
    }

    /// - Parameter field: where in `row.bytes` the field being read begins.
    private func check(_ row: CSVRow, field: Int, length: Int) throws(CSVProblem) {
        let column = row.count + 1
        guard row.bytes.count - field <= limits.field else {
            throw .fieldTooLong(row: row.number, column: column, limit: limits.field)
        }
        guard length <= limits.row else {
            throw .rowTooLong(row: row.number, column: column, limit: limits.row)
        }
    }

    /// - Returns: where the separator or line end after the field stands; nil when more bytes are needed.
    private func scanQuoted(
        _ bytes: [UInt8], from start: Int, isLast: Bool, into row: inout CSVRow
    ) -> Int? {
        var begin = start
        while true {
            let end = quoteEnd(bytes.span, from: begin)
            guard end < bytes.count else {
                row.bytes += bytes[begin..<end]
                guard isLast else { return nil }
                row.damage = .openQuote(column: row.count + 1)
                return end
            }
            guard end + 1 < bytes.count || isLast else { return nil }
            guard end + 1 < bytes.count, bytes[end + 1] == Self.quote else {
                row.bytes += bytes[begin..<end]
                let stop = plainEnd(bytes.span, from: end + 1)
                if bytes[end + 1..<stop].contains(where: { $0 != 0x20 }) {
                    row.damage = .strayQuote(column: row.count + 1)
                    row.bytes += bytes[end + 1..<stop]
                }
                return stop
            }
            row.bytes += bytes[begin...end]
            begin = end + 2
        }
    }

    private func plainEnd(_ bytes: Span<UInt8>, from start: Int) -> Int {
        var place = start
        while place < bytes.count {
            let byte = bytes[place]
            if byte == separator || byte == Self.lineFeed || byte == Self.carriageReturn { break }
            place += 1
        }
        return place
    }

    private func quoteEnd(_ bytes: Span<UInt8>, from start: Int) -> Int {
        var place = start
        while place < bytes.count, bytes[place] != Self.quote { place += 1 }
        return place
    }
}

extension CSVScanner {
    /// The separator a header line uses most outside quotation marks: comma, semicolon or tab.
    static func separator(ofHeader line: ArraySlice<UInt8>) -> UInt8 {
        var counts: [UInt8: Int] = [:]
        var isQuoted = false
        for byte in line {
            if byte == quote { isQuoted.toggle() }
            if !isQuoted, [0x2C, 0x3B, 0x09].contains(byte) { counts[byte, default: 0] += 1 }
        }
        let best = counts.max { ($0.value, $1.key) < ($1.value, $0.key) }
        return best?.key ?? 0x2C
    }
}
