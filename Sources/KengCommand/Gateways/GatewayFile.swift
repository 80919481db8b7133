import Foundation
import KengContent
import KengDomain
import KengGateways
import KengText
import SMPP

/// What a file says of one provider.
enum ProviderSettings {
    case smpp(SMPPSettings)
    case http(HTTPSettings)

    var name: String {
        switch self {
        case .smpp(let settings): settings.name
        case .http(let settings): settings.name
        }
    }

    var segmentsPerSecond: Int {
        switch self {
        case .smpp(let settings): settings.segmentsPerSecond
        case .http(let settings): settings.segmentsPerSecond
        }
    }

    var routeText: RouteText {
        switch self {
        case .smpp(let settings): settings.routeText
        case .http(let settings): settings.routeText
        }
    }

    /// Whose way of writing numbers holds.
    var region: Jurisdiction {
        switch self {
        case .smpp(let settings): settings.region
        case .http(let settings): settings.region
        }
    }

    /// What handsets show.
    var sender: String {
        switch self {
        case .smpp(let settings): settings.source.digits
        case .http(let settings): settings.source
        }
    }

    fileprivate mutating func replace(by table: Replacements) {
        switch self {
        case .smpp(var settings):
            settings.replacements = table
            self = .smpp(settings)
        case .http(var settings):
            settings.replacements = table
            self = .http(settings)
        }
    }

    /// Leads to this machine and nowhere else.
    fileprivate var isLocal: Bool {
        switch self {
        case .smpp(let settings):
            settings.links.allSatisfy { Self.isLocal($0.host) }
        case .http(let settings):
            // A proxy sees what goes to this machine, too.
            settings.client.proxy == nil
                && settings.profile.hosts(settings.values).allSatisfy(Self.isLocal)
        }
    }

    private static func isLocal(_ host: String) -> Bool {
        ["127.0.0.1", "::1", "[::1]", "localhost"].contains(host)
    }
}

/// Reads what an operator writes about one provider; docs/gateways.md explains each key.
struct GatewayFile {
    let settings: ProviderSettings
    /// Its part of the texts that several gateways may take.
    let weight: Int
    let price: SegmentPrice?
    /// Each link goes to this machine: a test SMSC, never a provider.
    let isLocal: Bool

    /// - Throws: a complaint naming every line that is not right.
    init(path: String, locales: String?, content: String? = nil) throws {
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
        let found: ProviderSettings? =
            if let reader, reader.speaksHTTP(&findings) {
                try reader.readHTTP(content: content, &findings).map { .http($0) }
            } else {
                reader?.read(&findings).map { .smpp($0) }
            }
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
        case .standard: found.replace(by: try .standard(locales: locales))
        case .file(let path): found.replace(by: try .load(path))
        }
        settings = found
        isLocal = found.isLocal
    }
}
