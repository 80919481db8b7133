import KengDomain
import KengGateways
import NIOCore
import Synchronization
import Testing

/// Requests over real connections to a server that misbehaves as it is told.
struct HTTPClientTests {
    private static func client(
        _ change: (inout HTTPClientSettings) -> Void = { _ in }
    ) -> HTTPClient {
        var settings = HTTPClientSettings()
        settings.connections = 1
        settings.connectWithin = .seconds(2)
        settings.answerWithin = .seconds(5)
        change(&settings)
        return HTTPClient(settings)
    }

    @Test func aRequestArrivesAsItIsAndSoDoesTheAnswer() async throws {
        let server = try await ScriptedServer { _, _ in .json("{\"ok\":true}") }
        let client = Self.client()
        let answer = try await client.send(
            HTTPRequest(
                .post, server.url + "/send?a=1", headers: [.init("X-Key", "k")],
                body: Array("xin chào".utf8))
        ).get()
        #expect(answer.status == 200)
        #expect(String(decoding: answer.body, as: UTF8.self) == "{\"ok\":true}")
        let request = try #require(server.requests.first)
        #expect(request.line == "POST /send?a=1 HTTP/1.1")
        #expect(request.header("x-key") == "k")
        #expect(request.header("expect") == nil)
        #expect(request.body == "xin chào")
        await client.close()
    }

    @Test func aConnectionIsUsedAgain() async throws {
        let server = try await ScriptedServer { _, _ in .json("{}") }
        let client = Self.client()
        for _ in 0..<20 {
            _ = try await client.send(HTTPRequest(.post, server.url, body: [1])).get()
        }
        #expect(Set(server.requests.map(\.connection)) == [0])
        await client.close()
    }

    /// The server may have done what it was asked: nobody asks again.
    @Test func whatLeftAndIsNotAnsweredIsNeverSentAgain() async throws {
        let server = try await ScriptedServer { _, request in
            request.line.contains("/warm") ? .json("{}") : .last("")
        }
        let client = Self.client()
        for method in [HTTPRequest.Method.post, .put, .get] {
            // Only on a connection that has worked does libcurl try again by itself.
            _ = try await client.send(HTTPRequest(.post, server.url + "/warm", body: [1])).get()
            let before = server.requests.count
            let outcome = await client.send(
                HTTPRequest(method, server.url, body: method == .get ? [] : [2]))
            guard case .failure(.noAnswer) = outcome else {
                Issue.record("\(method) was \(outcome)")
                continue
            }
            #expect(server.requests.count == before + 1)
        }
        await client.close()
    }

    @Test func whatCannotConnectWasNotSent() async throws {
        let server = try await ScriptedServer { _, _ in .silence }
        await server.stop()
        let client = Self.client()
        let outcome = await client.send(HTTPRequest(.post, server.url, body: [1]))
        guard case .failure(.notSent) = outcome else {
            Issue.record("it was \(outcome)")
            return
        }
        await client.close()
    }

    /// A handle that carried an answer before says nothing of it when the next request never leaves.
    @Test func anEarlierAnswerIsNotTheNextOnes() async throws {
        let server = try await ScriptedServer { number, _ in
            .last(
                "HTTP/1.1 429 Slow\r\n" + (number == 0 ? "retry-after: 7\r\n" : "")
                    + "content-length: 0\r\nconnection: close\r\n\r\n")
        }
        let client = Self.client()
        let request = HTTPRequest(.post, server.url, body: [1])
        #expect(try await client.send(request).get().retryAfter == .seconds(7))
        #expect(try await client.send(request).get().retryAfter == nil)
        await server.stop()
        guard case .failure(.notSent) = await client.send(request) else {
            Issue.record("what was not sent has an answer")
            return
        }
        await client.close()
    }

    @Test func aSilentServerIsWaitedForNoLonger() async throws {
        let server = try await ScriptedServer { _, _ in .silence }
        let client = Self.client { $0.answerWithin = .milliseconds(300) }
        let outcome = await client.send(HTTPRequest(.post, server.url, body: [1]))
        guard case .failure(.noAnswer) = outcome else {
            Issue.record("it was \(outcome)")
            return
        }
        await client.close()
    }

