/// Looks for tags that are never closed or closed out of turn, and for an id that comes twice.
enum Markup {
    private static let void: Set<String> = [
        "meta", "link", "input", "br", "hr", "img", "!doctype",
    ]

    static func faults(_ html: String) -> [String] {
        var faults: [String] = []
        var open: [String] = []
        var ids: Set<String> = []
        var rest = html[...]
        while let start = rest.firstIndex(of: "<") {
            rest = rest[rest.index(after: start)...]
            guard let end = rest.firstIndex(of: ">") else { return faults + ["a tag never ends"] }
            let tag = rest[..<end]
            rest = rest[rest.index(after: end)...]
            let name = tag.prefix { !$0.isWhitespace && $0 != "/" }.lowercased()
            if tag.hasPrefix("/") {
                let closed = tag.dropFirst().lowercased()
                if open.last == closed {
                    open.removeLast()
                } else {
                    faults.append("</\(closed)> closes <\(open.last ?? "")>")
                    if let index = open.lastIndex(of: closed) { open.removeSubrange(index...) }
                }
            } else if !void.contains(name), !tag.hasSuffix("/") {
                open.append(name)
            }
            for match in tag.matches(of: /\sid="([^"]*)"/)
            where !ids.insert(String(match.1)).inserted {
                faults.append("the id \(match.1) comes twice")
            }
        }
        return faults + open.map { "<\($0)> is never closed" }
    }
}
