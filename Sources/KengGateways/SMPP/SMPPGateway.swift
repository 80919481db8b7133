package import KengDomain
package import NIOCore
import NIOPosix
package import SMPP
import Synchronization

/// The way out through a provider that speaks SMPP 3.4.
///
/// Texts are handed to whichever link has room, in the order of their lanes; what links and engine share is
/// one value behind a lock, held for a burst at a time.
package final class SMPPGateway: Gateway {
    package let settings: SMPPSettings
    package let bell = Bell()
    package var name: String { settings.name }
    package var channel: KengDomain.Channel { .sms }
    package var segmentsPerSecond: Int { settings.segmentsPerSecond }
    /// query_sm wants the id from the very answer that was lost.
    package var canLookUp: Bool { false }
    package var receiptsNamePhones: Bool { true }

    private let world: World
    private let departures: DepartureLog?
    private let group: any EventLoopGroup
    private let reader: InboundReader
    let state: Mutex<SMPPState>
    private let links = Mutex<[Link]>([])

    /// Opens nothing yet.
    ///
    /// - Parameter departures: where each text is written down before it leaves.
    /// - Parameter group: whose threads the links live on.
    package init(
        _ settings: SMPPSettings, world: World, departures: DepartureLog? = nil,
        on group: any EventLoopGroup = MultiThreadedEventLoopGroup.singleton
    ) {
        self.settings = settings
        self.world = world
        self.departures = departures
        self.group = group
        reader = InboundReader(settings)
        state = Mutex(
            SMPPState(settings, referencesFrom: UInt16(truncatingIfNeeded: world.random())))
    }

    /// Reads the TLS files and begins to bind; links that find no gateway go on trying.
    package func start() async throws {
        var opened: [Link] = []
        for (number, link) in settings.links.enumerated() {
            opened.append(
                try await Link(
                    number, link, delegate: SMPPDelegate(self), on: group, random: world.random))
        }
        links.withLock { $0 = opened }
        for link in opened { link.start() }
    }

    package func stop() async {
        for link in links.withLock({ $0 }) { await link.stop() }
    }

    // MARK: - Out

    package func allow(segmentsPerSecond: Int) async {
        state.withLock { $0.outbox.limit(to: segmentsPerSecond) }
    }

    package func room(at now: Instant) async -> Int {
        let ahead = ahead(of: now)
        return state.withLock { state in
            state.outbox.clock(isAhead: ahead)
            return state.room(at: now)
        }
    }

    package func submit(_ batch: [OutboundText], at now: Instant) async {
        guard !batch.isEmpty else { return }
        let hasAnswers = state.withLock { state in
            for text in batch { state.outbox.add(text, at: now) }
            return state.outbox.hasAnswers
        }
        for link in links.withLock({ $0 }) { link.poke() }
        if hasAnswers { bell.ring() }
    }

    package func outcomes(at now: Instant) async -> [SubmitAnswer] {
        state.withLock { state in
            state.outbox.sweep(at: now, isUp: state.isUp)
            return state.outbox.takeAnswers()
        }
    }

    package func settled(_ messages: [Int64]) async {
        departures?.settle(messages)
    }

    package func lookUp(_ messages: [Int64]) async -> [LookUp] {
        messages.map { _ in .cannotTell }
    }

    // MARK: - In

    package func recall(_ texts: [InboundEvent.ID], at now: Instant) async {
        state.withLock { $0.arrivals.recall(texts, at: now) }
    }

    package func receive(limit: Int, at now: Instant) async -> [InboundEvent] {
        state.withLock { $0.arrivals.first(limit) }
    }

    package func acknowledge(_ events: [InboundEvent.ID]) async {
        let now = world.now()
        let handles = state.withLock { $0.arrivals.acknowledge(events, at: now) }
        let links = links.withLock { $0 }
        var byLink: [[(id: Inbound.ID, status: CommandStatus)]] = links.map { _ in [] }
        for handle in handles where byLink.indices.contains(handle.link) {
            byLink[handle.link].append((handle.id, .ok))
        }
        for (link, acknowledgements) in zip(links, byLink) where !acknowledgements.isEmpty {
            link.acknowledge(acknowledgements)
        }
    }

    package func nextEvent(after now: Instant) async -> Instant? {
        state.withLock { $0.arrivals.isEmpty && !$0.outbox.hasAnswers } ? nil : now
    }

    package func text(of octets: [UInt8], coding: UInt8) -> String? {
        reader.read(octets, coding: coding)
    }

    package func notices() -> [GatewayNotice] {
        state.withLock { $0.takeNotices() }
    }

    /// Where each link stands, in the order of the settings.
    package var linkStates: [LinkState] { state.withLock { $0.links } }
}

