import Foundation
import HTTPTypes
import Hummingbird
import KengText

/// What a program is told when it does not get what it asked for (RFC 9457).
enum MachineProblem: Error, Hashable {
    case notFound
    case wrongMethod(allowed: [String])
    case tooLarge
    /// No key, or one that opens nothing.
    case keyNeeded
    /// Too many keys that open nothing; a good one is let in all the same.
    case tooManyKeys(seconds: Int)
    case notJSON
    /// Fields that cannot be used, by JSON pointer.
    case fields([BodyFault])
    case parameter(String)
    /// A name in the query that the address does not read.
    case unknownParameter(String)
    case idempotencyKeyNeeded
    case idempotencyKeyUsed
    /// An act the desk refused; the word is the stable end of its type.
    case refused(String, status: Int, values: [String: MessageValue])
    case notReady
    /// Our own fault.
    case ours

    /// The end of the stable type and of the sentence's key.
    var word: String {
        switch self {
        case .notFound: "not-found"
        case .wrongMethod: "wrong-method"
        case .tooLarge: "too-large"
        case .keyNeeded: "key-needed"
        case .tooManyKeys: "too-many-keys"
        case .notJSON: "not-json"
        case .fields: "fields"
        case .parameter: "parameter"
        case .unknownParameter: "unknown-parameter"
        case .idempotencyKeyNeeded: "idempotency-key-needed"
        case .idempotencyKeyUsed: "idempotency-key-used"
        case .refused(let word, _, _): word
        case .notReady: "not-ready"
        case .ours: "ours"
        }
    }

    var status: HTTPResponse.Status {
        switch self {
        case .notFound: .notFound
        case .wrongMethod: .methodNotAllowed
        case .tooLarge: .contentTooLarge
        case .keyNeeded: .unauthorized
        case .tooManyKeys: .tooManyRequests
        case .notJSON, .parameter, .unknownParameter, .idempotencyKeyNeeded: .badRequest
        case .fields, .idempotencyKeyUsed: .unprocessableContent
        case .refused(_, let status, _): HTTPResponse.Status(code: status)
        case .notReady: .serviceUnavailable
        case .ours: .internalServerError
        }
    }

    fileprivate var values: [String: MessageValue] {
        switch self {
        case .parameter(let name), .unknownParameter(let name): ["name": .text(name)]
        case .wrongMethod(let allowed): ["allowed": .text(allowed.joined(separator: ", "))]
        case .tooManyKeys(let seconds): ["seconds": .number(seconds)]
        case .refused(_, _, let values): values
        case .notFound, .tooLarge, .keyNeeded, .notJSON, .fields, .idempotencyKeyNeeded,
            .idempotencyKeyUsed, .notReady, .ours:
            [:]
        }
    }
}

/// The sentences programs pass on to their people.
struct MachineWords: Sendable {
    private let catalogues: Catalogues

    init(_ catalogues: Catalogues) {
        self.catalogues = catalogues
    }

    static let typePrefix = "urn:keng:problem:"

    private struct Body: Encodable {
        let type: String
        let title: String
        let status: Int
        let errors: [Field]?

        struct Field: Encodable {
            let pointer: String
            let detail: String
        }
    }

    func response(to problem: MachineProblem, in language: InterfaceLanguage) -> Response {
        var errors: [Body.Field]?
        if case .fields(let fields) = problem {
            errors = fields.map { field in
                Body.Field(
                    pointer: field.pointer,
                    detail: detail(of: field, in: language))
            }
        }
        let body = Body(
            type: Self.typePrefix + problem.word,
            title: title(of: problem, in: language),
            status: problem.status.code, errors: errors)
        var response = Answers.json(body, status: problem.status, type: "application/problem+json")
        response.headers[.contentLanguage] = language.rawValue
        switch problem {
        case .wrongMethod(let allowed): response.headers[.allow] = allowed.joined(separator: ", ")
        case .tooManyKeys(let seconds): response.headers[.retryAfter] = String(seconds)
        case .notReady: response.headers[.retryAfter] = "1"
        case .keyNeeded: response.headers[.wwwAuthenticate] = "Bearer"
        case .notFound, .tooLarge, .notJSON, .fields, .parameter, .unknownParameter,
            .idempotencyKeyNeeded, .idempotencyKeyUsed, .refused, .ours:
            break
        }
        return response
    }

    func title(of problem: MachineProblem, in language: InterfaceLanguage) -> String {
        sentence("api.\(problem.word)", problem.values, language)
    }

    func detail(of field: BodyFault, in language: InterfaceLanguage) -> String {
        sentence("api.field.\(field.fault.rawValue)", field.values, language)
    }

    private func sentence(
        _ key: String, _ values: [String: MessageValue], _ language: InterfaceLanguage
    ) -> String {
        do {
            return try catalogues[interface: language].text(key, values)
        } catch {
            return "\(Words.missingMark)\(key)⟧"
        }
    }
}

/// Answers in JSON, with keys in one order so that the same answer has the same bytes.
enum Answers {
    static func encode(_ value: some Encodable) -> [UInt8] {
        let encoder = JSONEncoder()
        encoder.keyEncodingStrategy = .convertToSnakeCase
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        do {
            return Array(try encoder.encode(value))
        } catch {
            preconditionFailure("texts, whole numbers and lists can always be written as JSON")
        }
    }

    static func json(
        _ value: some Encodable, status: HTTPResponse.Status = .ok,
        type: String = "application/json"
    ) -> Response {
        json(bytes: encode(value), status: status, type: type)
    }

    static func json(
        bytes: [UInt8], status: HTTPResponse.Status = .ok, type: String = "application/json"
    ) -> Response {
        Response(
            status: status, headers: [.contentType: type],
            body: ResponseBody(byteBuffer: ByteBuffer(bytes: bytes)))
    }
}
