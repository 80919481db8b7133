import HTTPTypes
import Hummingbird
import KengContent

/// Sends texts as gzip to whoever takes it; stands before everything else.
///
/// Packs are left alone: their tags, digests and ranges speak of the very bytes that lie on the disk.
struct Compression<Context: RequestContext>: RouterMiddleware {
    /// What fits into one packet gains nothing.
    static var smallest: Int { 1024 }

    @concurrent func handle(
        _ request: Request, context: Context,
        next: @concurrent (Request, Context) async throws -> Response
    ) async throws -> Response {
        let response = try await next(request, context)
        guard Self.isText(response.headers) else { return response }
        var whole = response
        // Also when it is not compressed: another reader of the same address may get it so.
        whole.headers.append(HTTPField(name: .vary, value: "Accept-Encoding"))
        let length = response.body.contentLength ?? 0
        guard AcceptedEncodings(request.headers[values: .acceptEncoding]).takesGzip,
            length >= Self.smallest || request.method == .head
        else { return whole }
        guard request.method != .head else {
            // How long the answer to a GET would be is not known without making it.
            whole.headers[.contentLength] = nil
            return whole
        }
        let gathered = Gathered()
        try await response.body.write(gathered.writer())
        let bytes = Array(gathered.bytes.readableBytesView)
        guard let packed = try? Zlib.gzip(bytes), packed.count < bytes.count else {
            // Memory ran out, or there was nothing to gain: the text goes as it is.
            whole.body = ResponseBody(byteBuffer: gathered.bytes)
            return whole
        }
        whole.headers[.contentEncoding] = "gzip"
        whole.headers[.contentLength] = nil
        // Other bytes, the same meaning (RFC 9110, 8.8.1).
        if let tag = whole.headers[.eTag], !tag.hasPrefix("W/") {
            whole.headers[.eTag] = "W/" + tag
        }
        return Response(
            status: whole.status, headers: whole.headers,
            body: ResponseBody(byteBuffer: ByteBuffer(bytes: packed)))
    }

    private static func isText(_ headers: HTTPFields) -> Bool {
        guard headers[.contentEncoding] == nil, headers[.acceptRanges] == nil,
            headers[.contentRange] == nil, let type = headers[.contentType]
        else { return false }
        let kind = type.prefix { $0 != ";" }.trimmed.lowercased()
        return kind.hasPrefix("text/") || kind == "application/json"
            || kind == "application/problem+json" || kind == "image/svg+xml"
    }
}

/// What `Accept-Encoding` says of gzip (RFC 9110, 12.5.3).
struct AcceptedEncodings {
    let takesGzip: Bool

    init(_ headers: [String]) {
        var named: Double?
        var any: Double?
        for item in headers.joined(separator: ",").prefix(500).split(separator: ",") {
            let parts = item.split(separator: ";").map(\.trimmed)
            guard let name = parts.first?.lowercased() else { continue }
            let weight = parts.dropFirst().compactMap { part -> Double? in
                part.lowercased().hasPrefix("q=") ? Double(part.dropFirst(2)) ?? 0 : nil
            }.first
            switch name {
            case "gzip", "x-gzip": named = weight ?? 1
            case "*": any = weight ?? 1
            default: continue
            }
        }
        takesGzip = (named ?? any ?? 0) > 0
    }
}
