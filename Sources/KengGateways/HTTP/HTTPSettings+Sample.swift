import KengDomain

extension HTTPSettings {
    /// The request for a made-up text, with the names of secrets for the secrets: to be looked at, not sent.
    package func sample() throws -> HTTPRequest {
        var settings = self
        settings.secrets = Dictionary(
            uniqueKeysWithValues: profile.secrets.map { ($0, "SECRET-" + $0) })
        // 2023-11-14, 22:13:20 UTC.
        let now = Instant(milliseconds: 1_700_000_000_000)
        let text = OutboundText(
            message: 123_456_789_012_345,
            phone: try PhoneNumber(international: 84_912_345_678),
            text: "Khi cháy: \"ra ngoài\" & gọi {114}", segments: 1, language: .vietnamese,
            expires: now)
        return profile.sending.request(
            Filling(settings, text, token: "TOKEN", at: now), at: now,
            nonce: String(repeating: "0", count: 32))
    }
}

extension HTTPRequest {
    /// As it goes over the wire, in lines.
    package var shown: String {
        var lines = ["\(method.rawValue) \(url)"]
        lines += headers.map { "\($0.name): \($0.value)" }
        if !body.isEmpty { lines += ["", String(decoding: body, as: UTF8.self)] }
        return lines.joined(separator: "\n")
    }
}
