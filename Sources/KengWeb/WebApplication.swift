import Foundation
import HTTPTypes
package import Hummingbird
package import KengDomain
package import KengEngine
package import KengStore
package import KengText
package import Logging

/// The console and the public pages, ready to be served or tested through their router.
package struct WebApplication: Sendable {
    private let site: Site

    /// - Parameter phones: the handsets of practice mode, which the console then shows.
    package init(
        database: Database, world: World, accounts: Accounts, desk: CampaignDesk,
        rulebook: Rulebook,
        catalogues: Catalogues, settings: WebSettings, phones: PracticePhones?, logger: Logger
    ) throws {
        let resources = Bundle.module.bundleURL.appendingPathComponent("Resources")
        site = Site(
            database: database, world: world, accounts: accounts, desk: desk, rulebook: rulebook,
            catalogues: catalogues,
            templates: try PageTemplates(
                folder: resources.appendingPathComponent("templates"), catalogues: catalogues),
            assets: try Assets(folder: resources), settings: settings, phones: phones,
            logger: logger)
    }

    /// - Parameter machines: what programs reach; it stands before the pages.
    package func router(machines: Machines? = nil) -> Router<WebContext> {
        let routes = Self.routes(site)
        let router = Router(context: WebContext.self, options: [.autoGenerateHeadEndpoints])
        router.add(middleware: Compression())
        if let machines { router.add(middleware: machines.door(WebContext.self)) }
        router.add(middleware: FrontDoor(site: site, routes: routes))
        for route in routes.list {
            router.on(RouterPath(route.path), method: route.method) { [site] request, context in
                try await Self.answer(route, request, context, site)
            }
        }
        return router
    }

    /// A service that answers on `host` and `port` until it is told to stop.
    package func application(
        host: String, port: Int, machines: Machines? = nil
    ) -> some ApplicationProtocol {
        Application(
            router: router(machines: machines),
            configuration: ApplicationConfiguration(
                address: .hostname(host, port: port), serverName: nil),
            logger: site.logger)
    }

    private static func routes(_ site: Site) -> Routes {
        var routes = Routes()
        HomePages().add(to: &routes)
        CoveragePages().add(to: &routes)
        CampaignPages().add(to: &routes)
        CampaignStepPages().add(to: &routes)
        CampaignActPages().add(to: &routes)
        LessonPages().add(to: &routes)
        HouseholdPages().add(to: &routes)
        MessagePages().add(to: &routes)
        SignInPages().add(to: &routes)
        PublicPages().add(to: &routes)
        PackListPage().add(to: &routes)
        if let phones = site.phones { PhonePages(phones: phones).add(to: &routes) }
        return routes
    }

    private static func form(of request: Request, upTo most: Int) async throws -> FormValues {
        do {
            return FormValues(encoded: String(buffer: try await request.body.collect(upTo: most)))
        } catch is CancellationError {
            throw CancellationError()
        } catch {
            throw PageProblem.tooLarge
        }
    }

    private static func answer(
        _ route: Routes.Route, _ request: Request, _ context: WebContext, _ site: Site
    ) async throws -> Response {
        guard let visitor = context.visitor else { throw PageProblem.signInNeeded }
        var form = FormValues()
        if route.method == .post {
            form = try await Self.form(of: request, upTo: site.settings.largestForm)
            guard let secret = visitor.formSecret, let token = form["form_token"],
                FormToken.isValid(token, for: secret)
            else { throw PageProblem.foreignForm }
        }
        let ask = Ask(
            site: site, visitor: visitor, path: request.uri.path,
            parameters: context.parameters,
            query: FormValues(encoded: request.uri.query ?? ""), form: form,
            words: site.words(visitor.language), context: context)
        try ask.check(route.access)
        return try await route.answer(ask)
    }
}