// MARK: - What the links tell

extension SMPPGateway {
    private func ahead(of now: Instant) -> Duration { now - world.steady() }

    func wanted(_ room: Int, on link: Int) -> Offer {
        let now = world.now()
        let ahead = ahead(of: now)
        let (offer, leaving) = state.withLock { state in
            state.outbox.clock(isAhead: ahead)
            return state.offer(room, at: now)
        }
        departures?.leave(leaving)
        return offer
    }

    func answered(_ answers: [SMPP.SubmitAnswer], on link: Int) {
        let now = world.now()
        let ahead = ahead(of: now)
        let isNews = state.withLock { state in
            state.outbox.clock(isAhead: ahead)
            for answer in answers { state.take(answer, at: now) }
            // Within the lock, so that it is written before it can be settled.
            if let departures { departures.take(state.outbox.freshlyTaken()) }
            return state.outbox.hasAnswers
        }
        if isNews { bell.ring() }
    }

    func doubtful(_ tokens: [UInt64], on link: Int) {
        let now = world.now()
        let isNews = state.withLock { state in
            let isBound = state.links[link] == .bound
            for token in tokens { state.outbox.doubtful(token, mayCome: isBound, at: now) }
            return state.outbox.hasAnswers
        }
        if isNews { bell.ring() }
    }

    func inbound(_ messages: [Inbound], on link: Int) {
        let now = world.now()
        // Read before the lock: this is the slow part.
        let readings = messages.map { ($0.id, reader.read($0.message)) }
        let useless = state.withLock { state in
            readings.filter { id, reading in
                !state.take(
                    reading, from: Arrivals.Handle(link: link, id: id),
                    nonce: world.random(), at: now)
            }
        }
        // It would only come again.
        if !useless.isEmpty,
            let link = links.withLock({ $0.indices.contains(link) ? $0[link] : nil })
        {
            link.acknowledge(useless.map { ($0.0, .ok) })
        }
        if useless.count < messages.count { bell.ring() }
    }

    func bindRefused(_ status: CommandStatus, on number: Int) {
        state.withLock { $0.refused(number, status) }
    }

    func changed(_ link: LinkState, on number: Int) {
        let now = world.now()
        state.withLock { $0.change(number, link, at: now) }
        if case .waiting = link {
            // What this link would have taken is for the others now.
            for other in links.withLock({ $0 }) { other.poke() }
        }
        bell.ring()
    }
}

/// What the links hold of their gateway.
struct SMPPDelegate: LinkDelegate {
    // The gateway ends only after its links, which `stop` waits for.
    private let gateway: SMPPGateway

    init(_ gateway: SMPPGateway) {
        self.gateway = gateway
    }

    func wanted(_ room: Int, on link: Int) -> Offer {
        gateway.wanted(room, on: link)
    }

    func answered(_ answers: [SMPP.SubmitAnswer], on link: Int) {
        gateway.answered(answers, on: link)
    }

    func doubtful(_ tokens: [UInt64], on link: Int) {
        gateway.doubtful(tokens, on: link)
    }

    func bindRefused(_ status: CommandStatus, on link: Int) {
        gateway.bindRefused(status, on: link)
    }

    func inbound(_ messages: [Inbound], on link: Int) {
        gateway.inbound(messages, on: link)
    }

    /// Nothing is asked: see `SMPPGateway.canLookUp`.
    func queried(_ answers: [QueryAnswer], on link: Int) {}

    func stateChanged(_ state: LinkState, on link: Int) {
        gateway.changed(state, on: link)
    }
}
