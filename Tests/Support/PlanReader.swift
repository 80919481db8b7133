package import KengStore

/// Asks for the plan of every statement before it runs it.
package final class PlanReader: Transaction {
    package struct Plan: Sendable {
        package let sql: String
        package let steps: [String]
    }

    private let inner: any Transaction
    package private(set) var found: [Plan] = []

    package init(_ inner: any Transaction) {
        self.inner = inner
    }

    package func run(_ sql: String, _ values: [Value], each: (any Row) throws -> Void) throws -> Int
    {
        try explain(sql, values)
        return try inner.run(sql, values, each: each)
    }

    package func runMany(_ sql: String, _ rows: [[Value]]) throws -> [Int] {
        guard let first = rows.first else { return [] }
        try explain(sql, first)
        return try inner.runMany(sql, rows)
    }

    package func runTogether(_ sql: String, _ rows: [[Value]]) throws -> Int {
        guard !rows.isEmpty else { return 0 }
        if TestDatabase.isFile || rows.count == 1 {
            try explain(sql, rows[0])
        } else {
            try explain(
                ArrayStatement(sql, for: rows).sql, ArrayStatement.arrays(of: rows[...], in: rows))
        }
        return try inner.runTogether(sql, rows)
    }

    package func add(_ rows: [[Value]], to table: String, _ columns: [String]) throws {
        try inner.add(rows, to: table, columns)
    }

    private func explain(_ sql: String, _ values: [Value]) throws {
        let steps =
            TestDatabase.isFile
            ? try inner.all("EXPLAIN QUERY PLAN " + sql, values) { try $0.text(3) }
            : try serverSteps(sql, values)
        found.append(Plan(sql: sql, steps: steps))
    }

    /// In SQLite's words: a server reads small tables whole unless that is made dear, and then through an
    /// index without a condition.
    private func serverSteps(_ sql: String, _ values: [Value]) throws -> [String] {
        try inner.execute("SET LOCAL enable_seqscan = off")
        let lines = try inner.all("EXPLAIN " + sql, values) { try $0.text(0) }
        var steps: [String] = []
        for (place, line) in lines.enumerated() {
            let words = line.split(separator: " ").map(String.init)
            guard let scan = words.firstIndex(of: "Scan"),
                let on = words[scan...].firstIndex(of: "on")
            else { continue }
            let details = lines[(place + 1)...].prefix { !$0.contains("->") }
            let isSearch = details.contains { $0.contains("Index Cond") }
            let index = words[scan...].firstIndex(of: "using").map { words[$0 + 1] }
            // A bitmap's condition stands with its index; its heap is read where that says.
            // Values that came with the statement are no table.
            guard words[..<scan].last != "Function" else { continue }
            guard !isSearch, words[..<scan].last != "Heap" else { continue }
            steps.append("SCAN \(words[on + 1])" + (index.map { " USING INDEX \($0)" } ?? ""))
        }
        return steps
    }
}
