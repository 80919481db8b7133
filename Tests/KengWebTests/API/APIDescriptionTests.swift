import Foundation
import HTTPTypes
import Hummingbird
import KengDomain
import Testing

@testable import KengStore
@testable import KengWeb

/// `openapi.json` is kept by hand, so every route and every answer is held against it.
struct APIDescriptionTests {
    private let description: JSONValue

    init() throws {
        description = try JSONValue(bytes: try Data(contentsOf: Machines.descriptionFile))
    }

    @Test func theDescriptionListsExactlyTheRoutes() async throws {
        let routes: MachineRoutes<BasicRequestContext> = try await APIWorld().machines.routes()
        var described: Set<String> = []
        for (path, item) in description["paths"].fields {
            for method in item.fields.keys { described.insert("\(method.uppercased()) \(path)") }
        }
        #expect(described == routes.names)
    }

    @Test func theDescriptionListsExactlyTheParametersThatAreRead() async throws {
        let routes: MachineRoutes<BasicRequestContext> = try await APIWorld().machines.routes()
        for route in routes.list where route.parts.first == "v1" {
            let path = route.parts.map { part in
                part.hasPrefix(":") ? "/{\(part.dropFirst())}" : "/\(part)"
            }.joined()
            let described =
                description["paths"][path][route.method.rawValue.lowercased()]["parameters"]
                .elements.filter { $0["in"] == .text("query") }
            let names = described.compactMap { parameter -> String? in
                guard case .text(let name) = parameter["name"] else { return nil }
                return name
            }
            #expect(Set(names) == route.query, "\(path)")
        }
    }

    @Test func everyReferenceLeadsSomewhere() {
        let names = references(description)
        #expect(!names.isEmpty)
        for name in names {
            let target = name.dropFirst(2).split(separator: "/").reduce(description) {
                $0[String($1)]
            }
            #expect(target != .null, "\(name)")
        }
    }

    @Test func theDescriptionIsServed() async throws {
        let answer = try await APIWorld().ask(.get, "/openapi.json")
        #expect(answer.headers[.contentType] == "application/json")
        #expect(answer["openapi"] == .text("3.1.0"))
    }

    @Test func everyAnswerHasTheShapeDescribed() async throws {
        let world = try await APIWorld()
        let draft = try await world.create()
        check(draft, "Campaign")
        guard case .text(let id) = draft["id"] else { return }
        check(try await world.ask(.get, "/v1/campaigns/\(id)/check", as: "author"), "Check")
        let submitted = try await world.ask(.post, "/v1/campaigns/\(id)/submit", as: "author")
        check(submitted, "Campaign")
        check(try await world.ask(.get, "/v1/campaigns?limit=1", as: "author"), "CampaignList")
        check(try await world.ask(.get, "/v1/coverage?plan=plan&limit=1", as: "author"), "Coverage")
        check(try await world.ask(.get, "/v1/areas/t/001", as: "author"), "Area")
        check(try await world.create("k2", body: "{}"), "Problem")
        try validate(
            try JSONValue(bytes: Answers.encode(Self.message)), "#/components/schemas/Message")
    }

    private func check(_ answer: APIWorld.Answer, _ schema: String) {
        #expect(answer.json != .null)
        #expect(throws: Never.self) {
            try validate(answer.json, "#/components/schemas/\(schema)")
        }
    }

    private static var message: MessageAnswer {
        get throws {
            let at = APIWorld.start
            return MessageAnswer(
                MessageLine(
                    id: Message.ID(rawValue: 5), campaign: Campaign.ID(rawValue: 4),
                    campaignName: "x", resident: nil,
                    phone: try PhoneNumber(international: 84_912_000_201), state: .suppressed,
                    reason: Suppression.optedOut.rawValue, channel: .sms, text: "x",
                    language: .vietnamese, encoding: "ucs2", segments: 1, due: at, expires: at,
                    attempts: 1, handoffAt: at, settledAt: at, offset: .hanoi),
                parts: [
                    PartLine(number: 1, gateway: "sandbox", status: .delivered, code: "", at: at)
                ], events: [MessageEventLine(at: at, gateway: "sandbox", what: "x", code: "")])
        }
    }

    @Test func aPhoneIsNeverWholeInAnAnswer() throws {
        let text = String(decoding: Answers.encode(try Self.message), as: UTF8.self)
        #expect(text.contains("…201"))
        #expect(!text.contains("84912000201"))
        #expect(text.contains("opted_out"))
    }

    struct Mismatch: Error {
        let at: String
        let value: JSONValue
    }

    /// The part of JSON Schema that the description uses.
    private func validate(_ value: JSONValue, _ reference: String) throws {
        let schema = reference.dropFirst(2).split(separator: "/").reduce(description) {
            $0[String($1)]
        }
        try validate(value, schema, reference)
    }

    private func validate(_ value: JSONValue, _ schema: JSONValue, _ at: String) throws {
        if case .text(let reference) = schema["$ref"] { return try validate(value, reference) }
        if case .list(let choices) = schema["enum"], !choices.contains(value) {
            throw Mismatch(at: at, value: value)
        }
        switch (schema["type"], value) {
        case (.text("object"), .object(let fields)):
            for case .text(let name) in schema["required"].elements where fields[name] == nil {
                throw Mismatch(at: at + "/" + name, value: value)
            }
            for (name, field) in fields {
                let inner = schema["properties"][name]
                if inner == .null {
                    let other = schema["additionalProperties"]
                    guard other.fields["type"] != nil else {
                        throw Mismatch(at: at + "/" + name, value: field)
                    }
                    try validate(field, other, at + "/" + name)
                } else {
                    try validate(field, inner, at + "/" + name)
                }
            }
        case (.text("array"), .list(let list)):
            for element in list { try validate(element, schema["items"], at + "/items") }
        case (.text("string"), .text(let text)):
            if schema["format"] == .text("date-time"), Timestamp.instant(text) == nil {
                throw Mismatch(at: at, value: value)
            }
        case (.text("integer"), .number(let number)) where number == number.rounded(): break
        case (.text("boolean"), .truth): break
        default: throw Mismatch(at: at, value: value)
        }
    }

    private func references(_ value: JSONValue) -> Set<String> {
        switch value {
        case .object(let fields):
            var found = fields.values.reduce(into: Set<String>()) { $0.formUnion(references($1)) }
            if case .text(let reference) = fields["$ref"] { found.insert(reference) }
            return found
        case .list(let list):
            return list.reduce(into: Set<String>()) { $0.formUnion(references($1)) }
        case .null, .truth, .number, .text: return []
        }
    }
}

extension JSONValue {
    fileprivate var fields: [String: JSONValue] {
        if case .object(let fields) = self { fields } else { [:] }
    }

    fileprivate var elements: [JSONValue] {
        if case .list(let list) = self { list } else { [] }
    }

    fileprivate subscript(name: String) -> JSONValue { fields[name] ?? .null }
}
