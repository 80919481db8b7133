import Foundation
import KengContent
import KengDomain
import KengGateways
import KengText
import SMPP

/// Reads one file's keys.
struct GatewayReader {
    let yaml: YAMLMapping
    /// What other files are named from.
    let folder: String

    /// Whether the provider speaks SMPP or HTTP.
    func speaksHTTP(_ findings: inout [Finding]) -> Bool {
        word("kind", ["smpp", "http"], standard: "smpp", &findings) == "http"
    }

    private static let keys = [
        "name", "kind", "host", "port", "tls", "system_id", "password", "password_file",
        "system_type", "service_type", "bind", "binds", "window", "segments_per_second", "source",
        "source_ton", "source_npi", "destination_ton", "destination_npi", "alphabet",
        "plain_coding", "wide_coding", "long_text", "validity", "receipts", "receipt_id",
        "plain_receipts", "jurisdiction", "parameters", "errors", "response_seconds",
        "enquire_seconds", "replacements", "weight", "price",
    ]

    /// Which table of replacements the file names.
    enum Table {
        case none, standard
        case file(String)
    }

    /// Where a file is that this one names; a file named without a folder lies in the current one.
    func beside(_ path: String) -> String {
        path.hasPrefix("/") || folder.isEmpty ? path : folder + "/" + path
    }

    func table(_ findings: inout [Finding]) -> Table {
        switch yaml.text("replacements", required: false, findings: &findings)?.text {
        case nil, "standard": .standard
        case "none": .none
        case .some(let path): .file(beside(path))
        }
    }

    /// Its part of the texts that several gateways may take.
    func weight(_ findings: inout [Finding]) -> Int {
        number("weight", 1...1000, required: false, &findings) ?? 1
    }

    /// What a segment costs; nil where the file does not say.
    func price(_ findings: inout [Finding]) -> SegmentPrice? {
        yaml.text("price", required: false, findings: &findings).flatMap {
            yaml.parse($0, as: "a price such as 450 VND", findings: &findings) {
                // The finding that this makes says all there is to say.
                try? SegmentPrice($0)
            }
        }
    }

    func read(_ findings: inout [Finding]) -> SMPPSettings? {
        yaml.expect(Self.keys, findings: &findings)
        let name = yaml.text("name", findings: &findings).flatMap {
            yaml.parse(
                $0, as: "1 to 32 of a-z, 0-9 and -", findings: &findings, read: Self.name)
        }
        let host = yaml.text("host", findings: &findings)?.text
        let rate = number("segments_per_second", 1...1_000_000, &findings)
        let jurisdiction = yaml.text("jurisdiction", findings: &findings).flatMap {
            yaml.parse($0, as: "a country such as VN", findings: &findings) {
                try? Jurisdiction($0)
            }
        }
        let source = source(&findings)
        let links = links(host: host, &findings)
        guard let name, let rate, let jurisdiction, let source, let links else { return nil }
        var settings = SMPPSettings(
            name: name, links: links, segmentsPerSecond: rate, source: source,
            region: jurisdiction)
        texts(&settings, &findings)
        receipts(&settings, &findings)
        return settings
    }

    private func source(_ findings: inout [Finding]) -> Address? {
        let ton = number("source_ton", 0...6, required: false, &findings)
        let npi = number("source_npi", 0...18, required: false, &findings)
        return yaml.text("source", findings: &findings).flatMap { text in
            let isBrand = text.text.contains { !$0.isNumber }
            return yaml.parse(
                text, as: "a brand name of 11 letters at most, or digits",
                findings: &findings
            ) { digits in
                guard !isBrand || (digits.utf8.count <= 11 && digits.allSatisfy(\.isASCII))
                else { return nil }
                return try? Address(
                    ton: UInt8(ton ?? (isBrand ? 5 : 3)), npi: UInt8(npi ?? 0),
                    digits: digits)
            }
        }
    }

