package import SMPP
import NIOPosix

/// Binds each link once and unbinds, to see whether the provider lets us in.
///
/// One after the other, and none after a refused name or password: many accounts are locked after a few of those.
/// Nothing is sent. A text of a resident that comes meanwhile is not acknowledged, so that the provider brings
/// it again to who keeps it.
package struct LinkTrial: Sendable {
    /// What became of one link.
    package enum Ending: Hashable, Sendable {
        case bound(after: Duration)
        case refused(CommandStatus)
        /// No connection, or one that was closed without a word we can show.
        case failed
        /// Neither within the time.
        case silent
        /// An earlier link was refused for a name or password that this one has too.
        case untried
    }

    package let mode: BindMode
    package let ending: Ending

    /// In the order of the settings.
    ///
    /// - Throws: when a file of the authorities cannot be read.
    package static func run(
        _ settings: SMPPSettings, within limit: Duration
    ) async throws -> [LinkTrial] {
        var links: [Link] = []
        var endings: [Ending] = []
        for (number, link) in settings.links.enumerated() {
            let (news, source) = AsyncStream.makeStream(of: News.self)
            // Nothing is tried again, so that chance spreads nothing.
            let link = try await Link(
                number, link, delegate: TrialDelegate(news: source),
                on: MultiThreadedEventLoopGroup.singleton, random: { 0 })
            links.append(link)
            endings.append(await ending(of: link, news, source, within: limit))
            if case .refused(let status) = endings[number],
                [.invalidPassword, .invalidSystemID].contains(status)
            {
                break
            }
        }
        // All are held until the last, since a provider may count them.
        for link in links { await link.stop() }
        return settings.links.enumerated().map { number, link in
            LinkTrial(
                mode: link.session.bind.mode,
                ending: number < endings.count ? endings[number] : .untried)
        }
    }

    private static func ending(
        of link: Link, _ news: AsyncStream<News>, _ source: AsyncStream<News>.Continuation,
        within limit: Duration
    ) async -> Ending {
        let clock = ContinuousClock()
        let start = clock.now
        let timer = Task {
            try await Task.sleep(for: limit)
            source.finish()
        }
        defer { timer.cancel() }
        link.start()
        for await one in news {
            switch one {
            case .refused(let status), .state(.refused(let status)): return .refused(status)
            case .state(.bound): return .bound(after: clock.now - start)
            case .state(.waiting(let wait)) where wait > .zero: return .failed
            case .state: break
            }
        }
        return .silent
    }
}

private enum News {
    case state(LinkState)
    case refused(CommandStatus)
}

private struct TrialDelegate: LinkDelegate {
    let news: AsyncStream<News>.Continuation

    func wanted(_ room: Int, on link: Int) -> Offer { Offer([]) }
    func answered(_ answers: [SMPP.SubmitAnswer], on link: Int) {}
    func doubtful(_ tokens: [UInt64], on link: Int) {}
    func inbound(_ messages: [Inbound], on link: Int) {}
    func queried(_ answers: [QueryAnswer], on link: Int) {}
    func stateChanged(_ state: LinkState, on link: Int) { news.yield(.state(state)) }
    func bindRefused(_ status: CommandStatus, on link: Int) { news.yield(.refused(status)) }
}
