import Foundation
import KengDomain
import KengGateways
import Testing

struct SandboxJournalTests {
    private let start = SandboxSamples.start
    private let later = SandboxSamples.start + .seconds(86_400 * 40)

    private func ids(_ events: [InboundEvent]) -> [String] { events.map(\.id) }

    @Test func aRestartInTheMiddleChangesNothing() async throws {
        let path = SandboxSamples.path()
        defer { try? FileManager.default.removeItem(atPath: path) }
        let texts = (0..<600).map { SandboxSamples.text($0) }
        let whole = try SandboxGateway(SandboxSamples.settings())
        _ = await whole.sendAll(texts, batch: 40, at: start)

        var seen: [InboundEvent] = []
        do {
            let first = try SandboxGateway(SandboxSamples.settings(), journal: path)
            _ = await first.sendAll(Array(texts.prefix(250)), batch: 40, at: start)
            let some = await first.receive(limit: 100, at: start + .seconds(3600))
            await first.acknowledge(ids(some))
            seen += some
            // Read but not acknowledged: these come again.
            _ = await first.receive(limit: 50, at: start + .seconds(3600))
        }
        let second = try SandboxGateway(SandboxSamples.settings(), journal: path)
        #expect(second.doubled.isEmpty)
        let known = await second.lookUp(texts.prefix(250).map(\.message))
        #expect(known == (await whole.lookUp(texts.prefix(250).map(\.message))))
        _ = await second.sendAll(Array(texts.dropFirst(250)), batch: 40, at: start)
        seen += await second.drain(limit: 70, at: later)
        let expected = await whole.drain(limit: 5000, at: later)
        #expect(Set(seen) == Set(expected))
        #expect(seen.count == expected.count)
    }

    /// The same words to the same phone again and again: which of them were refused is in no journal.
    @Test func aRestartChangesNothingForTheSameWordsAgain() async throws {
        let path = SandboxSamples.path()
        defer { try? FileManager.default.removeItem(atPath: path) }
        var settings = SandboxSamples.settings()
        settings.network.temporary = 0.5
        let sample = SandboxSamples.text(0)
        let texts = (1...60).map {
            OutboundText(
                message: $0, phone: sample.phone, text: sample.text, segments: sample.segments,
                language: sample.language, expires: sample.expires)
        }
        let first = try SandboxGateway(settings, journal: path)
        let outcomes = texts.flatMap { first.handOver([$0], at: start) }
        #expect(outcomes.contains { if case .temporary = $0 { true } else { false } })
        let second = try SandboxGateway(settings, journal: path)
        let (one, other) = (
            await first.receive(limit: 5000, at: later),
            await second.receive(limit: 5000, at: later)
        )
        #expect(one.count > 20)
        #expect(one == other)
    }

    @Test func aTornLastLineIsCutOffAndTheRestStands() async throws {
        let path = SandboxSamples.path()
        defer { try? FileManager.default.removeItem(atPath: path) }
        do {
            let first = try SandboxGateway(SandboxSamples.calm(), journal: path)
            _ = first.handOver((0..<3).map { SandboxSamples.text($0) }, at: start)
        }
        let bytes = try #require(FileManager.default.contents(atPath: path))
        let lastLine = try #require(bytes.dropLast().lastIndex(of: 0x0A))
        for end in (lastLine + 1)..<bytes.count {
            try Data(bytes[..<end]).write(to: URL(fileURLWithPath: path))
            let next = try SandboxGateway(SandboxSamples.calm(), journal: path)
            #expect(next.acceptedMessages == 2)
            #expect(next.acceptedCount(3) == 0)
            _ = next.handOver([SandboxSamples.text(2)], at: start)
            #expect(next.acceptedCount(3) == 1)
            let third = try SandboxGateway(SandboxSamples.calm(), journal: path)
            #expect(third.acceptedMessages == 3)
        }
    }

    @Test func damageBeforeTheLastLineIsNotHidden() async throws {
        let path = SandboxSamples.path()
        defer { try? FileManager.default.removeItem(atPath: path) }
        do {
            let first = try SandboxGateway(SandboxSamples.calm(), journal: path)
            _ = first.handOver((0..<3).map { SandboxSamples.text($0) }, at: start)
        }
        var bytes = try #require(FileManager.default.contents(atPath: path))
        bytes[5] ^= 1
        try bytes.write(to: URL(fileURLWithPath: path))
        #expect(throws: SandboxGateway.Problem.damaged(path: path, line: 1)) {
            _ = try SandboxGateway(SandboxSamples.calm(), journal: path)
        }
    }

    @Test func aDoubleSendingAcrossARestartIsSeen() async throws {
        let path = SandboxSamples.path()
        defer { try? FileManager.default.removeItem(atPath: path) }
        let text = SandboxSamples.text(1, text: "dòng một\nhai\tba \\ 🔥 key=A")
        do {
            let first = try SandboxGateway(SandboxSamples.calm(), journal: path)
            _ = first.handOver([text], at: start)
            first.type(from: text.phone, text: "B\n\\n", at: start + .seconds(60))
        }
        let second = try SandboxGateway(SandboxSamples.calm(), journal: path)
        _ = second.handOver([text], at: start + .seconds(120))
        #expect(second.doubled == [text.message: 2])
        let lines = second.handset(text.phone, at: later)
        #expect(lines.contains { $0.text == text.text })
        #expect(lines.contains { $0.text == "B\n\\n" })
        let third = try SandboxGateway(SandboxSamples.calm(), journal: path)
        #expect(third.handset(text.phone, at: later) == lines)
        #expect(third.doubled == second.doubled)
    }

    @Test func aJournalThatCannotBeOpenedSaysWhy() {
        #expect(throws: SandboxGateway.Problem.self) {
            _ = try SandboxGateway(SandboxSamples.calm(), journal: "/nowhere/at/all")
        }
    }
}
