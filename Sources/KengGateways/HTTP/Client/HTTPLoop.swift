import CCurl
import KengDomain

/// The thread of a client: starts transfers, lets libcurl move octets, and tells what came of each.
@safe
struct HTTPLoop: ~Copyable {
    private let settings: HTTPClientSettings
    private let line: ErrandLine
    private let multi: UnsafeMutableRawPointer?
    /// Handles that posted something and are set up to post the next.
    private var idle: [UnsafeMutableRawPointer]
    private var running = 0

    private static let mostIdle = 256
    private static let longestWait: Int32 = 1000
    /// libcurl must be told once, before anything else.
    private static let isReady = curl_global_init(Int(CURL_GLOBAL_ALL)) == CURLE_OK

    init(_ settings: HTTPClientSettings, _ line: ErrandLine) {
        precondition(Self.isReady, "libcurl does not start")
        self.settings = settings
        self.line = line
        unsafe idle = []
        unsafe multi = curl_multi_init()
        unsafe keng_curl_multi_set(
            multi, CURLMOPT_MAX_HOST_CONNECTIONS, settings.connections)
        unsafe keng_curl_multi_set(multi, CURLMOPT_MAXCONNECTS, settings.connections)
        unsafe keng_curl_multi_set(multi, CURLMOPT_PIPELINING, Int(CURLPIPE_MULTIPLEX))
    }

    deinit {
        unsafe curl_multi_cleanup(multi)
    }

    /// Returns when the line is closed and everything under way has ended.
    mutating func run() {
        while true {
            let errands = line.take()
            for errand in errands ?? [] { start(errand) }
            var left: Int32 = 0
            unsafe curl_multi_perform(multi, &left)
            finish()
            if errands == nil, running == 0 { break }
            unsafe keng_curl_wait(multi, line.waker, Self.longestWait)
        }
        while let handle = unsafe idle.popLast() { unsafe curl_easy_cleanup(handle) }
    }

    private mutating func start(_ errand: HTTPClient.Errand) {
        let known = unsafe errand.request.method == .post ? idle.popLast() : nil
        guard let handle = unsafe known ?? curl_easy_init() else {
            return errand.isDone(.failure(.notSent("no memory for a request")))
        }
        let transfer = Transfer(errand, most: settings.mostOctets)
        if unsafe known == nil { unsafe transfer.setUp(handle, settings) }
        unsafe transfer.prepare(handle)
        running += 1
        // Kept by libcurl until `finish`.
        unsafe keng_curl_set_owner(
            handle, Transfer.write, Transfer.read,
            Unmanaged.passRetained(transfer).toOpaque())
        unsafe curl_multi_add_handle(multi, handle)
    }

    private mutating func finish() {
        var how = CURLE_OK
        while let handle = unsafe keng_curl_ended(multi, &how) {
            let code = how
            guard let owner = unsafe keng_curl_owner(handle) else { continue }
            let transfer = unsafe Unmanaged<Transfer>.fromOpaque(owner).takeRetainedValue()
            let outcome = unsafe transfer.outcome(handle, code)
            unsafe curl_multi_remove_handle(multi, handle)
            if unsafe transfer.isPost && idle.count < Self.mostIdle {
                unsafe idle.append(handle)
            } else {
                unsafe curl_easy_cleanup(handle)
            }
            running -= 1
            transfer.isDone(outcome)
        }
    }
}

/// One request under way.
@safe
private final class Transfer {
    private let request: HTTPRequest
    let isDone: @Sendable (HTTPClient.Outcome) -> Void
    private let most: Int
    private var sent = 0
    private var body: [UInt8] = []
    private var isTooLong = false
    private var headers: UnsafeMutablePointer<curl_slist>?

    init(_ errand: HTTPClient.Errand, most: Int) {
        request = errand.request
        isDone = errand.isDone
        self.most = most
    }

    deinit { unsafe curl_slist_free_all(headers) }

    var isPost: Bool { request.method == .post }

