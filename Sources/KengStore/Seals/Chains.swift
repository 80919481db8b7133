/// How far a chain has grown.
package struct ChainHead: Hashable, Sendable {
    package let name: String
    package let links: Int64
    package let last: Int64?
    package let seal: String
    /// Rows from before there were seals.
    package let older: Int64

    /// As `keng verify` prints it and takes it back: `audit/412/9f3a…`.
    package var text: String { "\(name)/\(links)/\(seal)" }
}

extension Transaction {
    package func chainHeads() throws -> [ChainHead] {
        try all(
            "SELECT name, links, last_id, seal, older FROM chain ORDER BY name", [],
            ChainHead.init(row:))
    }

    func chainHead(of table: SealedTable) throws -> ChainHead? {
        try first(
            "SELECT name, links, last_id, seal, older FROM chain WHERE name = $1",
            [.text(table.name)], ChainHead.init(row:))
    }

    /// Makes the next link of a chain, in the transaction of the row that carries it.
    func link(
        _ table: SealedTable, id: Int64, _ fields: [Value]
    ) throws -> (link: Int64, after: Int64?, seal: String) {
        let head = try chainHead(of: table)
        let made = table.next(after: head, id: id, fields)
        try setHead(made)
        return (made.links, head?.last, made.seal)
    }

    func setHead(_ head: ChainHead) throws {
        try execute(
            """
            INSERT INTO chain (name, links, last_id, seal, older) VALUES ($1, $2, $3, $4, $5)
            ON CONFLICT (name) DO UPDATE SET
                links = excluded.links, last_id = excluded.last_id, seal = excluded.seal
            """,
            [
                .text(head.name), .integer(head.links), .optional(head.last), .text(head.seal),
                .integer(head.older),
            ])
    }

    /// The seal of a link that a head quoted earlier names; nil when the chain has none of that number.
    package func seal(ofLink link: Int64, in chain: String) throws -> String? {
        let sql =
            switch chain {
            case "audit": "SELECT hash FROM audit WHERE number = $1"
            case "inbound": "SELECT seal FROM inbound WHERE link = $1"
            case "consent": "SELECT seal FROM consent WHERE link = $1"
            case "attendance": "SELECT seal FROM attendance WHERE link = $1"
            default: nil as String?
            }
        guard let sql else { return nil }
        return try first(sql, [.integer(link)]) { try $0.text(0) }
    }
}

extension SealedTable {
    /// The end of the chain once a row of these fields is its last.
    func next(after head: ChainHead?, id: Int64, _ fields: [Value]) -> ChainHead {
        let number = (head?.links ?? 0) + 1
        let seal = Seal.link(
            after: head?.seal ?? "", fields + [.integer(number), .optional(head?.last)])
        return ChainHead(
            name: name, links: number, last: id, seal: seal, older: head?.older ?? 0)
    }
}

extension ChainHead {
    fileprivate init(row: any Row) throws {
        self.init(
            name: try row.text(0), links: try row.integer(1), last: row.optionalInteger(2),
            seal: try row.text(3), older: try row.integer(4))
    }
}
