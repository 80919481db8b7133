import KengDomain

/// A markdown file cut into its front matter and its blocks, with line numbers.
struct MarkdownDocument {
    let file: String
    let frontMatter: String?
    private let body: ArraySlice<Substring>

    init(_ text: String, file: String) {
        self.file = file
        let lines = text.split(omittingEmptySubsequences: false, whereSeparator: \.isNewline)
        guard lines.first == "---",
            let close = lines.dropFirst().firstIndex(of: "---")
        else {
            frontMatter = nil
            body = lines[...]
            return
        }
        frontMatter = lines[1..<close].joined(separator: "\n")
        body = lines[(close + 1)...]
    }

    /// The blocks in order; what stands before the first heading, or is a heading of another kind, is found.
    func blocks(findings: inout [Finding]) -> [BlockSource] {
        var blocks: [BlockSource] = []
        var open: (heading: BlockHeading, line: Int)?
        func close(before end: Int) {
            guard let (heading, line) = open else { return }
            var first = line + 1
            var last = end
            while first < last, body[first].allSatisfy(\.isWhitespace) { first += 1 }
            while last > first, body[last - 1].allSatisfy(\.isWhitespace) { last -= 1 }
            let text = body[first..<last].joined(separator: "\n")
            blocks.append(
                heading.block(
                    at: place(line), body: SourceText(text, at: place(first), followsLines: true)))
        }
        for line in body.indices {
            guard body[line].hasPrefix("#") else {
                if open == nil, !body[line].allSatisfy(\.isWhitespace) {
                    findings.append(
                        Finding(
                            .blockHeading, at: place(line), found: "text before the first block",
                            expected: "a heading"))
                    open = (BlockHeading.none, line)
                }
                continue
            }
            close(before: line)
            open = (
                BlockHeading(String(body[line]), at: place(line), findings: &findings)
                    ?? BlockHeading.none, line
            )
        }
        close(before: body.endIndex)
        return blocks.filter { !$0.id.isEmpty }
    }

    private func place(_ index: Int) -> Place { Place(file: file, line: index + 1) }
}

/// `## Words {#id .critical for=VN,CN}`, taken apart.
struct BlockHeading {
    let words: String
    let id: String
    let isCritical: Bool
    let jurisdictions: [Jurisdiction]?

    /// Stands for a heading that could not be read; its block is dropped, its finding stays.
    static let none = BlockHeading(words: "", id: "", isCritical: false, jurisdictions: nil)

    private init(words: String, id: String, isCritical: Bool, jurisdictions: [Jurisdiction]?) {
        self.words = words
        self.id = id
        self.isCritical = isCritical
        self.jurisdictions = jurisdictions
    }

    init?(_ line: String, at place: Place, findings: inout [Finding]) {
        func refuse(_ found: String, _ expected: String) {
            findings.append(Finding(.blockHeading, at: place, found: found, expected: expected))
        }
        guard line.hasPrefix("## ") else {
            refuse("a heading of another level", "level 2, with ##")
            return nil
        }
        let text = line.dropFirst(3)
        guard let brace = text.lastIndex(of: "{"), let end = text.lastIndex(of: "}"), brace < end,
            text[text.index(after: end)...].allSatisfy(\.isWhitespace)
        else {
            refuse("a heading without a name", "{#id} at its end")
            return nil
        }
        words = String(text[..<brace]).trimmed
        guard !words.isEmpty else {
            refuse("a heading without words", "words before {#id}")
            return nil
        }
        var id: String?
        var isCritical = false
        var jurisdictions: [Jurisdiction]?
        for mark in text[text.index(after: brace)..<end].split(separator: " ") {
            if mark.hasPrefix("#"), id == nil, Self.isID(mark.dropFirst()) {
                id = String(mark.dropFirst())
            } else if mark == ".critical" {
                isCritical = true
            } else if mark.hasPrefix("for=") {
                let codes = mark.dropFirst(4).split(
                    separator: ",", omittingEmptySubsequences: false)
                let known = codes.compactMap { jurisdiction(String($0)) }
                guard known.count == codes.count else {
                    refuse("“\(mark)”", "codes such as for=VN,CN")
                    return nil
                }
                jurisdictions = known
            } else {
                refuse("the mark “\(mark)”", "#id, .critical or for=VN")
                return nil
            }
        }
        guard let id else {
            refuse("a heading without a name", "{#id} at its end")
            return nil
        }
        self.id = id
        self.isCritical = isCritical
        self.jurisdictions = jurisdictions
    }

    func block(at place: Place, body: SourceText) -> BlockSource {
        BlockSource(
            id: id, heading: SourceText(words, at: place), body: body, isCritical: isCritical,
            jurisdictions: jurisdictions)
    }

    /// Lower-case ASCII words joined by dashes.
    private static func isID(_ text: Substring) -> Bool {
        // A name that is no slug is told as a wrong mark.
        (try? Slug(String(text))) != nil
    }
}

extension StringProtocol {
    var trimmed: String {
        var rest = self[...]
        while rest.first?.isWhitespace == true { rest = rest.dropFirst() }
        while rest.last?.isWhitespace == true { rest = rest.dropLast() }
        return String(rest)
    }
}
