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
