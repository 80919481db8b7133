import KengDomain
import KengGateways
import KengText
import SMPP

/// What a gateway file leads to, without its secrets.
struct GatewayView {
    private let settings: ProviderSettings

    init(_ settings: ProviderSettings) {
        self.settings = settings
    }

    private enum Value {
        case text(String)
        case number(Int)
        case list([String])
        case flag(Bool)
    }

    private var rows: [(name: String, value: Value)] {
        switch settings {
        case .smpp(let settings): Self.rows(settings)
        case .http(let settings): Self.rows(settings)
        }
    }

    private static func rows(_ settings: HTTPSettings) -> [(name: String, value: Value)] {
        let profile = settings.profile
        let hooks: [(HookTopic, Bool)] = [
            (.receipts, profile.receipts != nil), (.texts, profile.texts != nil),
        ]
        return [
            ("name", .text(settings.name)),
            ("profile", .text(profile.name)),
            ("says", .text(profile.says)),
            ("verified", .flag(profile.isVerified)),
            ("hosts", .list(profile.hosts(settings.values))),
            ("body", .text(profile.sending.body.rawValue)),
            ("segments_per_second", .number(settings.segmentsPerSecond)),
            ("parallel", .number(settings.parallel)),
            ("source", .text(settings.source)),
            ("jurisdiction", .text(settings.region.code)),
            ("takes_once", .flag(profile.reading.takesOnce)),
            (
                "webhooks",
                .list(
                    settings.hookSecret == nil
                        ? []
                        : hooks.filter(\.1).map {
                            "/hooks/\(settings.name)/SECRET/\($0.0.rawValue)"
                        })
            ),
        ]
    }

    private static func rows(_ settings: SMPPSettings) -> [(name: String, value: Value)] {
        let first = settings.links[0]
        return [
            ("name", .text(settings.name)),
            ("host", .text(first.host)),
            ("port", .number(first.port)),
            ("tls", .flag(first.tls != nil)),
            ("system_id", .text(first.session.bind.systemID)),
            ("links", .list(settings.links.map(\.session.bind.mode.word))),
            ("window", .number(first.session.window)),
            ("segments_per_second", .number(settings.segmentsPerSecond)),
            ("source", .text(settings.source.digits)),
            ("jurisdiction", .text(settings.region.code)),
            ("long_text", .text(settings.longText.word)),
            ("receipts", .flag(settings.registeredDelivery != 0)),
        ]
    }

    var lines: String {
        let width = rows.map(\.name.count).max() ?? 0
        return rows.map { name, value in
            let text =
                switch value {
                case .text(let text): text
                case .number(let number): "\(number)"
                case .list(let words): words.joined(separator: ", ")
                case .flag(let flag): flag ? "yes" : "no"
                }
            return name + String(repeating: " ", count: width - name.count + 2) + text
        }.joined(separator: "\n")
    }

    var json: String {
        let fields = rows.map { name, value in
            let text =
                switch value {
                case .text(let text): JSONText.quote(text)
                case .number(let number): "\(number)"
                case .list(let words): "[" + words.map(JSONText.quote).joined(separator: ",") + "]"
                case .flag(let flag): "\(flag)"
                }
            return "\(JSONText.quote(name)):\(text)"
        }
        return "{\(fields.joined(separator: ","))}"
    }
}

/// What became of one link.
struct TrialView {
    let number: Int
    let trial: LinkTrial
    let seconds: Int

    var lines: String {
        let link = "Link \(number) (\(trial.mode.word))"
        switch trial.ending {
        case .bound(let time):
            return "\(link): bound after \(time.milliseconds) ms, unbound."
        case .refused(let status):
            return "\(link): refused with \(status). \(Self.remedy(status))"
        case .failed:
            return
                "\(link): no connection, or it was closed. Is the address right, TLS as agreed, and "
                + "this machine's address known to the provider?"
        case .silent:
            return "\(link): no answer within \(seconds) s. Does a firewall swallow the packets?"
        case .untried:
            return "\(link): not tried after that refusal."
        }
    }

    private static func remedy(_ status: CommandStatus) -> String {
        switch status {
        case .invalidPassword, .invalidSystemID:
            "Put system_id and password right before the next try: many accounts are locked after a few."
        case .alreadyBound: "Another program holds this bind; is keng serve running?"
        default:
            "Ask the provider what is missing: the bind mode, system_type or the number of binds."
        }
    }

    var json: String {
        let (word, code, time): (String, String, String) =
            switch trial.ending {
            case .bound(let time): ("bound", "", "\(time.milliseconds)")
            case .refused(let status): ("refused", "\(status)", "null")
            case .failed: ("failed", "", "null")
            case .silent: ("silent", "", "null")
            case .untried: ("untried", "", "null")
            }
        return "{\"link\":\(number),\"bind\":\"\(trial.mode.word)\",\"ending\":\"\(word)\","
            + "\"code\":\(JSONText.quote(code)),\"ms\":\(time)}"
    }
}

extension BindMode {
    /// As `bind` of a gateway file says it.
    var word: String {
        switch self {
        case .receiver: "receiver"
        case .transmitter: "transmitter"
        case .transceiver: "transceiver"
        }
    }
}

extension SMPPSettings.LongText {
    /// As `long_text` of a gateway file says it.
    var word: String {
        switch self {
        case .header(.short): "header"
        case .header(.long): "wide-header"
        case .parameters: "parameters"
        case .payload: "payload"
        }
    }
}
