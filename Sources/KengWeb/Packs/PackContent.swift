import Foundation
import HTTPTypes
import Hummingbird
import KengStore

/// A file as the pull protocol hands it out: RFC 9110 conditions and ranges, RFC 9530 digests.
struct PackContent: Sendable {
    /// SHA-256 of the whole file.
    let hash: [UInt8]
    let type: String
    let cache: String
    let size: Int

    private var tag: String {
        "\"\(hash.hexadecimal)\""
    }

    /// - Parameter read: gives the bytes of a range; called at most once, and never for HEAD.
    func answer(
        to request: Request, read: (Range<Int>) async throws -> ResponseBody
    ) async rethrows -> Response {
        var headers: HTTPFields = [.eTag: tag, .cacheControl: cache, .acceptRanges: "bytes"]
        // It describes the whole file, also on a part of it (RFC 9530, 3).
        if let digest = HTTPField.Name("Repr-Digest") {
            headers[digest] = "sha-256=:\(Data(hash).base64EncodedString()):"
        }
        if let held = joined(request, .ifMatch), !Self.names(tag, in: held, isWeak: false) {
            return Response(status: .preconditionFailed, headers: headers)
        }
        if let held = joined(request, .ifNoneMatch), Self.names(tag, in: held, isWeak: true) {
            var response = Response(status: .notModified, headers: headers)
            // RFC 9110, 8.6: a length here would be that of the file.
            response.headers[.contentLength] = nil
            return response
        }
        headers[.contentType] = type
        guard request.method != .head else {
            headers[.contentLength] = String(size)
            return Response(status: .ok, headers: headers)
        }
        switch range(request) {
        case .whole:
            return Response(status: .ok, headers: headers, body: try await read(0..<size))
        case .part(let range):
            headers[.contentRange] = "bytes \(range.lowerBound)-\(range.upperBound - 1)/\(size)"
            return Response(
                status: .partialContent, headers: headers, body: try await read(range))
        case .beyond:
            headers[.contentRange] = "bytes */\(size)"
            headers[.contentType] = nil
            return Response(status: .rangeNotSatisfiable, headers: headers)
        }
    }

    /// RFC 9110, 14.2: only GET has ranges, and a part of another version is never mixed in.
    private func range(_ request: Request) -> ByteRange {
        guard let asked = joined(request, .range) else { return .whole }
        // A date never matches: nothing here has one. A weak tag is not good enough for bytes.
        if let held = joined(request, .ifRange), held != tag { return .whole }
        return ByteRange(asked, size: size)
    }

    private func joined(_ request: Request, _ name: HTTPField.Name) -> String? {
        request.headers[name]?.trimmed
    }

    /// Whether a list of tags, or `*`, names this one (RFC 9110, 13.1.1 and 13.1.2).
    static func names(_ tag: String, in list: String, isWeak: Bool) -> Bool {
        if list == "*" { return true }
        return list.split(separator: ",").contains { item in
            let item = item.trimmed
            return item == tag || (isWeak && item == "W/" + tag)
        }
    }
}

/// What a `Range` header asks of a file; anything but one range of bytes asks for the whole.
enum ByteRange: Hashable, Sendable {
    case whole
    case part(Range<Int>)
    /// It starts behind the end.
    case beyond

    init(_ header: String, size: Int) {
        let halves = header.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
        guard halves.count == 2, halves[0].trimmed.lowercased() == "bytes" else {
            self = .whole
            return
        }
        let ends = halves[1].trimmed.split(separator: "-", omittingEmptySubsequences: false)
        guard ends.count == 2, let first = Self.number(ends[0]), let last = Self.number(ends[1])
        else {
            self = .whole
            return
        }
        switch (first, last) {
        case (nil, nil): self = .whole
        case (nil, let length?):
            self = length == 0 || size == 0 ? .beyond : .part(max(0, size - length)..<size)
        case (let start?, nil): self = start < size ? .part(start..<size) : .beyond
        case (let start?, let end?):
            if end < start {
                self = .whole
            } else {
                self = start < size ? .part(start..<min(end, size - 1) + 1) : .beyond
            }
        }
    }

    /// Empty is no number; more digits than fit are as far away as can be.
    ///
    /// Nil is not a number at all.
    private static func number(_ text: Substring) -> Int?? {
        guard text.utf8.allSatisfy({ (0x30...0x39).contains($0) }) else { return nil }
        return .some(text.isEmpty ? nil : Int(text) ?? .max)
    }
}
