import Foundation
import KengContent
import KengDomain
import KengGateways

/// Reads how a provider is spoken to over HTTP; docs/http-gateways.md explains each key.
struct ProfileReader {
    private let yaml: YAMLMapping

    private static let keys = [
        "name", "says", "source", "verified", "secrets", "values", "send", "answer", "token",
        "receipts", "texts",
    ]

    /// Reads a file.
    ///
    /// - Parameter findings: gets each line that is not right.
    static func read(_ path: String, _ findings: inout [Finding]) throws(Complaint) -> HTTPProfile?
    {
        let text: String
        do {
            text = try String(contentsOfFile: path, encoding: .utf8)
        } catch {
            throw Complaint(
                .badConfiguration, "The profile \(path) cannot be read.",
                "It must be a text file in UTF-8 that you may read.", "ls -l \(path)")
        }
        guard let yaml = YAMLMapping(text, file: path, findings: &findings) else { return nil }
        return ProfileReader(yaml: yaml).profile(&findings)
    }

    private func profile(_ findings: inout [Finding]) -> HTTPProfile? {
        let before = findings.count
        yaml.expect(Self.keys, findings: &findings)
        let name = yaml.text("name", findings: &findings).flatMap {
            yaml.parse(
                $0, as: "1 to 32 of a-z, 0-9 and -", findings: &findings, read: GatewayReader.name)
        }
        let says = yaml.text("says", findings: &findings)?.text ?? ""
        _ = yaml.text("source", findings: &findings)
        let isVerified = yaml.flag("verified", findings: &findings)
        let secrets = yaml.texts("secrets", required: false, findings: &findings).map(\.text)
        let values = self.values(&findings)
        let sending = yaml.mapping("send", findings: &findings).flatMap {
            RequestReader(yaml: $0).read(&findings)
        }
        let reading = yaml.mapping("answer", findings: &findings).flatMap {
            self.answer($0, &findings)
        }
        let token = yaml.mapping("token", required: false, findings: &findings).flatMap {
            self.token($0, &findings)
        }
        let receipts = yaml.mapping("receipts", required: false, findings: &findings).flatMap {
            hook($0, [.reference, .status], statuses: true, &findings)
        }
        let texts = yaml.mapping("texts", required: false, findings: &findings).flatMap {
            hook($0, [.phone, .text], statuses: false, &findings)
        }
        guard let name, let sending, let reading, findings.count == before else { return nil }
        var profile = HTTPProfile(
            name: name, says: says, isVerified: isVerified, sending: sending, reading: reading,
            token: token, receipts: receipts, texts: texts)
        profile.secrets = secrets
        profile.values = values
        check(profile, &findings)
        return profile
    }

    private func values(_ findings: inout [Finding]) -> [String: String] {
        guard let mapping = yaml.mapping("values", required: false, findings: &findings) else {
            return [:]
        }
        return mapping.entries.reduce(into: [:]) { values, entry in
            // An empty one must be given by whoever uses the profile.
            guard case .text(let text, _)? = mapping.tree(entry.key, findings: &findings) else {
                return
            }
            values[entry.key] = text.text
        }
    }

    /// What is wanted must be named, and what is named must be wanted.
    private func check(_ profile: HTTPProfile, _ findings: inout [Finding]) {
        let wanted = Set(profile.wants)
        for case .secret(let name) in wanted where !profile.secrets.contains(name) {
            find("{secret.\(name)}", "secrets: [\(name)]", at: "secrets", &findings)
        }
        for case .value(let name) in wanted where profile.values[name] == nil {
            find("{value.\(name)}", "values: {\(name): \"…\"}", at: "values", &findings)
        }
        for name in profile.secrets where !wanted.contains(.secret(name)) {
            find("the secret \(name)", "a place {secret.\(name)}", at: "secrets", &findings)
        }
        for name in profile.values.keys.sorted() where !wanted.contains(.value(name)) {
            find("the value \(name)", "a place {value.\(name)}", at: "values", &findings)
        }
        if wanted.contains(.token), profile.token == nil {
            find("{token}", "a token section", at: "send", &findings)
        }
    }

    private func find(
        _ found: String, _ expected: String, at key: String, _ findings: inout [Finding]
    ) {
        findings.append(
            Finding(.value, at: yaml.place(of: key), found: found, expected: expected))
    }

    // MARK: - Answers