    @Test func anEndlessAnswerIsCutOff() async throws {
        let server = try await ScriptedServer { _, _ in
            .octets("HTTP/1.1 200 OK\r\n\r\n" + String(repeating: "x", count: 5000))
        }
        let client = Self.client { $0.mostOctets = 1000 }
        let outcome = await client.send(HTTPRequest(.post, server.url, body: [1]))
        #expect(outcome == .failure(.tooLong))
        await client.close()
    }

    @Test func garbageIsNoAnswer() async throws {
        let server = try await ScriptedServer { _, _ in .last("SMPP\u{0}\u{1}\r\n\r\n") }
        let client = Self.client()
        let outcome = await client.send(HTTPRequest(.post, server.url, body: [1]))
        guard case .failure(.noAnswer) = outcome else {
            Issue.record("it was \(outcome)")
            return
        }
        await client.close()
    }

    /// A redirect could lead anywhere, with the keys in the request.
    @Test func aRedirectIsAnAnswer() async throws {
        let other = try await ScriptedServer { _, _ in .json("{}") }
        let there = other.url
        let server = try await ScriptedServer { _, _ in
            .octets("HTTP/1.1 302 Found\r\nlocation: \(there)/\r\ncontent-length: 0\r\n\r\n")
        }
        let client = Self.client()
        let answer = try await client.send(HTTPRequest(.post, server.url, body: [1])).get()
        #expect(answer.status == 302)
        #expect(other.requests.isEmpty)
        await client.close()
    }

    @Test func theServersPauseIsRead() async throws {
        let server = try await ScriptedServer { _, _ in
            .octets(
                "HTTP/1.1 429 Slow\r\nretry-after: 7\r\ncontent-length: 0\r\n\r\n")
        }
        let client = Self.client()
        let answer = try await client.send(HTTPRequest(.post, server.url, body: [1])).get()
        #expect(answer == HTTPAnswer(status: 429, body: [], retryAfter: .seconds(7)))
        await client.close()
    }

    @Test(arguments: ["file:///etc/passwd", "gopher://127.0.0.1/", "not a url", ""])
    func onlyTheWebIsAsked(url: String) async throws {
        let client = Self.client()
        let outcome = await client.send(HTTPRequest(.post, url, body: [1]))
        guard case .failure(.notSent) = outcome else {
            Issue.record("it was \(outcome)")
            return
        }
        await client.close()
    }

    @Test func aHeaderOfTwoLinesIsNotSent() async throws {
        let server = try await ScriptedServer { _, _ in .json("{}") }
        let client = Self.client()
        let outcome = await client.send(
            HTTPRequest(.post, server.url, headers: [.init("X", "a\r\nY: b")], body: [1]))
        guard case .failure(.notSent) = outcome else {
            Issue.record("it was \(outcome)")
            return
        }
        #expect(server.requests.isEmpty)
        await client.close()
    }

    @Test func manyAtOnceEachGetTheirOwnAnswer() async throws {
        let server = try await ScriptedServer { _, request in .json(request.body) }
        let client = Self.client { $0.connections = 8 }
        let answers = await withTaskGroup(of: (Int, String).self) { group in
            for number in 0..<500 {
                group.addTask {
                    let answer = await client.send(
                        HTTPRequest(.post, server.url, body: Array("\(number)".utf8)))
                    let body = (try? answer.get().body) ?? []
                    return (number, String(decoding: body, as: UTF8.self))
                }
            }
            return await group.reduce(into: [Int: String]()) { $0[$1.0] = $1.1 }
        }
        #expect(answers.count == 500 && answers.allSatisfy { "\($0.key)" == $0.value })
        #expect(Set(server.requests.map(\.connection)).count <= 8)
        await client.close()
    }

    @Test func aClosedClientFinishesWhatItHasAndTakesNoMore() async throws {
        let server = try await ScriptedServer { _, _ in .json("{}") }
        let client = Self.client()
        let done = Atomic(0)
        for _ in 0..<50 {
            client.send(HTTPRequest(.post, server.url, body: [1])) { outcome in
                if case .success = outcome { done.add(1, ordering: .relaxed) }
            }
        }
        await client.close()
        let count = done.load(ordering: .relaxed)
        #expect(count == 50)
        let outcome = await client.send(HTTPRequest(.post, server.url, body: [1]))
        #expect(outcome == .failure(.notSent("the client is closed")))
    }
}
