/// A statement about one row, said once for many: the values of each placeholder come as an array.
///
/// The server starts and ends a statement for each row otherwise, which takes as long as the row itself.
package struct ArrayStatement: Hashable, Sendable {
    package let sql: String

    /// How many rows it takes at most, so that the server goes by the index and not through the table.
    package static let size = 100

    /// - Parameter sql: `UPDATE … SET … WHERE …` or `INSERT INTO … VALUES (…)`, each clause on a line of its own.
    /// - Parameter rows: tell what the values of each placeholder are; not empty.
    package init(_ sql: String, for rows: [[Value]]) {
        let width = rows.first?.count ?? 0
        let kinds = (0..<width).map { place in
            rows.lazy.compactMap { $0[place].arrayKind }.first
        }
        let present = kinds.indices.filter { kinds[$0] != nil }
        // A column without any value is nothing in every row.
        let arrays = present.enumerated().map { "$\($0 + 1)::\(kinds[$1] ?? "")[]" }
        let names = present.map { "v\($0 + 1)" }
        let source =
            "FROM unnest(\(arrays.joined(separator: ", "))) "
            + "AS many (\(names.joined(separator: ", ")))"
        var lines: [String] = []
        var isInserting = false
        for line in sql.split(separator: "\n", omittingEmptySubsequences: false) {
            var line = Self.named(line, kinds.map { $0 != nil })
            if line.hasPrefix("WHERE ") { lines.append(source) }
            if line.hasPrefix("VALUES (") {
                isInserting = true
                line = "SELECT " + line.dropFirst("VALUES (".count)
            }
            if isInserting, line.hasSuffix(")") {
                line.removeLast()
                lines += [line, source]
                // `WHERE` parts the source from `ON CONFLICT`, which could go on with it.
                lines.append("WHERE true")
                isInserting = false
                continue
            }
            lines.append(line)
        }
        self.sql = lines.joined(separator: "\n")
    }

    /// Placeholders become columns of the source.
    private static func named(_ line: Substring, _ isPresent: [Bool]) -> String {
        var text = ""
        var rest = line
        while let dollar = rest.firstIndex(of: "$") {
            text += rest[..<dollar]
            let digits = rest[rest.index(after: dollar)...].prefix { $0.isNumber }
            let place = (Int(digits) ?? 0) - 1
            let isThere = isPresent.indices.contains(place) && isPresent[place]
            text += isThere ? "many.v\(digits)" : "NULL"
            rest = rest[digits.endIndex...]
        }
        return text + rest
    }

    /// The arrays for rows, in the server's own words.
    package static func arrays(of rows: ArraySlice<[Value]>, in all: [[Value]]) -> [Value] {
        let width = all.first?.count ?? 0
        return (0..<width).filter { place in all.contains { $0[place].arrayKind != nil } }.map {
            place in
            var octets: [UInt8] = [UInt8(ascii: "{")]
            for row in rows {
                if octets.count > 1 { octets.append(UInt8(ascii: ",")) }
                row[place].append(toArray: &octets)
            }
            octets.append(UInt8(ascii: "}"))
            return .text(String(decoding: octets, as: UTF8.self))
        }
    }
}

extension Value {
    fileprivate var arrayKind: String? {
        switch self {
        case .integer: "int8"
        case .text: "text"
        case .bytes: "bytea"
        case .null: nil
        }
    }

    /// As arrays are written: https://www.postgresql.org/docs/15/arrays.html#ARRAYS-IO.
    fileprivate func append(toArray octets: inout [UInt8]) {
        switch self {
        case .integer(let number): octets.append(contentsOf: String(number).utf8)
        case .null: octets.append(contentsOf: "NULL".utf8)
        case .text(let text):
            octets.append(UInt8(ascii: "\""))
            for octet in text.utf8 {
                if octet == UInt8(ascii: "\"") || octet == UInt8(ascii: "\\") {
                    octets.append(UInt8(ascii: "\\"))
                }
                octets.append(octet)
            }
            octets.append(UInt8(ascii: "\""))
        case .bytes(let bytes):
            octets.append(contentsOf: "\"\\\\x\(bytes.hexadecimal)\"".utf8)
        }
    }
}
