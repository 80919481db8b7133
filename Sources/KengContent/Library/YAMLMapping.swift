import KengDomain
import Yams

/// A mapping of a YAML file whose every misreading becomes a finding with its line.
package struct YAMLMapping {
    package struct Entry {
        package let key: String
        package let line: Int
        let node: Node
    }

    package let place: Place
    package let entries: [Entry]
    /// Lines of the file before the YAML: 1 in a front matter.
    private let offset: Int

    /// The top of a YAML text, which must be a mapping.
    package init?(_ text: String, file: String, offset: Int = 0, findings: inout [Finding]) {
        do {
            guard let root = try Yams.compose(yaml: text) else {
                findings.append(
                    Finding(
                        .yamlKind, at: Place(file: file, line: offset + 1), found: "nothing",
                        expected: "keys and values"))
                return nil
            }
            self.init(root, what: "the file", file: file, offset: offset, findings: &findings)
        } catch let problem as YamlError {
            findings.append(Self.finding(problem, file: file, offset: offset))
            return nil
        } catch {
            findings.append(
                Finding(
                    .yamlSyntax, at: Place(file: file, line: offset + 1),
                    found: "text that YAML cannot read", expected: "YAML"))
            return nil
        }
    }

    private init?(
        _ node: Node, what: String, file: String, offset: Int, findings: inout [Finding]
    ) {
        let place = Place(file: file, line: (node.mark?.line ?? 1) + offset)
        guard let mapping = node.mapping else {
            findings.append(
                Finding(
                    .yamlKind, at: place, found: "\(Self.kind(node)) as \(what)",
                    expected: "keys and values"))
            return nil
        }
        self.place = place
        self.offset = offset
        var entries: [Entry] = []
        for (key, value) in mapping {
            let line = (key.mark?.line ?? 1) + offset
            guard let name = key.scalar?.string else {
                findings.append(
                    Finding(
                        .yamlKind, at: Place(file: file, line: line), found: "a key of many parts",
                        expected: "a word"))
                continue
            }
            entries.append(Entry(key: name, line: line, node: value))
        }
        self.entries = entries
    }

    package subscript(_ key: String) -> Entry? { entries.first { $0.key == key } }

    package func place(of key: String) -> Place {
        Place(file: place.file, line: self[key]?.line ?? place.line)
    }

    /// Finds keys that are not among `known`.
    package func expect(_ known: [String], findings: inout [Finding]) {
        for entry in entries where !known.contains(entry.key) {
            let guess = nearest(to: entry.key, among: known).map { "“\($0)”" }
            findings.append(
                Finding(
                    .keyUnknown, at: Place(file: place.file, line: entry.line),
                    found: "the key “\(entry.key)”",
                    expected: guess ?? "one of \(known.joined(separator: ", "))"))
        }
    }

    /// The text of `key`; an absent one is a finding when required, and empty.
    package func text(_ key: String, required: Bool = true, findings: inout [Finding])
        -> SourceText?
    {
        guard let entry = self[key] else {
            if required { miss(key, &findings) }
            return nil
        }
        return text(of: entry.node, line: entry.line, what: key, findings: &findings)
    }

    package func texts(_ key: String, required: Bool = true, findings: inout [Finding])
        -> [SourceText]
    {
        nodes(key, required: required, findings: &findings).compactMap {
            text(of: $0, line: place(of: key).line, what: key, findings: &findings)
        }
    }

    package func integer(_ key: String, required: Bool = true, findings: inout [Finding]) -> Int? {
        guard let text = text(key, required: required, findings: &findings) else { return nil }
        return parse(text, as: "a whole number", findings: &findings) { Int($0) }
    }

    package func flag(_ key: String, findings: inout [Finding]) -> Bool {
        guard let text = text(key, required: false, findings: &findings) else { return false }
        let value: Bool? = parse(text, as: "true or false", findings: &findings) {
            $0 == "true" ? true : $0 == "false" ? false : nil
        }
        return value ?? false
    }

    package func mapping(
        _ key: String, required: Bool = true, findings: inout [Finding]
    ) -> YAMLMapping? {
        guard let entry = self[key] else {
            if required { miss(key, &findings) }
            return nil
        }
        return YAMLMapping(
            entry.node, what: key, file: place.file, offset: offset, findings: &findings)
    }

    package func mappings(
        _ key: String, required: Bool = true, findings: inout [Finding]
    ) -> [YAMLMapping] {
        nodes(key, required: required, findings: &findings).compactMap {
            YAMLMapping(
                $0, what: "an item of \(key)", file: place.file, offset: offset,
                findings: &findings)
        }
    }

    /// Reads a text as a value; what `read` refuses is a finding.
    package func parse<Value>(
        _ text: SourceText, as expected: String, findings: inout [Finding],
        read: (String) -> Value?
    ) -> Value? {
        if let value = read(text.text) { return value }
        findings.append(
            Finding(.value, at: text.place, found: "“\(text.text)”", expected: expected))
        return nil
    }

    private func miss(_ key: String, _ findings: inout [Finding]) {
        findings.append(
            Finding(.keyMissing, at: place, found: "no “\(key)”", expected: "the key “\(key)”"))
    }

    private func nodes(_ key: String, required: Bool, findings: inout [Finding]) -> [Node] {
        guard let entry = self[key] else {
            if required { miss(key, &findings) }
            return []
        }
        guard let sequence = entry.node.sequence else {
            findings.append(
                Finding(
                    .yamlKind, at: place(of: key), found: "\(Self.kind(entry.node)) as \(key)",
                    expected: "a list"))
            return []
        }
        return Array(sequence)
    }

    private func text(
        of node: Node, line: Int, what: String, findings: inout [Finding]
    ) -> SourceText? {
        let isNothing = node.scalar.map {
            $0.style == .plain && ["", "~", "null"].contains($0.string)
        }
        guard let scalar = node.scalar, isNothing != true else {
            findings.append(
                Finding(
                    .yamlKind, at: Place(file: place.file, line: line),
                    found: "\(isNothing == true ? "nothing" : Self.kind(node)) as \(what)",
                    expected: "a text"))
            return nil
        }
        let first = (scalar.mark?.line).map { $0 + offset } ?? line
        let isLiteral = scalar.style == .literal
        return SourceText(
            scalar.string, at: Place(file: place.file, line: isLiteral ? first + 1 : first),
            followsLines: isLiteral)
    }

    private static func kind(_ node: Node) -> String {
        if node.mapping != nil { return "keys and values" }
        if node.sequence != nil { return "a list" }
        return "a plain value"
    }

    private static func finding(_ problem: YamlError, file: String, offset: Int) -> Finding {
        func at(_ line: Int) -> Place { Place(file: file, line: max(1, line) + offset) }
        switch problem {
        case .scanner(_, let problem, let mark, _), .parser(_, let problem, let mark, _),
            .composer(_, let problem, let mark, _):
            return Finding(.yamlSyntax, at: at(mark.line), found: problem, expected: "YAML")
        case .duplicatedKeysInMapping(let keys, let context):
            return Finding(
                .yamlSyntax, at: at(context.mark.line),
                found: "the key “\(keys.joined(separator: "”, “"))” twice in one mapping",
                expected: "each key once (a question is named by “name”, not by “id”)")
        case .reader(let problem, _, _, _):
            return Finding(.yamlSyntax, at: at(1), found: problem, expected: "YAML")
        case .no, .memory, .writer, .emitter, .representer, .dataCouldNotBeDecoded:
            return Finding(
                .yamlSyntax, at: at(1), found: "text that YAML cannot read", expected: "YAML")
        }
    }
}

