import ArgumentParser
import KengDomain
import KengEngine
import KengStore

/// People who work in the console.
struct UserCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "user",
        abstract: "Add people, and give them links to sign in.",
        usage: """
            keng user add lan --role author --area vn-2023/01
            keng user link lan
            """,
        subcommands: [Add.self, Link.self, List.self])

    struct Add: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Add a person who sees an area and everything below it.")

        @Argument(help: "The name, 1 to 60 characters.") var name: String
        @Option(help: "viewer, author, approver or admin.") var role = "author"
        @Option(help: "The area, as system/code.") var area: String
        @Option(help: "The console's language: vi, id, zh-Hans or en.") var language = "vi"
        @Flag(help: "Answer in JSON: name, role, area.") var json = false
        @OptionGroup var options: StationOptions

        func validate() throws {
            guard Account.Role(rawValue: role) != nil else {
                throw ValidationError(
                    "--role is “\(role)”; it is one of viewer, author, approver, admin.")
            }
            guard ["vi", "id", "zh-Hans", "en"].contains(language) else {
                throw ValidationError(
                    "--language is “\(language)”; it is one of vi, id, zh-Hans, en.")
            }
        }

        func run() async throws {
            try await reporting {
                let station = try await Station.open(options, node: 2)
                let area = try station.area(area)
                let account = try await station.accounts.add(
                    name: name, role: Account.Role(rawValue: role) ?? .viewer, area: area.id,
                    language: language)
                try answer(
                    json
                        ? "{\"name\":\(JSONText.quote(account.name)),"
                            + "\"role\":\"\(account.role.rawValue)\","
                            + "\"area\":\(JSONText.quote(area.system + "/" + area.code))}"
                        : "\(account.name)\t\(account.role.rawValue)\t\(area.name)")
            }
        }
    }

    struct Link: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Print an address that signs a person in once, within 15 minutes.")

        @Argument(help: "The name.") var name: String
        @Option(help: "Where the console answers.") var site = "http://127.0.0.1:8080"
        @Flag(help: "Answer in JSON: address.") var json = false
        @OptionGroup var options: StationOptions

        func run() async throws {
            try await reporting {
                let site = try SiteAddress(site).text
                let station = try await Station.open(options, node: 2)
                let token = try await station.accounts.newLink(for: name)
                let address = "\(site)/sign-in?token=\(token)"
                try answer(json ? "{\"address\":\(JSONText.quote(address))}" : address)
            }
        }
    }

    struct List: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Print name, role and area of everybody.")

        @Flag(help: "Answer in JSON, a line a person.") var json = false
        @OptionGroup var options: StationOptions

        func run() async throws {
            try await reporting {
                let station = try await Station.open(options, node: 2)
                for account in try await station.database.read({ try $0.accounts() }) {
                    let area = station.areas.area(account.area)
                    let place = "\(area?.system ?? "")/\(area?.code ?? "")"
                    try answer(
                        json
                            ? "{\"name\":\(JSONText.quote(account.name)),"
                                + "\"role\":\(JSONText.quote(account.role.rawValue)),"
                                + "\"area\":\(JSONText.quote(place))}"
                            : "\(account.name)\t\(account.role.rawValue)\t\(place)")
                }
            }
        }
    }
}

/// Keys for programs that use the API.
struct KeyCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "key",
        abstract: "Make a key for the API.",
        usage: "keng key create lan",
        subcommands: [Create.self])

    struct Create: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Print a new key once; only its hash is kept. It lives a year.")

        @Argument(help: "The account the key acts for.") var name: String
        @Flag(help: "Answer in JSON: key.") var json = false
        @OptionGroup var options: StationOptions

        func run() async throws {
            try await reporting {
                let station = try await Station.open(options, node: 2)
                let key = try await station.accounts.newKey(for: name)
                try answer(json ? "{\"key\":\(JSONText.quote(key))}" : key)
            }
        }
    }
}
