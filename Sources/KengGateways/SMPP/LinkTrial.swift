package import SMPP
import NIOPosix

/// Binds each link once and unbinds, to see whether the provider lets us in.
///
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
    }

    package let mode: BindMode
    package let ending: Ending

    /// In the order of the settings.
    ///
    /// - Throws: when a file of the authorities cannot be read.
    package static func run(
        _ settings: SMPPSettings, within limit: Duration, random: @escaping @Sendable () -> UInt64
    ) async throws -> [LinkTrial] {
        let clock = ContinuousClock()
        let (states, source) = AsyncStream.makeStream(of: (link: Int, news: News).self)
        var links: [Link] = []
        for (number, link) in settings.links.enumerated() {
            links.append(
                try await Link(
                    number, link, delegate: TrialDelegate(states: source),
                    on: MultiThreadedEventLoopGroup.singleton, random: random))
        }
        let start = clock.now
        for link in links { link.start() }
        let timer = Task {
            try await Task.sleep(for: limit)
            source.finish()
        }
        var endings = [Ending?](repeating: nil, count: links.count)
        for await (number, news) in states where endings[number] == nil {
            switch news {
            case .refused(let status), .state(.refused(let status)):
                endings[number] = .refused(status)
            case .state(.bound): endings[number] = .bound(after: clock.now - start)
            case .state(.waiting(let wait)) where wait > .zero: endings[number] = .failed
            case .state: break
            }
            if !endings.contains(nil) { break }
        }
        timer.cancel()
        for link in links { await link.stop() }
        return zip(settings.links, endings).map {
            LinkTrial(mode: $0.session.bind.mode, ending: $1 ?? .silent)
        }
    }
}

private enum News {
    case state(LinkState)
    case refused(CommandStatus)
}

private struct TrialDelegate: LinkDelegate {
    let states: AsyncStream<(link: Int, news: News)>.Continuation

    func wanted(_ room: Int, on link: Int) -> Offer { Offer([]) }
    func answered(_ answers: [SMPP.SubmitAnswer], on link: Int) {}
    func doubtful(_ tokens: [UInt64], on link: Int) {}
    func inbound(_ messages: [Inbound], on link: Int) {}
    func queried(_ answers: [QueryAnswer], on link: Int) {}
    func stateChanged(_ state: LinkState, on link: Int) {
        states.yield((link, .state(state)))
    }
    func bindRefused(_ status: CommandStatus, on link: Int) {
        states.yield((link, .refused(status)))
    }
}
