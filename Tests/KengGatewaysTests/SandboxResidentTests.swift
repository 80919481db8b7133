import KengDomain
import KengGateways
import Testing

struct SandboxResidentTests {
    private let start = SandboxSamples.start

    /// Sends six questions one after the other, each to those who answered the one before.
    private func quiz(
        _ gateway: SandboxGateway, residents: Int, questions: Int
    ) async -> (answers: [PhoneNumber: Int], delays: [Int64], letters: [String]) {
        var asked = Array(0..<residents)
        var answers: [PhoneNumber: Int] = [:]
        var delays: [Int64] = []
        var letters: [String] = []
        var now = start
        for step in 0..<questions {
            _ = gateway.handOver(asked.map { SandboxSamples.text($0, step: step) }, at: now)
            let sent = now
            now = now + .seconds(86_400 * 4)
            var answered: Set<PhoneNumber> = []
            for event in await gateway.drain(limit: 5000, at: now) {
                guard case .text(let phone, let text) = event.content else { continue }
                answered.insert(phone)
                answers[phone, default: 0] += 1
                if step == 0 { delays.append((event.at - sent).milliseconds) }
                letters.append(text)
            }
            asked = asked.filter { answered.contains(SandboxSamples.phone($0)) }
        }
        return (answers, delays.sorted(), letters)
    }

    @Test func fortyInAHundredAnswerAndTwentyFinish() async throws {
        var settings = SandboxSamples.calm()
        settings.people.nonsense = 0
        settings.people.stopping = 0
        settings.people.switching = 0
        settings.people.late = 0
        let residents = 6000
        let gateway = try SandboxGateway(settings)
        let (answers, delays, letters) = await quiz(gateway, residents: residents, questions: 6)
        let began = Double(answers.count) / Double(residents)
        let finished = Double(answers.values.count { $0 == 6 }) / Double(residents)
        #expect(abs(began - 0.40) < 0.025)
        #expect(abs(finished - 0.20) < 0.02)
        let median = Double(delays[delays.count / 2]) / 60_000
        #expect(abs(median - 50) < 4)
        let right = letters.count { $0.lowercased().contains("b") || $0 == "2" }
        #expect(abs(Double(right) / Double(letters.count) - 0.75) < 0.03)
    }

    @Test func oneRowOfAnswersIsFinishedByThoseWhoFinish() async throws {
        var settings = SandboxSamples.calm()
        settings.people.nonsense = 0
        settings.people.stopping = 0
        settings.people.switching = 0
        let gateway = try SandboxGateway(settings)
        let residents = 5000
        _ = gateway.handOver(
            (0..<residents).map { SandboxSamples.text($0, text: "key=ABCAB") }, at: start)
        let rows = await gateway.drain(limit: 5000, at: start + .seconds(86_400 * 30))
            .compactMap { event -> Int? in
                guard case .text(_, let text) = event.content else { return nil }
                return text.lowercased().count { "abc".contains($0) }
            }
        #expect(abs(Double(rows.count) / Double(residents) - 0.40) < 0.03)
        #expect(abs(Double(rows.count { $0 == 5 }) / Double(residents) - 0.20) < 0.03)
    }

    @Test func whoStopsNeverAnswersAgain() async throws {
        var settings = SandboxSamples.calm()
        settings.people.stopping = 1
        let gateway = try SandboxGateway(settings)
        let residents = 300
        for step in 0..<3 {
            _ = gateway.handOver(
                (0..<residents).map { SandboxSamples.text($0, step: step) },
                at: start + .seconds(step * 86_400))
        }
        let events = await gateway.drain(limit: 5000, at: start + .seconds(86_400 * 60))
        let texts = events.count { if case .text = $0.content { true } else { false } }
        #expect(texts == residents)
    }

    @Test func aFewStopAndMostTextsAskNothing() async throws {
        let gateway = try SandboxGateway(SandboxSamples.calm())
        _ = gateway.handOver(
            (0..<500).map { SandboxSamples.text($0, text: "Cảm ơn bà con") }, at: start)
        let silent = await gateway.drain(limit: 5000, at: start + .seconds(86_400 * 60))
        #expect(silent.allSatisfy { if case .receipt = $0.content { true } else { false } })

        let residents = 20_000
        _ = gateway.handOver((0..<residents).map { SandboxSamples.text($0) }, at: start)
        let stops = await gateway.drain(limit: 50_000, at: start + .seconds(86_400 * 60)).count {
            guard case .text(_, let text) = $0.content else { return false }
            return ["STOP", "TC", "DUNG", "Từ chối", "huy"].contains(text)
        }
        #expect(abs(Double(stops) / Double(residents) - 0.005) < 0.002)
    }

    @Test func paceShortensThinkingButNotTheNetwork() async throws {
        var settings = SandboxSamples.calm()
        settings.people.pace = 0.001
        let gateway = try SandboxGateway(settings)
        _ = gateway.handOver((0..<500).map { SandboxSamples.text($0) }, at: start)
        let texts = await gateway.drain(limit: 5000, at: start + .seconds(1200)).count {
            if case .text = $0.content { true } else { false }
        }
        #expect(texts > 150)
    }

    @Test func aPersonWhoTypesTakesThePhoneOver() async throws {
        var settings = SandboxSamples.calm()
        settings.people.answering = 1
        settings.people.finishing = 1
        let gateway = try SandboxGateway(settings)
        let phone = SandboxSamples.phone(1)
        _ = gateway.handOver([SandboxSamples.text(1)], at: start)
        let now = start + .seconds(600)
        gateway.type(from: phone, text: "STOP", at: now)
        gateway.type(from: phone, text: "B", at: now)
        _ = gateway.handOver([SandboxSamples.text(1, step: 1)], at: now)
        let later = start + .seconds(86_400 * 30)
        let typed = await gateway.drain(limit: 100, at: later).compactMap { event -> String? in
            if case .text(phone, let text) = event.content, event.at >= now { text } else { nil }
        }
        #expect(typed == ["STOP", "B"])
        let lines = gateway.handset(phone, at: later)
        #expect(
            lines.filter { $0.at >= now && $0.direction == .sent }.map(\.text) == ["STOP", "B"])
        #expect(lines.map(\.at) == lines.map(\.at).sorted())
        #expect(gateway.handset(phone, at: start).isEmpty)
    }
}
