import KengDomain
import KengGateways
import KengText
import SMPP

/// What a gateway file leads to, without its secrets.
struct GatewayView {
    let settings: SMPPSettings

    init(_ settings: SMPPSettings) {
        self.settings = settings
    }

    private var rows: [(name: String, value: String)] {
        let first = settings.links[0]
        return [
            ("name", settings.name),
            ("address", "\(first.host):\(first.port)"),
            ("transport", first.tls == nil ? "in the clear" : "TLS"),
            ("system_id", first.session.bind.systemID),
            ("links", settings.links.map(\.session.bind.mode.word).joined(separator: ", ")),
            ("window", "\(first.session.window)"),
            ("segments_per_second", "\(settings.segmentsPerSecond)"),
            ("source", settings.source.digits),
            ("jurisdiction", settings.region.code),
            ("long_text", settings.longText.word),
            ("receipts", settings.registeredDelivery == 0 ? "not asked for" : "for each segment"),
            ("hour", "\(settings.segmentsPerSecond * 3600) segments at most"),
        ]
    }

    var lines: String {
        let width = rows.map(\.name.count).max() ?? 0
        return rows.map { name, value in
            name + String(repeating: " ", count: width - name.count + 2) + value
        }.joined(separator: "\n")
    }

    var json: String {
        let fields = rows.map { "\(JSONText.quote($0.name)):\(JSONText.quote($0.value))" }
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
            return "\(link): bound after \(time / .milliseconds(1)) ms, unbound."
        case .refused(let status):
            return "\(link): refused with \(status). \(Self.remedy(status))"
        case .failed:
            return
                "\(link): no connection, or it was closed. Is the address right, TLS as agreed, and "
                + "this machine's address known to the provider?"
        case .silent:
            return "\(link): no answer within \(seconds) s. Does a firewall swallow the packets?"
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
            case .bound(let time): ("bound", "", "\(time / .milliseconds(1))")
            case .refused(let status): ("refused", "\(status)", "null")
            case .failed: ("failed", "", "null")
            case .silent: ("silent", "", "null")
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