    private func answer(
        _ yaml: YAMLMapping, _ findings: inout [Finding]
    ) -> AnswerReading? {
        yaml.expect(
            ["format", "success", "reference", "code", "codes", "otherwise", "takes_once"],
            findings: &findings)
        let format = yaml.word("format", WebFormat.self, &findings)
        var success: (at: WebPath, words: [String])?
        if let mapping = yaml.mapping("success", required: false, findings: &findings) {
            mapping.expect(["at", "is"], findings: &findings)
            let at = mapping.path("at", required: true, &findings)
            let words = mapping.texts("is", findings: &findings).map(\.text)
            if let at { success = (at, words) }
        }
        let reference = yaml.path("reference", required: false, &findings)
        let code = codePaths(yaml, &findings)
        var codes: [String: Reaction] = [:]
        if let mapping = yaml.mapping("codes", required: false, findings: &findings) {
            for entry in mapping.entries {
                if let reaction = mapping.reaction(entry.key, &findings) {
                    codes[entry.key] = reaction
                }
            }
        }
        let otherwise = yaml["otherwise"] == nil ? nil : yaml.reaction("otherwise", &findings)
        let takesOnce = yaml.flag("takes_once", findings: &findings)
        return format.map {
            AnswerReading(
                format: $0, success: success, reference: reference, code: code, codes: codes,
                otherwise: otherwise ?? .permanent, takesOnce: takesOnce)
        }
    }

    /// One path, or a list of them.
    private func codePaths(_ yaml: YAMLMapping, _ findings: inout [Finding]) -> [WebPath] {
        guard case .list(let items)? = yaml.tree("code", findings: &findings) else {
            return yaml.path("code", required: false, &findings).map { [$0] } ?? []
        }
        return items.compactMap { item in
            guard case .text(let text, _) = item else { return nil }
            return yaml.parse(
                text, as: "a path such as /data/code", findings: &findings,
                read: { WebPath($0) })
        }
    }

    private func token(_ yaml: YAMLMapping, _ findings: inout [Finding]) -> TokenRequest? {
        let request = RequestReader(yaml: yaml, others: ["at", "seconds"]).read(&findings)
        let at = yaml.path("at", required: true, &findings)
        let seconds = yaml.path("seconds", required: false, &findings)
        guard let request, let at else { return nil }
        return TokenRequest(request: request, token: at, seconds: seconds)
    }

    // MARK: - Webhooks

    private func hook(
        _ yaml: YAMLMapping, _ required: [HookReading.Field], statuses isStatus: Bool,
        _ findings: inout [Finding]
    ) -> HookReading? {
        yaml.expect(
            ["method", "format", "list", "fields", "statuses", "proof", "reply"],
            findings: &findings)
        let method = yaml.method(&findings)
        let format = yaml.word("format", HookReading.Format.self, &findings)
        let list = yaml.path("list", required: false, &findings)
        var fields: [HookReading.Field: WebPath] = [:]
        if let mapping = yaml.mapping("fields", findings: &findings) {
            mapping.expect(HookReading.Field.allCases.map(\.rawValue), findings: &findings)
            for field in HookReading.Field.allCases {
                fields[field] = mapping.path(
                    field.rawValue, required: required.contains(field), &findings)
            }
            if !isStatus, fields[.id] == nil, fields[.at] == nil {
                findings.append(
                    Finding(
                        .keyMissing, at: mapping.place, found: "neither “id” nor “at”",
                        expected:
                            "one of them: without it a repeat cannot be told from a second text"))
            }
        }
        var statuses: [String: ReceiptStatus] = [:]
        if let mapping = yaml.mapping("statuses", required: isStatus, findings: &findings) {
            for entry in mapping.entries {
                guard let text = mapping.text(entry.key, findings: &findings) else { continue }
                statuses[entry.key] = mapping.parse(
                    text, as: "delivered, failed, expired, unknown or underway",
                    findings: &findings, read: Self.status)
            }
        }
        let proof = yaml.mapping("proof", required: false, findings: &findings).flatMap {
            self.proof($0, &findings)
        }
        let reply = self.reply(yaml, &findings)
        guard let method, let format else { return nil }
        return HookReading(
            method: method, format: format, list: list, fields: fields, statuses: statuses,
            proof: proof, reply: reply)
    }

    private static func status(_ word: String) -> ReceiptStatus? {
        switch word {
        case "delivered": .delivered
        case "failed": .failed
        case "expired": .expired
        case "unknown": .unknown
        case "underway": .enroute
        default: nil
        }
    }

    private func proof(_ yaml: YAMLMapping, _ findings: inout [Finding]) -> HookProof? {
        yaml.expect(["digest", "over", "at"], findings: &findings)
        let digest = yaml.word("digest", HookProof.Digest.self, &findings)
        let at = yaml.path("at", required: true, &findings)
        let over = yaml.texts("over", findings: &findings).compactMap { text -> HookProof.Word? in
            if let path = WebPath(text.text), !path.steps.isEmpty { return .field(path) }
            return yaml.placed(text, &findings).map { .words($0) }
        }
        guard let digest, let at else { return nil }
        return HookProof(digest: digest, over: over, at: at)
    }

    private func reply(_ yaml: YAMLMapping, _ findings: inout [Finding]) -> HookAnswer {
        guard let mapping = yaml.mapping("reply", required: false, findings: &findings) else {
            return HookAnswer(status: 200)
        }
        mapping.expect(["type", "body"], findings: &findings)
        return HookAnswer(
            status: 200,
            type: mapping.text("type", required: false, findings: &findings)?.text ?? "text/plain",
            body: mapping.text("body", required: false, findings: &findings)?.text ?? "")
    }
}

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
