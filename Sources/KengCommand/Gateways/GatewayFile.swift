import Foundation
import KengContent
import KengDomain
import KengGateways
import KengText
import SMPP

/// Reads what an operator writes about one provider; docs/gateways.md explains each key.
struct GatewayFile {
    let settings: SMPPSettings
    /// Its part of the texts that several gateways may take.
    let weight: Int
    let price: SegmentPrice?
    /// Each link goes to this machine: a test SMSC, never a provider.
    let isLocal: Bool

    /// - Throws: a complaint naming every line that is not right.
    init(path: String, locales: String?) throws {
        let text: String
        do {
            text = try String(contentsOfFile: path, encoding: .utf8)
        } catch {
            throw Complaint(
                .badConfiguration, "The gateway file \(path) cannot be read.",
                "It must be a text file in UTF-8 that you may read.", "ls -l \(path)")
        }
        var findings: [Finding] = []
        let reader = YAMLMapping(text, file: path, findings: &findings).map {
            GatewayReader(yaml: $0, folder: (path as NSString).deletingLastPathComponent)
        }
        let found = reader?.read(&findings)
        let table = reader?.table(&findings) ?? .none
        weight = reader?.weight(&findings) ?? 1
        price = reader?.price(&findings)
        guard findings.isEmpty, var found else {
            throw Complaint(
                .badConfiguration, "The gateway file \(path) is not right.",
                findings.map(\.report).prefix(10).joined(separator: "\n"),
                "docs/gateways.md explains each key.")
        }
        switch table {
        case .none: break
        case .standard: found.replacements = try .standard(locales: locales)
        case .file(let path): found.replacements = try .load(path)
        }
        settings = found
        isLocal = found.links.allSatisfy { ["127.0.0.1", "::1", "localhost"].contains($0.host) }
    }
}
