import CCurl
import KengDomain

/// The thread of a client: starts transfers, lets libcurl move octets, and tells what came of each.
@safe
struct HTTPLoop: ~Copyable {
    private let settings: HTTPClientSettings
    private let line: ErrandLine
    private let multi: UnsafeMutableRawPointer?
    /// Handles that did their work, for the next request.
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
        guard let handle = unsafe idle.popLast() ?? curl_easy_init() else {
            return errand.isDone(.failure(.notSent("no memory for a request")))
        }
        let transfer = Transfer(errand, most: settings.mostOctets)
        unsafe transfer.prepare(handle, settings)
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
            unsafe curl_easy_reset(handle)
            if unsafe idle.count < Self.mostIdle {
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

    func prepare(_ handle: UnsafeMutableRawPointer, _ settings: HTTPClientSettings) {
        unsafe keng_curl_set_text(handle, CURLOPT_URL, request.url)
        unsafe keng_curl_set_text(handle, CURLOPT_PROTOCOLS_STR, "http,https")
        unsafe keng_curl_set_text(handle, CURLOPT_PROXY, settings.proxy ?? "")
        if let authorities = settings.authorities {
            unsafe keng_curl_set_text(handle, CURLOPT_CAINFO, authorities)
        }
        let isShared = settings.isHTTP2Known || request.url.hasPrefix("https")
        let version =
            settings.isHTTP2Known ? CURL_HTTP_VERSION_2_PRIOR_KNOWLEDGE : CURL_HTTP_VERSION_2TLS
        for (option, value) in [
            (CURLOPT_NOSIGNAL, 1), (CURLOPT_FOLLOWLOCATION, 0), (CURLOPT_SSL_VERIFYPEER, 1),
            (CURLOPT_SSL_VERIFYHOST, 2), (CURLOPT_HTTP_VERSION, Int(version)),
            (CURLOPT_TCP_KEEPALIVE, 1),
            (CURLOPT_CONNECTTIMEOUT_MS, Int(settings.connectWithin.milliseconds)),
            (CURLOPT_TIMEOUT_MS, Int(settings.answerWithin.milliseconds)),
            // Waits for a connection that may carry many rather than open another.
            (CURLOPT_PIPEWAIT, isShared ? 1 : 0),
        ] {
            unsafe keng_curl_set(handle, option, value)
        }
        for header in request.headers { add("\(header.name): \(header.value)") }
        switch request.method {
        case .get:
            unsafe keng_curl_set(handle, CURLOPT_HTTPGET, 1)
            // Nothing is read of it that could not be read twice, so that libcurl would try again by itself.
            unsafe keng_curl_set(handle, CURLOPT_FRESH_CONNECT, 1)
        case .post:
            unsafe keng_curl_set(handle, CURLOPT_POST, 1)
            unsafe keng_curl_set_size(
                handle, CURLOPT_POSTFIELDSIZE_LARGE, curl_off_t(request.body.count))
            // Not libcurl's own word for it, and no waiting for leave to send.
            add("Expect:")
        case .put:
            unsafe keng_curl_set(handle, CURLOPT_UPLOAD, 1)
            unsafe keng_curl_set_size(
                handle, CURLOPT_INFILESIZE_LARGE, curl_off_t(request.body.count))
            add("Expect:")
        }
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
