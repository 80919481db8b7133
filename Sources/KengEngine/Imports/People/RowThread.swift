import Foundation

/// A thread that reads a file and understands its rows while another thread writes those before.
final class RowThread<Reading: RowReading>: Sendable {
    let channel = BatchChannel<RowBatch<Reading.Item>>(room: 4)
    private let table: TableFile
    private let reading: Reading

    init(_ table: TableFile, _ reading: Reading) {
        self.table = table
        self.reading = reading
    }

    func start() {
        let thread = Thread { [self] in
            channel.finish(Result { try readAll() })
        }
        thread.name = "keng-import"
        thread.start()
    }

    private func readAll() throws {
        var reading = reading
        var batch = RowBatch<Reading.Item>()
        try table.forEachRow { row, bytesRead in
            reading.read(row, into: &batch)
            guard batch.isFull else { return }
            batch.bytesRead = bytesRead
            guard channel.put(batch) else { throw CancellationError() }
            batch = RowBatch()
        }
        batch.bytesRead = table.totalBytes
        batch.isLast = true
        guard channel.put(batch) else { throw CancellationError() }
    }
}
