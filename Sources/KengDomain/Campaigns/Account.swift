/// A person who works in the console, seeing the area they are given and what is below it.
package struct Account: Hashable, Sendable, Identifiable {
    package typealias ID = Identifier<Account>

    package enum Role: String, Hashable, Sendable, CaseIterable {
        case viewer
        case author
        case approver
        case admin

        package var mayWrite: Bool {
            switch self {
            case .author, .approver, .admin: true
            case .viewer: false
            }
        }

        package var mayApprove: Bool {
            switch self {
            case .approver, .admin: true
            case .viewer, .author: false
            }
        }
    }

    package let id: ID
    package let name: String
    package let role: Role
    package let area: Area.ID
    /// The console's language: `vi`, `id`, `zh-Hans` or `en`.
    package let language: String

    package init(id: ID, name: String, role: Role, area: Area.ID, language: String) {
        self.id = id
        self.name = name
        self.role = role
        self.area = area
        self.language = language
    }
}
