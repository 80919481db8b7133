import CPostgreSQL

/// The values of one statement as libpq wants them; the room is kept from one to the next.
struct PostgreSQLValues {
    private var octets: [UInt8] = []
    /// Where each value begins, or -1 for none.
    private var starts: [Int] = []
    private var lengths: [Int32] = []
    private var formats: [Int32] = []

    /// Sends a prepared statement with its values.
    ///
    /// - Returns: 1, or 0 when the link is gone.
    mutating func send(_ values: [Value], to name: String, on handle: OpaquePointer?) -> Int32 {
        octets.removeAll(keepingCapacity: true)
        starts.removeAll(keepingCapacity: true)
        lengths.removeAll(keepingCapacity: true)
        formats.removeAll(keepingCapacity: true)
        for value in values { append(value) }
        let count = values.count
        return unsafe octets.withUnsafeBytes { bytes in
            let base = unsafe bytes.baseAddress?.assumingMemoryBound(to: CChar.self)
            return unsafe withUnsafeTemporaryAllocation(
                of: UnsafePointer<CChar>?.self, capacity: max(count, 1)
            ) { places in
                for number in 0..<count {
                    unsafe places[number] =
                        starts[number] < 0 ? nil : base.map { unsafe $0 + starts[number] }
                }
                return unsafe PQsendQueryPrepared(
                    handle, name, Int32(count), places.baseAddress, lengths, formats, 0)
            }
        }
    }

    /// Numbers go as digits, texts and octets as they are, with their length.
    private mutating func append(_ value: Value) {
        let start = octets.count
        switch value {
        case .integer(let number):
            octets.append(contentsOf: String(number).utf8)
            add(start, isBinary: false)
        case .text(let text):
            octets.append(contentsOf: text.utf8)
            add(start, isBinary: true)
        case .bytes(let bytes):
            octets.append(contentsOf: bytes)
            add(start, isBinary: true)
        case .null:
            starts.append(-1)
            lengths.append(0)
            formats.append(0)
        }
    }

    private mutating func add(_ start: Int, isBinary: Bool) {
        starts.append(start)
        lengths.append(Int32(octets.count - start))
        formats.append(isBinary ? 1 : 0)
        octets.append(0)
    }
}
