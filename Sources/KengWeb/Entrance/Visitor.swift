import KengDomain
import KengStore
import KengText

/// Who is asking, and in which language the answer is.
struct Visitor: Sendable {
    let language: InterfaceLanguage
    let member: Member?
    /// The secret of the session, or of this browser before it has one; forms are signed under it.
    let formSecret: String?
    let session: String?
}

/// A person who has signed in, with the area they see.
struct Member: Sendable {
    let account: Account
    let area: AreaLine

    var mayWrite: Bool { account.role.mayWrite }
    var mayApprove: Bool { account.role.mayApprove }
}

/// The cookies of a request.
struct Cookies: Sendable {
    static let session = "keng_session"
    static let browser = "keng_browser"
    static let language = "keng_language"

    private var values: [String: String] = [:]

    init(_ headers: [String]) {
        for header in headers {
            for item in header.split(separator: ";") {
                let halves = item.split(separator: "=", maxSplits: 1)
                guard halves.count == 2 else { continue }
                values[halves[0].trimmed] = halves[1].trimmed
            }
        }
    }

    subscript(name: String) -> String? { values[name] }

    /// A `Set-Cookie` line; `age` in seconds, 0 forgets the cookie.
    static func line(_ name: String, _ value: String, age: Int, isSecure: Bool) -> String {
        "\(name)=\(value); Path=/; Max-Age=\(age); HttpOnly; SameSite=Lax"
            + (isSecure ? "; Secure" : "")
    }
}
