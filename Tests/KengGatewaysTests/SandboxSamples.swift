import Foundation
import KengDomain
import KengGateways

/// A practice city: phones, texts that ask, and a clock that tests move.
enum SandboxSamples {
    static let start = Instant(milliseconds: 1_800_000_000_000)

    static func phone(_ number: Int) -> PhoneNumber {
        guard let phone = try? PhoneNumber(international: 84_900_000_000 + Int64(number)) else {
            preconditionFailure("a sample is a number")
        }
        return phone
    }

    /// Question `step` for resident `number`; the key stands in its text.
    static func text(
        _ number: Int, step: Int = 0, message: Int64? = nil, text: String? = nil, segments: Int = 1
    ) -> OutboundText {
        OutboundText(
            message: message ?? Int64(step * 10_000_000 + number + 1), phone: phone(number),
            text: text ?? "Q\(step) key=B", segments: segments, language: .vietnamese,
            expires: start + .seconds(86_400 * 30))
    }

    /// The letters after `key=`.
    static let solve: @Sendable (OutboundText) -> [Character]? = { text in
        guard let key = text.text.range(of: "key=") else { return nil }
        return Array(text.text[key.upperBound...])
    }

    static func settings(seed: UInt64 = 7, rate: Int = 1_000_000) -> SandboxSettings {
        SandboxSettings(seed: seed, segmentsPerSecond: rate, solve: solve)
    }

    static func calm(seed: UInt64 = 7) -> SandboxSettings {
        var settings = settings(seed: seed)
        settings.network = .calm
        return settings
    }

    /// A path in the temporary folder that nothing else uses.
    static func path() -> String {
        FileManager.default.temporaryDirectory
            .appendingPathComponent("keng-sandbox-\(UUID().uuidString)").path
    }
}

extension SandboxGateway {
    /// All that happens to `texts`: each is handed over again until it is decided.
    func sendAll(
        _ texts: [OutboundText], batch size: Int, at now: Instant
    ) async -> [Int64: [SubmitOutcome]] {
        var outcomes: [Int64: [SubmitOutcome]] = [:]
        var waiting = texts
        while !waiting.isEmpty {
            var again: [OutboundText] = []
            for start in stride(from: 0, to: waiting.count, by: size) {
                let batch = Array(waiting[start..<min(start + size, waiting.count)])
                for (text, outcome) in zip(batch, handOver(batch, at: now)) {
                    outcomes[text.message, default: []].append(outcome)
                    switch outcome {
                    case .throttled, .temporary: again.append(text)
                    case .accepted, .rejected, .barred, .unknown: break
                    }
                }
            }
            waiting = again
        }
        return outcomes
    }

    /// Every event up to `now`, acknowledged as it comes.
    func drain(limit: Int, at now: Instant) async -> [InboundEvent] {
        var all: [InboundEvent] = []
        while true {
            let events = await receive(limit: limit, at: now)
            guard !events.isEmpty else { return all }
            all += events
            await acknowledge(events.map(\.id))
        }
    }
}
