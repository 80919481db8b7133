import CPostgreSQL

/// The rows of one statement as they come over the wire, one at a time.
@safe
final class PostgreSQLAnswer {
    private let handle: OpaquePointer?
    /// Taken off the wire before they were wanted, so that another statement can run.
    private var waiting: [OpaquePointer] = unsafe []
    /// So many of them were given out.
    private var given = 0
    private var isAllHere = false

    init(_ handle: OpaquePointer?) {
        unsafe self.handle = handle
    }

    deinit { dropAll() }

    private func next() -> OpaquePointer? {
        if given < (unsafe waiting.count) {
            defer { given += 1 }
            return unsafe waiting[given]
        }
        if isAllHere { return nil }
        let result = unsafe PQgetResult(handle)
        if unsafe result == nil { isAllHere = true }
        return unsafe result
    }

    /// - Returns: the number of rows changed.
    func read(
        _ each: (any Row) throws -> Void, problem: (OpaquePointer?) -> StoreProblem
    ) throws -> Int {
        var changed = 0
        while let result = unsafe next() {
            defer { unsafe PQclear(result) }
            switch unsafe PQresultStatus(result) {
            case PGRES_SINGLE_TUPLE: try each(unsafe PostgreSQLRow(result: result))
            case PGRES_TUPLES_OK, PGRES_COMMAND_OK: changed += unsafe Self.changed(result)
            default: throw unsafe problem(result)
            }
        }
        return changed
    }

    /// Leaves the wire to another statement.
    func takeAll() {
        while !isAllHere {
            guard let result = unsafe PQgetResult(handle) else {
                isAllHere = true
                return
            }
            unsafe waiting.append(result)
        }
    }

    /// Leaves the wire, and nobody reads what is still there.
    func dropAll() {
        while let result = unsafe next() { unsafe PQclear(result) }
    }

    /// What was only read was not changed.
    static func changed(_ result: OpaquePointer) -> Int {
        guard let tag = unsafe PQcmdStatus(result), unsafe tag.pointee != 0x53 /* SELECT */,
            let count = unsafe PQcmdTuples(result)
        else { return 0 }
        return unsafe Int(String(cString: count)) ?? 0
    }
}

/// A row in the server's text format.
@safe
private struct PostgreSQLRow: Row {
    let result: OpaquePointer

    private static let bytes: Oid = 17

    private func octets(_ column: Int) -> UnsafeBufferPointer<UInt8>? {
        let column = Int32(column)
        guard unsafe PQgetisnull(result, 0, column) == 0,
            let value = unsafe PQgetvalue(result, 0, column)
        else { return nil }
        let count = unsafe Int(PQgetlength(result, 0, column))
        let start = unsafe UnsafeRawPointer(value).assumingMemoryBound(to: UInt8.self)
        return unsafe UnsafeBufferPointer(start: start, count: count)
    }

    func value(_ column: Int) -> Value {
        switch unsafe PQftype(result, Int32(column)) {
        case Self.bytes: optionalBytes(column).map { .bytes($0) } ?? .null
        case 16, 20, 21, 23, 1700: .optional(optionalInteger(column))
        default: .optional(optionalText(column))
        }
    }

    /// A sum comes as a decimal number without a fraction, a comparison as `t` or `f`.
    func optionalInteger(_ column: Int) -> Int64? {
        guard let octets = unsafe octets(column) else { return nil }
        if unsafe PQftype(result, Int32(column)) == 16 { return unsafe octets[0] == 0x74 ? 1 : 0 }
        return unsafe Int64(String(decoding: octets, as: UTF8.self))
    }

    func optionalText(_ column: Int) -> String? {
        guard let octets = unsafe octets(column) else { return nil }
        return unsafe String(decoding: octets, as: UTF8.self)
    }

    /// Octets come as `\x` and hexadecimal digits.
    func optionalBytes(_ column: Int) -> [UInt8]? {
        guard let octets = unsafe octets(column) else { return nil }
        guard unsafe PQftype(result, Int32(column)) == Self.bytes else {
            return unsafe Array(octets)
        }
        var decoded: [UInt8] = []
        decoded.reserveCapacity(octets.count / 2)
        var place = 2
        while place + 1 < octets.count {
            decoded.append(
                unsafe Self.digit(octets[place]) << 4 | Self.digit(octets[place + 1]))
            place += 2
        }
        return decoded
    }

    private static func digit(_ character: UInt8) -> UInt8 {
        character < 0x3A ? character - 0x30 : character - 0x57
    }
}
