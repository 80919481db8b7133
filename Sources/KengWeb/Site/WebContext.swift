package import Hummingbird

/// What travels with a request: who asks, found once before any page runs.
package struct WebContext: RequestContext {
    package var coreContext: CoreRequestContextStorage
    var visitor: Visitor?

    package init(source: ApplicationRequestContextSource) {
        coreContext = CoreRequestContextStorage(source: source)
    }
}