    private func links(host: String?, _ findings: inout [Finding]) -> [LinkSettings]? {
        let port = number("port", 1...65_535, &findings)
        let binds = number("binds", 1...16, required: false, &findings) ?? 1
        let manner =
            word("bind", ["transceiver", "separate"], standard: "transceiver", &findings)
        let systemID = yaml.text("system_id", findings: &findings)
        let password = password(&findings)
        let type = yaml.text("system_type", required: false, findings: &findings)?.text ?? ""
        let tls = tls(&findings)
        let window = number(
            "window", 1...SessionSettings.largestWindow, required: false, &findings)
        let response = number("response_seconds", 1...600, required: false, &findings)
        let enquire = number("enquire_seconds", 1...600, required: false, &findings)
        guard let host, let port, let systemID, let password else { return nil }
        let modes: [BindMode] =
            manner == "separate"
            ? [.receiver] + Array(repeating: .transmitter, count: binds)
            : Array(repeating: .transceiver, count: binds)
        var links: [LinkSettings] = []
        for mode in modes {
            do throws(FieldProblem) {
                let bind = try Bind(
                    mode: mode, systemID: systemID.text, password: password,
                    systemType: type)
                var session = SessionSettings(bind: bind)
                session.window = window ?? session.window
                if let response { session.responseTimeout = .seconds(Int64(response)) }
                if let enquire { session.enquireAfter = .seconds(Int64(enquire)) }
                links.append(LinkSettings(host: host, port: port, session: session, tls: tls))
            } catch {
                findings.append(
                    Finding(
                        .value, at: systemID.place, found: "a name or password too long",
                        expected: "system_id of 15, password of 8, system_type of 12 at most"))
                return nil
            }
        }
        return links
    }

    /// The password is never part of an error.
    private func password(_ findings: inout [Finding]) -> String? {
        if let text = yaml.text("password", required: false, findings: &findings) {
            return text.text
        }
        guard let file = yaml.text("password_file", findings: &findings) else { return nil }
        let path = beside(file.text)
        do {
            return try String(contentsOfFile: path, encoding: .utf8)
                .trimmingCharacters(in: .whitespacesAndNewlines)
        } catch {
            findings.append(
                Finding(
                    .fileMissing, at: file.place, found: "no readable file \(path)",
                    expected: "a file with the password alone"))
            return nil
        }
    }

    private func tls(_ findings: inout [Finding]) -> ClientTLS? {
        guard let entry = yaml["tls"] else { return nil }
        if let word = yaml.text("tls", required: false, findings: &findings),
            word.text == "true" || word.text == "false"
        {
            return word.text == "true" ? ClientTLS() : nil
        }
        guard let mapping = yaml.mapping("tls", findings: &findings) else { return nil }
        _ = entry
        mapping.expect(["authorities", "hostname"], findings: &findings)
        return ClientTLS(
            authorities: mapping.text("authorities", required: false, findings: &findings)?
                .text,
            hostname: mapping.text("hostname", required: false, findings: &findings)?.text)
    }

    private func texts(_ settings: inout SMPPSettings, _ findings: inout [Finding]) {
        settings.serviceType =
            yaml.text("service_type", required: false, findings: &findings)?.text ?? ""
        let alphabet = word(
            "alphabet", Alphabet.allCases.map(\.rawValue), standard: "gsm0338", &findings)
        settings.alphabet = Alphabet(rawValue: alphabet) ?? .gsm0338
        switch word(
            "long_text", ["header", "wide-header", "parameters", "payload"],
            standard: "header", &findings)
        {
        case "wide-header": settings.longText = .header(.long)
        case "parameters": settings.longText = .parameters
        case "payload": settings.longText = .payload
        default: settings.longText = .header(.short)
        }
        switch word(
            "validity", ["relative", "absolute", "none"], standard: "relative", &findings)
        {
        case "absolute": settings.validity = .absolute
        case "none": settings.validity = .none
        default: settings.validity = .relative
        }
        for (key, path) in [
            ("destination_ton", \SMPPSettings.destinationTON),
            ("destination_npi", \.destinationNPI), ("plain_coding", \.plainCoding),
            ("wide_coding", \.wideCoding),
        ] {
            if let value = number(key, 0...255, required: false, &findings) {
                settings[keyPath: path] = UInt8(value)
            }
        }
    }

