import KengContent
import KengDomain
import KengGateways

/// Reads one request with its places.
struct RequestReader {
    let yaml: YAMLMapping
    /// Keys that somebody else reads.
    var others: [String] = []

    func read(_ findings: inout [Finding]) -> HTTPProfile.Sending? {
        yaml.expect(
            ["method", "url", "headers", "body", "fields", "sign"] + others, findings: &findings)
        let method = yaml.method(&findings)
        let address = yaml.text("url", findings: &findings)
        // A place may stand for all of it, since some contracts have a host of their own.
        if let address, !["https://", "http://", "{value."].contains(where: address.text.hasPrefix)
        {
            findings.append(
                Finding(
                    .value, at: address.place, found: "“\(address.text)”",
                    expected: "an address that begins with https://"))
        }
        let url = address.flatMap { yaml.placed($0, &findings) }
        var headers: [(name: String, value: PlacedText)] = []
        if let mapping = yaml.mapping("headers", required: false, findings: &findings) {
            for entry in mapping.entries {
                guard let text = mapping.text(entry.key, findings: &findings),
                    let value = mapping.placed(text, &findings)
                else { continue }
                headers.append((entry.key, value))
            }
        }
        let body = yaml.word("body", HTTPProfile.Sending.Body.self, &findings)
        let fields = yaml.tree("fields", findings: &findings).flatMap { template($0, &findings) }
        if yaml["fields"] == nil {
            findings.append(
                Finding(
                    .keyMissing, at: yaml.place, found: "no “fields”",
                    expected: "the key “fields”"))
        }
        let signer = yaml.mapping("sign", required: false, findings: &findings).flatMap {
            self.signer($0, &findings)
        }
        guard let method, let url, let body, let fields else { return nil }
        return HTTPProfile.Sending(
            method: method, url: url, headers: headers, body: body, fields: fields,
            signer: signer)
    }

    /// A key `{json}` alone makes the tree below it a text.
    private func template(_ tree: YAMLTree, _ findings: inout [Finding]) -> WebTemplate? {
        switch tree {
        case .nothing: return .fixed(.null)
        case .text(let text, let isPlain):
            if isPlain, let fixed = Self.fixed(text.text) { return .fixed(fixed) }
            return yaml.placed(text, &findings).map { .text($0) }
        case .list(let items): return .list(items.compactMap { template($0, &findings) })
        case .mapping(let pairs):
            if pairs.count == 1, pairs[0].key.text == "{json}" {
                guard case .mapping(let inner) = pairs[0].value else {
                    findings.append(
                        Finding(
                            .yamlKind, at: pairs[0].key.place, found: "no mapping below {json}",
                            expected: "keys and values"))
                    return nil
                }
                return .json(members(inner, &findings))
            }
            return .object(members(pairs, &findings))
        }
    }

    private func members(
        _ pairs: [(key: SourceText, value: YAMLTree)], _ findings: inout [Finding]
    ) -> [WebTemplate.Member] {
        pairs.compactMap { key, value in
            template(value, &findings).map { WebTemplate.Member(key.text, $0) }
        }
    }

    /// As YAML reads what stands without quotes.
    private static func fixed(_ text: String) -> WebValue? {
        switch text {
        case "true", "false": .truth(text == "true")
        default: Int64(text).map { .number(String($0)) }
        }
    }

    private func signer(_ yaml: YAMLMapping, _ findings: inout [Finding]) -> WebSigner? {
        yaml.expect(["kind", "id", "key", "service"], findings: &findings)
        let kind = yaml.text("kind", findings: &findings)
        let id = yaml.text("id", findings: &findings).flatMap { yaml.placed($0, &findings) }
        let key = yaml.text("key", findings: &findings).flatMap { yaml.placed($0, &findings) }
        guard let kind, let id, let key else { return nil }
        switch kind.text {
        case "aliyun-rpc": return .aliyunRPC(id: id, key: key)
        case "aliyun-acs3": return .acs3(id: id, key: key)
        case "tencent-tc3":
            return yaml.text("service", findings: &findings).map {
                .tc3(id: id, key: key, service: $0.text)
            }
        default:
            findings.append(
                Finding(
                    .value, at: kind.place, found: "“\(kind.text)”",
                    expected: "aliyun-rpc, aliyun-acs3 or tencent-tc3"))
            return nil
        }
    }
}

extension YAMLMapping {
    func placed(_ text: SourceText, _ findings: inout [Finding]) -> PlacedText? {
        do throws(PlacedText.Problem) {
            return try PlacedText(text.text)
        } catch {
            let found =
                switch error {
                case .open: "“\(text.text)”, in which a { is not closed"
                case .unknown(let place): "the place \(place)"
                }
            findings.append(
                Finding(
                    .value, at: text.place, found: found,
                    expected:
                        "{phone}, {text}, {id}, {source}, {segments}, {wide}, {seconds}, {token}, "
                        + "{secret.NAME} or {value.NAME}, and after | plus, national, base64, "
                        + "number or first 50"))
            return nil
        }
    }

    func path(_ key: String, required: Bool, _ findings: inout [Finding]) -> WebPath? {
        text(key, required: required, findings: &findings).flatMap {
            parse(
                $0, as: "a path such as /data/id", findings: &findings, read: { WebPath($0) })
        }
    }

    func word<Word: RawRepresentable & CaseIterable>(
        _ key: String, _ kind: Word.Type, _ findings: inout [Finding]
    ) -> Word? where Word.RawValue == String {
        text(key, findings: &findings).flatMap {
            parse(
                $0, as: kind.allCases.map(\.rawValue).joined(separator: ", "),
                findings: &findings, read: { Word(rawValue: $0) })
        }
    }

    func method(_ findings: inout [Finding]) -> HTTPRequest.Method? {
        text("method", findings: &findings).flatMap {
            parse(
                $0, as: "GET, POST or PUT", findings: &findings,
                read: { HTTPRequest.Method(rawValue: $0) })
        }
    }

    /// Such as `temporary 60 3`: what a code means, seconds to wait, tries in all.
    func reaction(_ key: String, _ findings: inout [Finding]) -> Reaction? {
        text(key, findings: &findings).flatMap {
            parse(
                $0,
                as: "permanent, barred, taken, throttled 30 or temporary 60 3 (seconds, tries)",
                findings: &findings
            ) { $0 == "taken" ? .accepted : GatewayReader.reaction($0) }
        }
    }
}
