import Foundation
import KengContent
import KengDomain
import KengGateways

extension GatewayReader {
    private static let httpKeys = [
        "name", "kind", "profile", "jurisdiction", "source", "segments_per_second", "secrets",
        "values", "parallel", "connect_seconds", "answer_seconds", "authorities", "proxy",
        "hook_secret", "hook_secret_file", "replacements", "weight", "price",
    ]

    /// Reads the file of a provider that speaks HTTP, and the profile that it names.
    ///
    /// - Parameter content: the folder with the profiles that come with Keng.
    func readHTTP(
        content: String?, _ findings: inout [Finding]
    ) throws(Complaint) -> HTTPSettings? {
        yaml.expect(Self.httpKeys, findings: &findings)
        let name = yaml.text("name", findings: &findings).flatMap {
            yaml.parse(
                $0, as: "1 to 32 of a-z, 0-9 and -", findings: &findings, read: Self.name)
        }
        let rate = number("segments_per_second", 1...1_000_000, &findings)
        let jurisdiction = yaml.text("jurisdiction", findings: &findings).flatMap {
            yaml.parse($0, as: "a country such as VN", findings: &findings) {
                try? Jurisdiction($0)
            }
        }
        let source = yaml.text("source", findings: &findings)?.text
        guard let named = yaml.text("profile", findings: &findings) else { return nil }
        let path = try profilePath(named.text, content: content)
        let profile = try ProfileReader.read(path, &findings)
        guard let name, let rate, let jurisdiction, let source, let profile else { return nil }
        var settings = HTTPSettings(
            name: name, profile: profile, source: source, segmentsPerSecond: rate,
            region: jurisdiction)
        settings.secrets = secrets(profile, &findings)
        settings.values = values(profile, &findings)
        settings.hookSecret = hookSecret(&findings)
        settings.parallel = number("parallel", 1...64, required: false, &findings) ?? 32
        settings.client = client(parallel: settings.parallel, &findings)
        return settings
    }

    /// A word names one that came with Keng; a path a file beside this one.
    private func profilePath(_ name: String, content: String?) throws(Complaint) -> String {
        if name.hasSuffix(".yaml") { return beside(name) }
        let folder = try Places.find(.content, option: content) + "/gateways"
        let path = "\(folder)/\(name).yaml"
        guard Files.exists(path) else {
            let known = Self.profiles(in: folder)
            throw Complaint(
                .badConfiguration, "There is no profile “\(name)” in \(folder).",
                "These are: \(known.joined(separator: ", ")).",
                "Name one of them, or a file of your own: profile: mine.yaml")
        }
        return path
    }

    /// The names of the profiles in a folder.
    static func profiles(in folder: String) -> [String] {
        // A folder that cannot be read has none.
        let files = (try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? []
        return files.filter { $0.hasSuffix(".yaml") }.map { String($0.dropLast(5)) }.sorted()
    }

    /// Each that the profile wants, from this file or from a file of its own.
    private func secrets(
        _ profile: HTTPProfile, _ findings: inout [Finding]
    ) -> [String: String] {
        guard !profile.secrets.isEmpty,
            let mapping = yaml.mapping("secrets", findings: &findings)
        else { return [:] }
        mapping.expect(
            profile.secrets.flatMap { [$0, $0 + "_file"] }, findings: &findings)
        var secrets: [String: String] = [:]
        for name in profile.secrets {
            secrets[name] = secret(name, in: mapping, &findings)
        }
        return secrets
    }

    /// A secret is never part of an error.
    private func secret(
        _ name: String, in mapping: YAMLMapping, required: Bool = true,
        _ findings: inout [Finding]
    ) -> String? {
        if let text = mapping.text(name, required: false, findings: &findings) {
            return text.text
        }
        guard
            let file = mapping.text(name + "_file", required: required, findings: &findings)
        else { return nil }
        let path = beside(file.text)
        do {
            return try String(contentsOfFile: path, encoding: .utf8).trimmed
        } catch {
            findings.append(
                Finding(
                    .fileMissing, at: file.place, found: "no readable file \(path)",
                    expected: "a file with the secret alone"))
            return nil
        }
    }

    private func values(
        _ profile: HTTPProfile, _ findings: inout [Finding]
    ) -> [String: String] {
        let mapping = yaml.mapping("values", required: false, findings: &findings)
        mapping?.expect(profile.values.keys.sorted(), findings: &findings)
        var values = profile.values
        for name in profile.values.keys.sorted() {
            if let text = mapping?.text(name, required: false, findings: &findings) {
                values[name] = text.text
            } else if profile.values[name] == "" {
                findings.append(
                    Finding(
                        .keyMissing, at: yaml.place(of: "values"), found: "no value “\(name)”",
                        expected: "values: {\(name): …}, which differs from account to account"))
            }
        }
        return values
    }

    private func hookSecret(_ findings: inout [Finding]) -> String? {
        guard let secret = secret("hook_secret", in: yaml, required: false, &findings) else {
            return nil
        }
        let isRight =
            (16...128).contains(secret.utf8.count)
            && secret.allSatisfy { $0.isASCII && ($0.isLetter || $0.isNumber || $0 == "-") }
        guard isRight else {
            let key = yaml["hook_secret"] == nil ? "hook_secret_file" : "hook_secret"
            findings.append(
                Finding(
                    .value, at: yaml.place(of: key),
                    found: "a secret of \(secret.utf8.count) characters, or of others than these",
                    expected:
                        "16 to 128 of A-Z, a-z, 0-9 and -, such as `openssl rand -hex 16` gives"))
            return nil
        }
        return secret
    }

    private func client(parallel: Int, _ findings: inout [Finding]) -> HTTPClientSettings {
        var client = HTTPClientSettings()
        // A request that waited for a connection would leave after a pause.
        client.connections = parallel
        if let seconds = number("connect_seconds", 1...60, required: false, &findings) {
            client.connectWithin = .seconds(seconds)
        }
        if let seconds = number("answer_seconds", 1...300, required: false, &findings) {
            client.answerWithin = .seconds(seconds)
        }
        client.authorities = yaml.text("authorities", required: false, findings: &findings).map {
            beside($0.text)
        }
        client.proxy = yaml.text("proxy", required: false, findings: &findings)?.text
        return client
    }
}
