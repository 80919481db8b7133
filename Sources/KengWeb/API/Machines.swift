import Foundation
package import Hummingbird
package import KengDomain
package import KengEngine
package import KengGateways
package import KengStore
package import KengText

/// Everything programs can reach: packs, the `/v1` interface, its description, and the probes.
package struct Machines: Sendable {
    let database: Database
    let world: World
    let accounts: Accounts
    let desk: CampaignDesk
    let catalogues: Catalogues
    let route: [String]
    let isStarted: @Sendable () -> Bool
    let hooks: [any HookGateway]
    let keys = KeyGuard()
    let traffic = Traffic()
    private let packs: String?
    private let description: [UInt8]

    /// - Parameter route: the gateways of a campaign that names none.
    /// - Parameter packs: the folder that holds `index.json` and `blobs`; nil serves no packs.
    /// - Parameter hooks: gateways that are told things by webhook.
    /// - Parameter isStarted: whether the engine has settled the past and works.
    package init(
        database: Database, world: World, accounts: Accounts, desk: CampaignDesk,
        catalogues: Catalogues, route: [String], packs: String?,
        hooks: [any HookGateway] = [],
        isStarted: @escaping @Sendable () -> Bool
    ) throws {
        self.database = database
        self.world = world
        self.accounts = accounts
        self.desk = desk
        self.catalogues = catalogues
        self.route = route
        self.packs = packs
        self.isStarted = isStarted
        self.hooks = hooks
        description = Array(try Data(contentsOf: Self.descriptionFile))
    }

    static var descriptionFile: URL {
        Bundle.module.bundleURL.appendingPathComponent("Resources/openapi.json")
    }

    /// The door that stands before the console's.
    package func door<Context: RequestContext>(
        _ context: Context.Type = Context.self
    ) -> MachineDoor<Context> {
        MachineDoor(routes: routes(), catalogues: catalogues, traffic: traffic)
    }

    func routes<Context: RequestContext>() -> MachineRoutes<Context> {
        var routes = MachineRoutes<Context>()
        for address in ["/v1", "/openapi.json", "/livez", "/readyz", "/metrics"] {
            routes.claim(address)
        }
        addProbes(to: &routes)
        addCampaigns(to: &routes)
        addPlaces(to: &routes)
        addMessages(to: &routes)
        addHooks(to: &routes)
        let description = description
        routes.on(.get, "/openapi.json") { _, _ in Answers.json(bytes: description) }
        if let packs { PackRoutes(folder: packs).add(to: &routes) }
        return routes
    }
}

/// One request of a program whose key opened an account.
struct KeyedAsk: Sendable {
    let ask: MachineAsk
    let account: Account

    static let largestBody = 65_536

    func body() async throws -> [UInt8] {
        Array(try await ask.request.body.collect(upTo: Self.largestBody).readableBytesView)
    }

    func id<Subject>(
        _ name: String, _ subject: Subject.Type
    ) throws(MachineProblem) -> Identifier<Subject> {
        guard let number = ask.parameters[name].flatMap({ Int64($0) }), number > 0
        else { throw .notFound }
        return Identifier(rawValue: number)
    }

    /// How many rows a page of a list holds: 1 to 200, and 50 when nothing is said.
    func limit() throws(MachineProblem) -> Int {
        guard let text = ask.query["limit"] else { return 50 }
        guard let limit = Int(text), (1...200).contains(limit) else { throw .parameter("limit") }
        return limit
    }
}

extension Machines {
    typealias Keyed = @Sendable (KeyedAsk) async throws -> Response

    /// An address that a bearer key opens.
    func keyed<Context: RequestContext>(
        _ answer: @escaping Keyed
    ) -> MachineRoutes<Context>.Answer {
        { ask, _ in
            let account = try await account(ask)
            let language = InterfaceLanguage(tag: account.language) ?? .english
            do {
                // A misspelt filter that is passed over would answer more than was asked for.
                if let other = ask.query.pairs.first(where: { !ask.known.contains($0.name) }) {
                    throw MachineProblem.unknownParameter(String(other.name.prefix(40)))
                }
                return try await answer(KeyedAsk(ask: ask, account: account))
            } catch let problem as MachineProblem {
                throw InLanguage(problem: problem, language: language)
            } catch {
                guard let refusal = MachineProblem(refusal: error) else { throw error }
                throw InLanguage(problem: refusal, language: language)
            }
        }
    }

    private func account(_ ask: MachineAsk) async throws -> Account {
        guard let header = ask.request.headers[.authorization] else {
            throw MachineProblem.keyNeeded
        }
        let halves = header.split(separator: " ", maxSplits: 1)
        if halves.count == 2, halves[0].lowercased() == "bearer",
            let account = try await accounts.account(key: halves[1].trimmed)
        {
            return account
        }
        throw keys.refuse(at: world.now())
    }
}

extension MachineProblem {
    /// What the desk refuses on purpose; nil for anything else.
    init?(refusal error: any Error) {
        switch error {
        case let problem as DeskProblem:
            switch problem {
            case .notAllowed, .approversOnly:
                self = .refused("not-allowed", status: 403, values: [:])
            case .faults(let faults): self = .fields(faults.map(BodyFault.init))
            case .noSuchCampaign: self = .notFound
            case .noEdition(let language, let jurisdiction):
                self = .refused(
                    "no-edition", status: 409,
                    values: [
                        "language": .text(language.rawValue),
                        "jurisdiction": .text(jurisdiction.code),
                    ])
            case .emptyAudience: self = .refused("empty-audience", status: 409, values: [:])
            case .outsideArea: self = .refused("outside-area", status: 403, values: [:])
            case .alreadyOver: self = .refused("already-over", status: 409, values: [:])
            case .nobodyMissed: self = .refused("nobody-missed", status: 409, values: [:])
            case .changedMeanwhile, .otherDigest:
                self = .refused("changed", status: 409, values: [:])
            case .noRules(let jurisdiction):
                self = .refused(
                    "no-rules", status: 409, values: ["jurisdiction": .text(jurisdiction.code)])
            }
        case let refusal as CampaignState.Refusal:
            switch refusal {
            case .wrongState(let word):
                self = .refused("wrong-state", status: 409, values: ["state": .text(word.text)])
            case .approverIsAuthor:
                self = .refused("approver-is-author", status: 403, values: [:])
            case .approvedAlready:
                self = .refused("approved-already", status: 403, values: [:])
            case .changed: self = .refused("changed", status: 409, values: [:])
            }
        default: return nil
        }
    }
}
