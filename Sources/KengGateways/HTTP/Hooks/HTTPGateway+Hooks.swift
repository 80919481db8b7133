import Crypto
import Foundation
package import KengDomain
import KengText

/// What a provider may tell us.
package enum HookTopic: String, Hashable, Sendable, CaseIterable {
    case receipts, texts
}

/// A gateway that is told things by webhook.
package protocol HookGateway: Gateway {
    /// Whether whoever knows this secret may tell it something.
    func knows(secret: String) -> Bool
    /// Keeps what a request says and answers once that is on disk.
    func hear(_ request: HookRequest, about topic: HookTopic, at now: Instant) async -> HookAnswer
}

extension HTTPGateway: HookGateway {
    /// Providers ask again what is not answered within a few seconds.
    private static let patience = Duration.seconds(5)

    package func knows(secret: String) -> Bool {
        settings.hookSecret.map { HookProof.isSame($0, secret) } ?? false
    }

    package func hear(
        _ request: HookRequest, about topic: HookTopic, at now: Instant
    ) async -> HookAnswer {
        let profile = settings.profile
        guard let reading = topic == .receipts ? profile.receipts : profile.texts else {
            return HookAnswer(status: 404)
        }
        let items: [WebValue]
        do throws(HookReading.Problem) {
            items = try reading.items(in: request, secrets: settings.secrets)
        } catch {
            switch error {
            case .method: return HookAnswer(status: 405)
            case .unreadable: return HookAnswer(status: 400)
            case .forged: return HookAnswer(status: 403)
            case .tooMany: return HookAnswer(status: 413)
            }
        }
        let contents = items.compactMap { item in
            topic == .receipts ? receipt(item, reading) : text(item, reading)
        }
        guard !contents.isEmpty else { return reading.reply }
        let isKept = await arrivals.keep(
            { number in
                contents.enumerated().map { place, one in
                    InboundEvent(
                        id: one.id ?? "r\(number)-\(place)", at: now, content: one.content)
                }
            }, ring: bell, within: Self.patience)
        return isKept ? reading.reply : HookAnswer(status: 503)
    }

    private func phone(_ text: String?) -> PhoneNumber? {
        guard let text else { return nil }
        // What is no number is told by what is missing.
        return try? phones.read(text).number
    }

    private func receipt(
        _ item: WebValue, _ reading: HookReading
    ) -> (id: InboundEvent.ID?, content: InboundEvent.Content)? {
        guard let reference = reading.field(.reference, of: item), !reference.isEmpty,
            let status = reading.field(.status, of: item)
        else { return nil }
        return (
            nil,
            .receipt(
                reference: String(reference.prefix(128)),
                of: phone(reading.field(.phone, of: item)),
                status: reading.statuses[status] ?? .enroute,
                code: String((reading.field(.code, of: item) ?? status).prefix(64)))
        )
    }

    /// Known by the provider's own name for it, or by all that a repeat would repeat.
    private func text(
        _ item: WebValue, _ reading: HookReading
    ) -> (id: InboundEvent.ID?, content: InboundEvent.Content)? {
        guard let phone = phone(reading.field(.phone, of: item)),
            let text = reading.field(.text, of: item)
        else { return nil }
        let id =
            reading.field(.id, of: item).map { "t" + String($0.prefix(128)) }
            ?? "h"
            + SHA256.hash(
                data: Data(
                    [phone.digits, text, reading.field(.at, of: item) ?? ""]
                        .joined(separator: "\u{0}").utf8)
            ).hexadecimal
        return (id, .text(from: phone, text: String(text.prefix(2000))))
    }
}
