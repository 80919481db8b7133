import Foundation

/// How people reach the console from outside; links are made of it.
struct SiteAddress {
    /// Without a slash at its end.
    let text: String

    /// - Throws: a complaint when no link made of it could be opened.
    init(_ typed: String) throws(Complaint) {
        var text = typed
        while text.hasSuffix("/") { text.removeLast() }
        guard let parts = URLComponents(string: text), let scheme = parts.scheme?.lowercased(),
            scheme == "http" || scheme == "https", let host = parts.host, !host.isEmpty,
            parts.path.isEmpty, parts.query == nil, parts.fragment == nil, parts.user == nil,
            (1...65_535).contains(parts.port ?? 80)
        else {
            throw Complaint(
                .usage, "--site is “\(typed)”, which is no address of a site.",
                "Links to sign in begin with it: http or https, a name, perhaps a port, no path.",
                "For example: --site https://keng.example.org")
        }
        self.text = text
    }
}