    /// What all requests of a method have in common.
    func setUp(_ handle: UnsafeMutableRawPointer, _ settings: HTTPClientSettings) {
        unsafe keng_curl_set_text(handle, CURLOPT_PROTOCOLS_STR, "http,https")
        unsafe keng_curl_set_text(handle, CURLOPT_PROXY, settings.proxy ?? "")
        if let authorities = settings.authorities {
            unsafe keng_curl_set_text(handle, CURLOPT_CAINFO, authorities)
        }
        for (option, value) in [
            (CURLOPT_NOSIGNAL, 1), (CURLOPT_FOLLOWLOCATION, 0), (CURLOPT_SSL_VERIFYPEER, 1),
            (CURLOPT_SSL_VERIFYHOST, 2), (CURLOPT_HTTP_VERSION, Int(CURL_HTTP_VERSION_2TLS)),
            (CURLOPT_TCP_KEEPALIVE, 1),
            (CURLOPT_CONNECTTIMEOUT_MS, Int(settings.connectWithin.milliseconds)),
            (CURLOPT_TIMEOUT_MS, Int(settings.answerWithin.milliseconds)),
        ] {
            unsafe keng_curl_set(handle, option, value)
        }
        switch request.method {
        case .get:
            unsafe keng_curl_set(handle, CURLOPT_HTTPGET, 1)
            // Nothing is read of it that could not be read twice, so that libcurl would try again by itself.
            unsafe keng_curl_set(handle, CURLOPT_FRESH_CONNECT, 1)
        case .post: unsafe keng_curl_set(handle, CURLOPT_POST, 1)
        case .put: unsafe keng_curl_set(handle, CURLOPT_UPLOAD, 1)
        }
    }

    /// What is this one's own.
    func prepare(_ handle: UnsafeMutableRawPointer) {
        unsafe keng_curl_set_text(handle, CURLOPT_URL, request.url)
        // With TLS it waits for a connection that may carry many rather than open another.
        let isShared = request.url.hasPrefix("https")
        unsafe keng_curl_set(handle, CURLOPT_PIPEWAIT, isShared ? 1 : 0)
        for header in request.headers { add("\(header.name): \(header.value)") }
        let size = curl_off_t(request.body.count)
        switch request.method {
        case .get: break
        case .post: unsafe keng_curl_set_size(handle, CURLOPT_POSTFIELDSIZE_LARGE, size)
        case .put: unsafe keng_curl_set_size(handle, CURLOPT_INFILESIZE_LARGE, size)
        }
        // No waiting for leave to send.
        if request.method != .get { add("Expect:") }
        unsafe keng_curl_set_list(handle, CURLOPT_HTTPHEADER, headers)
    }

    private func add(_ header: String) {
        unsafe headers = curl_slist_append(headers, header)
    }

    static let write: keng_curl_octets = { octets, size, count, owner in
        guard let owner = unsafe owner, let octets = unsafe octets else { return 0 }
        let transfer = unsafe Unmanaged<Transfer>.fromOpaque(owner).takeUnretainedValue()
        let length = size * count
        guard transfer.body.count + length <= transfer.most else {
            transfer.isTooLong = true
            return 0
        }
        unsafe octets.withMemoryRebound(to: UInt8.self, capacity: length) { octets in
            unsafe transfer.body.append(
                contentsOf: UnsafeBufferPointer(start: octets, count: length))
        }
        return length
    }

    static let read: keng_curl_octets = { octets, size, count, owner in
        guard let owner = unsafe owner, let octets = unsafe octets else { return 0 }
        let transfer = unsafe Unmanaged<Transfer>.fromOpaque(owner).takeUnretainedValue()
        let length = min(size * count, transfer.request.body.count - transfer.sent)
        guard length > 0 else { return 0 }
        unsafe transfer.request.body[transfer.sent..<transfer.sent + length].withUnsafeBytes {
            unsafe UnsafeMutableRawPointer(octets).copyMemory(
                from: $0.baseAddress ?? UnsafeRawPointer(octets), byteCount: length)
        }
        transfer.sent += length
        return length
    }

    func outcome(
        _ handle: UnsafeMutableRawPointer, _ code: CURLcode
    ) -> HTTPClient.Outcome {
        if isTooLong { return .failure(.tooLong) }
        guard code == CURLE_OK else {
            // One that was refused before it was read to its end is answered all the same.
            let status = unsafe keng_curl_number(handle, CURLINFO_RESPONSE_CODE)
            if (400..<500).contains(status) {
                return .success(HTTPAnswer(status: status, body: body))
            }
            let why = unsafe String(cString: curl_easy_strerror(code))
            let left =
                unsafe request.body.isEmpty
                ? keng_curl_number(handle, CURLINFO_REQUEST_SIZE) > 0 : sent > 0
            return .failure(left ? .noAnswer(why) : .notSent(why))
        }
        let status = unsafe keng_curl_number(handle, CURLINFO_RESPONSE_CODE)
        let pause = unsafe keng_curl_header(handle, "retry-after").flatMap {
            unsafe Int64(String(cString: $0))
        }
        return .success(
            HTTPAnswer(
                status: status, body: body,
                retryAfter: pause.flatMap { (0...86_400).contains($0) ? .seconds($0) : nil }))
    }
}