/// A part of a file of any shape.
package indirect enum YAMLTree {
    /// Plain is what stands without quotes: it may be a number, true or false.
    case text(SourceText, isPlain: Bool)
    case nothing
    case list([YAMLTree])
    case mapping([(key: SourceText, value: YAMLTree)])
}

extension YAMLMapping {
    /// What stands at `key`, whatever that is.
    package func tree(_ key: String, findings: inout [Finding]) -> YAMLTree? {
        guard let entry = self[key] else { return nil }
        return tree(of: entry.node, line: entry.line, key, &findings)
    }

    private func tree(
        of node: Node, line: Int, _ what: String, _ findings: inout [Finding]
    ) -> YAMLTree? {
        if let items = node.sequence {
            return .list(items.compactMap { tree(of: $0, line: line, what, &findings) })
        }
        if node.mapping != nil {
            guard
                let inner = YAMLMapping(
                    node, what: what, file: place.file, offset: offset, findings: &findings)
            else { return nil }
            return .mapping(
                inner.entries.compactMap { entry in
                    inner.tree(of: entry.node, line: entry.line, entry.key, &findings).map {
                        (
                            SourceText(
                                entry.key, at: Place(file: place.file, line: entry.line)), $0
                        )
                    }
                })
        }
        let isPlain = node.scalar?.style == .plain
        if isPlain, ["~", "null"].contains(node.scalar?.string ?? "") { return .nothing }
        return text(of: node, line: line, what: what, findings: &findings).map {
            .text($0, isPlain: isPlain)
        }
    }
}