    private func receipts(_ settings: inout SMPPSettings, _ findings: inout [Finding]) {
        if yaml["receipts"] != nil, !yaml.flag("receipts", findings: &findings) {
            settings.registeredDelivery = 0
        }
        switch word(
            "receipt_id", ["auto", "exact", "hex-decimal", "decimal-hex"], standard: "auto",
            &findings)
        {
        case "exact": settings.receiptID = .exact
        case "hex-decimal": settings.receiptID = .responseHexReceiptDecimal
        case "decimal-hex": settings.receiptID = .responseDecimalReceiptHex
        default: settings.receiptID = .automatic
        }
        settings.acceptsPlainReceipts = yaml.flag("plain_receipts", findings: &findings)
        settings.constants = parameters(&findings)
        settings.statuses = StatusTable(changes: errors(&findings))
    }

    /// Tags with the text that goes out with every message.
    private func parameters(_ findings: inout [Finding]) -> [TLV] {
        guard
            let mapping = yaml.mapping("parameters", required: false, findings: &findings)
        else { return [] }
        return mapping.entries.compactMap { entry in
            guard let value = mapping.text(entry.key, findings: &findings) else { return nil }
            guard let tag = Self.hexadecimal(entry.key), tag <= 0xFFFF,
                let tlv = try? TLV(TLV.Tag(rawValue: UInt16(tag)), text: value.text)
            else {
                findings.append(
                    Finding(
                        .value, at: value.place, found: "the tag “\(entry.key)”",
                        expected: "a tag such as \"0x1400\" and a text"))
                return nil
            }
            return tlv
        }
    }

    /// Lines such as `"0x40B": temporary 60 3`: what it means, seconds to wait, tries in all.
    private func errors(_ findings: inout [Finding]) -> [CommandStatus: Reaction] {
        guard let mapping = yaml.mapping("errors", required: false, findings: &findings)
        else { return [:] }
        var changes: [CommandStatus: Reaction] = [:]
        for entry in mapping.entries {
            guard let text = mapping.text(entry.key, findings: &findings) else { continue }
            guard let status = Self.hexadecimal(entry.key), status > 0,
                let reaction = Self.reaction(text.text)
            else {
                findings.append(
                    Finding(
                        .value, at: text.place, found: "“\(entry.key)”: “\(text.text)”",
                        expected: "\"0x40B\": permanent, barred, throttled 30, "
                            + "or temporary 60 3 (seconds, tries)"))
                continue
            }
            changes[CommandStatus(rawValue: status)] = reaction
        }
        return changes
    }

    static func reaction(_ text: String) -> Reaction? {
        let words = text.split(separator: " ").map(String.init)
        let numbers = words.dropFirst().map { Int64($0) }
        guard let word = words.first, !numbers.contains(nil) else { return nil }
        let values = numbers.compactMap { $0 }.filter { (1...86_400).contains($0) }
        guard values.count == numbers.count else { return nil }
        switch (word, values.count) {
        case ("permanent", 0): return .permanent
        case ("barred", 0): return .barred
        case ("throttled", 1): return .throttled(after: .seconds(values[0]))
        case ("temporary", 2):
            return .temporary(after: .seconds(values[0]), tries: Int(values[1]))
        default: return nil
        }
    }

    private static func hexadecimal(_ text: String) -> UInt32? {
        guard text.lowercased().hasPrefix("0x") else { return nil }
        return UInt32(text.dropFirst(2), radix: 16)
    }

    static func name(_ text: String) -> String? {
        let isRight = text.utf8.allSatisfy {
            (0x61...0x7A).contains($0) || (0x30...0x39).contains($0) || $0 == 0x2D
        }
        return isRight && (1...32).contains(text.utf8.count) ? text : nil
    }

    func word(
        _ key: String, _ known: [String], standard: String, _ findings: inout [Finding]
    ) -> String {
        guard let text = yaml.text(key, required: false, findings: &findings) else {
            return standard
        }
        return yaml.parse(
            text, as: known.joined(separator: " or "), findings: &findings
        ) { known.contains($0) ? $0 : nil } ?? standard
    }

    func number(
        _ key: String, _ range: ClosedRange<Int>, required: Bool = true,
        _ findings: inout [Finding]
    ) -> Int? {
        guard let text = yaml.text(key, required: required, findings: &findings) else {
            return nil
        }
        return yaml.parse(
            text, as: "\(range.lowerBound) to \(range.upperBound)", findings: &findings
        ) { Int($0).flatMap { range.contains($0) ? $0 : nil } }
    }
}
