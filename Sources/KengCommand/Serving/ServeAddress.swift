import Foundation

/// Where the server will answer, tried before a city is made or a link is shown.
struct ServeAddress {
    let host: String
    let port: Int

    /// - Throws: a complaint when the host is no address of this machine or the port is taken.
    func check() throws(Complaint) {
        var hints = unsafe addrinfo()
        unsafe hints.ai_socktype = Int32(SOCK_STREAM.rawValue)
        unsafe hints.ai_flags = AI_PASSIVE
        var found: UnsafeMutablePointer<addrinfo>?
        let code = unsafe getaddrinfo(host, String(port), &hints, &found)
        guard code == 0, let address = unsafe found else {
            throw Complaint(
                .usage, "“\(host)” is no address.",
                "The system says: \(unsafe String(cString: gai_strerror(code))).",
                NextCommand.now.again("--host", "127.0.0.1"))
        }
        defer { unsafe freeaddrinfo(found) }
        let socket = unsafe Foundation.socket(
            address.pointee.ai_family, Int32(SOCK_STREAM.rawValue), 0)
        guard socket >= 0 else { return }
        defer { close(socket) }
        // As the server itself does, so that a port which only rests after a restart is not called taken.
        var yes: Int32 = 1
        _ = unsafe setsockopt(
            socket, SOL_SOCKET, SO_REUSEADDR, &yes, socklen_t(MemoryLayout<Int32>.size))
        guard unsafe bind(socket, address.pointee.ai_addr, address.pointee.ai_addrlen) != 0 else {
            return
        }
        let why = unsafe String(cString: strerror(errno))
        let isClosed = errno == EACCES
        throw Complaint(
            isClosed ? .notPermitted : .unavailable, "Port \(port) of \(host) cannot be used.",
            "The system says: \(why).",
            NextCommand.now.again("--port", port == 8080 ? "8081" : "8080"))
    }
}
