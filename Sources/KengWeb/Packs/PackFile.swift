import Hummingbird

/// A small file of a folder of packs, read whole.
enum PackFile {
    static let largest = 32 << 20

    /// - Throws: `HTTPError` 404 when it is not there, `MachineProblem.ours` when it is too large to hold.
    static func load(_ path: String, _ context: some RequestContext) async throws -> ByteBuffer {
        let whole = try await FileIO().loadFile(path: path, context: context)
        guard let length = whole.contentLength, length <= largest else {
            throw MachineProblem.ours
        }
        let gathered = Gathered()
        try await whole.write(gathered.writer())
        return gathered.bytes
    }
}
