import CPostgreSQL

/// One connection to a server, made when it is first needed and again after it was lost.
///
/// Used by one thread alone.
@safe
final class PostgreSQLConnection {
    private let url: String
    private var handle: OpaquePointer?
    private var prepared: [String: String] = [:]
    private var wire = PostgreSQLValues()
    /// The answer that is being read; a statement within it first takes the rest of it off the wire.
    private var answer: PostgreSQLAnswer?

    /// Statements kept by the server for one connection.
    private static let mostPrepared = 512
    /// Statements on their way before their answers are read: these are small and fit the socket.
    private static let pipelined = 512

    init(url: String) {
        self.url = url
    }

    deinit { unsafe PQfinish(handle) }

    /// Connects unless there is a connection that lives.
    func open() throws(StoreProblem) {
        if let handle = unsafe handle, unsafe PQstatus(handle) == CONNECTION_OK { return }
        close()
        guard unsafe keng_pg_reads(url) == 1 else {
            throw .unreachable(
                "This is no address of a server, which looks like postgres://keng@host:5432/city")
        }
        let fresh = unsafe keng_pg_connect(url)
        guard unsafe PQstatus(fresh) == CONNECTION_OK else {
            let why = unsafe Self.line(PQerrorMessage(fresh))
            unsafe PQfinish(fresh)
            throw .unreachable(why)
        }
        unsafe handle = fresh
        let encoding = unsafe Self.line(PQparameterStatus(fresh, "server_encoding"))
        guard encoding == "UTF8" else {
            close()
            throw .failed(code: 0, "The database's encoding is \(encoding); Keng needs UTF8.")
        }
        try script("SET synchronous_commit = on; SET bytea_output = 'hex'")
    }

    func close() {
        unsafe PQfinish(handle)
        unsafe handle = nil
        prepared = [:]
        answer = nil
    }

    /// Starts a transaction; a connection that died while nobody used it is replaced.
    func begin(_ sql: String) throws(StoreProblem) {
        let wasOpen = unsafe handle != nil
        do {
            try open()
            try script(sql)
        } catch .unreachable where wasOpen {
            try open()
            try script(sql)
        }
    }

    /// - Throws: `StoreProblem.failed` when the server undid the transaction instead.
    func commit() throws(StoreProblem) {
        let tag = try script("COMMIT")
        guard tag == "COMMIT" else {
            throw .failed(
                code: 0, "The server undid the transaction: a statement in it had failed.")
        }
    }

    /// Undoes the transaction; a link on which that fails is dropped, and the server undoes it.
    func rollback() {
        do { try script("ROLLBACK") } catch { close() }
    }

    /// Runs statements without values.
    ///
    /// - Returns: what the server calls the last of them.
    @discardableResult
    func script(_ sql: String) throws(StoreProblem) -> String {
        answer?.takeAll()
        let result = unsafe PQexec(handle, sql)
        defer { unsafe PQclear(result) }
        switch unsafe PQresultStatus(result) {
        case PGRES_COMMAND_OK, PGRES_TUPLES_OK: return unsafe Self.line(PQcmdStatus(result))
        default: throw unsafe problem(result)
        }
    }

    /// - Returns: the number of rows changed.
    func run(
        _ sql: String, _ values: [Value], each: (any Row) throws -> Void
    ) throws -> Int {
        let outer = answer
        outer?.takeAll()
        let name = try prepare(sql, values)
        guard unsafe wire.send(values, to: name, on: handle) == 1,
            unsafe PQsetSingleRowMode(handle) == 1
        else { throw lost() }
        let inner = unsafe PostgreSQLAnswer(handle)
        answer = inner
        defer {
            inner.dropAll()
            answer = outer
        }
        return unsafe try inner.read(each) { unsafe self.problem($0) }
    }

    /// Sends one statement many times and waits for the answers of hundreds at once.
    ///
    /// - Returns: how many rows each of them changed.
    func runMany(_ sql: String, _ rows: [[Value]]) throws -> [Int] {
        guard let first = rows.first else { return [] }
        answer?.takeAll()
        let name = try prepare(sql, first)
        guard unsafe PQenterPipelineMode(handle) == 1 else { throw lost() }
        defer { unsafe PQexitPipelineMode(handle) }
        var changed: [Int] = []
        changed.reserveCapacity(rows.count)
        var start = 0
        while start < rows.count {
            let end = min(start + Self.pipelined, rows.count)
            for row in start..<end {
                guard unsafe wire.send(rows[row], to: name, on: handle) == 1 else { throw lost() }
            }
            guard unsafe PQpipelineSync(handle) == 1 else { throw lost() }
            try readToSync(&changed)
            start = end
        }
        return changed
    }

