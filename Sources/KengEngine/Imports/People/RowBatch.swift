import KengDomain

/// Some rows of a file: those understood, those not, and all of them as they were.
struct RowBatch<Item: Sendable>: Sendable {
    struct Good: Sendable {
        /// The row's place in `rows`.
        let place: Int
        let item: Item
    }

    struct Bad: Sendable {
        let place: Int
        let problem: RowProblem
    }

    private(set) var rows = RowStore()
    private(set) var good: [Good] = []
    private(set) var bad: [Bad] = []
    var migratedPhones = 0
    var repairedCodes = 0
    /// Nothing comes after it.
    var isLast = false
    /// How far the file was read when the batch was full.
    var bytesRead = 0

    static var size: Int { 2048 }

    var isFull: Bool { rows.count >= Self.size || rows.byteCount > 1_048_576 }

    mutating func take(_ row: CSVRow, _ result: Result<Item, RowProblem>) {
        let place = rows.append(row)
        switch result {
        case .success(let item): good.append(Good(place: place, item: item))
        case .failure(let problem): bad.append(Bad(place: place, problem: problem))
        }
    }
}

/// Rows kept as bytes in three arrays, however many there are.
struct RowStore: Sendable {
    private var bytes: [UInt8] = []
    private var ends: [Int32] = []
    private var firsts: [Int32] = []
    private var numbers: [Int] = []

    var count: Int { numbers.count }
    var byteCount: Int { bytes.count }

    mutating func append(_ row: CSVRow) -> Int {
        let base = bytes.count
        bytes += row.bytes
        firsts.append(Int32(ends.count))
        for end in row.ends { ends.append(Int32(base + end)) }
        numbers.append(row.number)
        return numbers.count - 1
    }

    func number(_ place: Int) -> Int { numbers[place] }

    func fields(_ place: Int) -> [ArraySlice<UInt8>] {
        let first = Int(firsts[place])
        let last = place + 1 < firsts.count ? Int(firsts[place + 1]) : ends.count
        var begin = first == 0 ? 0 : Int(ends[first - 1])
        return (first..<last).map { field in
            let end = Int(ends[field])
            defer { begin = end }
            return bytes[begin..<end]
        }
    }
}

/// Turns the rows of one kind of file into items of the store.
protocol RowReading: Sendable {
    associatedtype Item: Sendable
    mutating func read(_ row: CSVRow, into batch: inout RowBatch<Item>)
}