    private func readToSync(_ changed: inout [Int]) throws(StoreProblem) {
        var failure: StoreProblem?
        var nothings = 0
        while true {
            guard let result = unsafe PQgetResult(handle) else {
                // One nothing ends each answer; two in a row end the link.
                nothings += 1
                guard nothings < 2 else { throw failure ?? lost() }
                continue
            }
            nothings = 0
            defer { unsafe PQclear(result) }
            switch unsafe PQresultStatus(result) {
            case PGRES_PIPELINE_SYNC:
                if let failure { throw failure }
                return
            case PGRES_COMMAND_OK, PGRES_TUPLES_OK:
                changed.append(unsafe PostgreSQLAnswer.changed(result))
            case PGRES_PIPELINE_ABORTED: continue
            default: failure = unsafe failure ?? problem(result)
            }
        }
    }

    func startCopy(_ sql: String) throws(StoreProblem) {
        answer?.takeAll()
        let result = unsafe PQexec(handle, sql)
        defer { unsafe PQclear(result) }
        guard unsafe PQresultStatus(result) == PGRES_COPY_IN else { throw unsafe problem(result) }
    }

    func sendCopy(_ lines: [UInt8]) throws(StoreProblem) {
        let taken = unsafe lines.withUnsafeBytes { bytes in
            unsafe PQputCopyData(
                handle, bytes.baseAddress?.assumingMemoryBound(to: CChar.self),
                Int32(bytes.count))
        }
        guard taken == 1 else { throw lost() }
    }

    /// - Throws: what the server did not like about the rows.
    func endCopy() throws(StoreProblem) {
        guard unsafe PQputCopyEnd(handle, nil) == 1 else { throw lost() }
        var failure: StoreProblem?
        while let result = unsafe PQgetResult(handle) {
            if unsafe PQresultStatus(result) != PGRES_COMMAND_OK {
                failure = unsafe failure ?? problem(result)
            }
            unsafe PQclear(result)
        }
        if let failure { throw failure }
    }

    /// The server's name of a statement that it has read and understood.
    private func prepare(_ sql: String, _ values: [Value]) throws(StoreProblem) -> String {
        if let name = prepared[sql] { return name }
        if prepared.count >= Self.mostPrepared {
            try script("DEALLOCATE ALL")
            prepared = [:]
        }
        let name = "k\(prepared.count)"
        let kinds = values.map(\.serverKind)
        let result = unsafe PQprepare(handle, name, sql, Int32(kinds.count), kinds)
        defer { unsafe PQclear(result) }
        guard unsafe PQresultStatus(result) == PGRES_COMMAND_OK else {
            throw unsafe problem(result)
        }
        prepared[sql] = name
        return name
    }

    private func lost() -> StoreProblem {
        unsafe .unreachable(Self.line(PQerrorMessage(handle)))
    }

    private func problem(_ result: OpaquePointer?) -> StoreProblem {
        guard unsafe PQstatus(handle) == CONNECTION_OK, let state = unsafe keng_pg_state(result)
        else { return lost() }
        return unsafe StoreProblem(
            state: String(cString: state), Self.line(keng_pg_message(result)))
    }

    private static func line(_ text: UnsafePointer<CChar>?) -> String {
        guard let text = unsafe text else { return "" }
        let whole = unsafe String(cString: text)
        return whole.split(separator: "\n").first.map(String.init) ?? ""
    }
}

extension Value {
    /// The type the server is told, so that it need not guess; 0 lets it.
    fileprivate var serverKind: Oid {
        switch self {
        case .integer: 20
        case .text: 25
        case .bytes: 17
        case .null: 0
        }
    }
}

extension StoreProblem {
    /// What PostgreSQL's SQLSTATE means to us; values that a message may quote are not repeated.
    ///
    /// https://www.postgresql.org/docs/15/errcodes-appendix.html
    fileprivate init(state: String, _ message: String) {
        switch state {
        case "23505": self = .unique(message)
        case "40001", "40P01", "55P03": self = .busy
        case "53100": self = .diskFull
        case "25006": self = .readOnly
        case "XX001", "XX002": self = .damaged(message)
        default:
            let code = Int(state, radix: 36) ?? 0
            switch state.prefix(2) {
            case "08", "57": self = .unreachable(message)
            case "22": self = .failed(code: code, "SQLSTATE \(state): a value does not fit.")
            case "23": self = .unique(message)
            default: self = .failed(code: code, "SQLSTATE \(state): \(message)")
            }
        }
    }
}
