import KengDomain
import KengStore

/// Starts campaigns and waves when their hour has come, and ends what is done.
struct Scheduler: Sendable {
    let desk: CampaignDesk

    /// - Returns: whether anything changed.
    func step(at now: Instant) async throws -> Bool {
        let started = try await start(at: now)
        let waved = try await addWaves(at: now)
        let finished = try await finish(at: now)
        let swept = try await cancelStopped(at: now)
        return started || waved || finished || swept
    }

    /// The next moment at which `step` has something to do by the clock alone.
    func nextStart(after now: Instant) async throws -> Instant? {
        try await desk.database.read { transaction in
            var next: Instant?
            for id in try transaction.campaigns(in: [.approved, .running]) {
                guard let campaign = try transaction.campaign(id) else { continue }
                let number = try transaction.lastWaveNumber(of: id) + 1
                guard let window = campaign.brief.schedule.window(of: number) else { continue }
                next = min(next ?? window.starts, window.starts)
            }
            return next
        }
    }

    private func start(at now: Instant) async throws -> Bool {
        let due = try await desk.database.read { transaction in
            try transaction.campaigns(in: [.approved]).filter {
                guard let campaign = try transaction.campaign($0) else { return false }
                return campaign.brief.schedule.starts <= now
            }
        }
        for id in due {
            // What is sent must be what was approved, to the letter; what cannot be prepared any more is not.
            let digest = try? await desk.prepare(id).digest
            try await desk.database.write { transaction in
                var campaign = try transaction.known(id)
                guard campaign.state.word == .approved else { return }
                if let digest, digest == campaign.state.digest {
                    try campaign.state.start()
                    try transaction.audit(
                        "campaign.start", by: "keng", subject: "campaign/\(id)", at: now)
                } else {
                    try campaign.state.sendBack()
                    try transaction.audit(
                        "campaign.changed", by: "keng", subject: "campaign/\(id)",
                        detail: digest ?? "no edition", at: now)
                }
                try transaction.setState(campaign.state, of: id, at: now)
            }
        }
        return !due.isEmpty
    }

    private func addWaves(at now: Instant) async throws -> Bool {
        let world = desk.world
        let due = try await desk.database.read { transaction -> [Wave] in
            try transaction.campaigns(in: [.running]).compactMap { id in
                guard let campaign = try transaction.campaign(id) else { return nil }
                let number = try transaction.lastWaveNumber(of: id) + 1
                guard let window = campaign.brief.schedule.window(of: number),
                    window.starts <= now
                else { return nil }
                return Wave(
                    id: world.newID(Wave.self), campaign: id, number: number,
                    starts: window.starts, ends: window.ends)
            }
        }
        for wave in due { try await add(wave, at: now) }
        return !due.isEmpty
    }

    /// Every wave is what was approved, also after a pause, a new program or new words; else it waits for a person.
    private func add(_ wave: Wave, at now: Instant) async throws {
        let digest = try? await desk.prepare(wave.campaign).digest
        try await desk.database.write { transaction in
            var campaign = try transaction.known(wave.campaign)
            guard campaign.state.word == .running else { return }
            guard let digest, digest == campaign.state.digest else {
                try campaign.state.pause()
                try transaction.setState(campaign.state, of: campaign.id, at: now)
                try transaction.audit(
                    "campaign.changed", by: "keng", subject: "campaign/\(campaign.id)",
                    detail: digest ?? "no edition", at: now)
                return
            }
            try transaction.addWave(wave)
        }
    }

    private func finish(at now: Instant) async throws -> Bool {
        let open = try await desk.database.read { try $0.openWaves(campaignState: .running) }
        guard !open.isEmpty else { return false }
        let done = try await desk.database.read { transaction in
            try open.filter { try transaction.isDone($0.id) }
        }
        guard !done.isEmpty else { return false }
        try await desk.database.write { transaction in
            for wave in done {
                guard try transaction.finishIfDone(wave.id, at: now) else { continue }
                var campaign = try transaction.known(wave.campaign)
                let isLast = campaign.brief.schedule.waves <= wave.number
                guard isLast, campaign.state.word == .running else { continue }
                try campaign.state.finish()
                try transaction.setState(campaign.state, of: wave.campaign, at: now)
                try transaction.audit(
                    "campaign.finish", by: "keng", subject: "campaign/\(wave.campaign)", at: now)
            }
        }
        return true
    }

    /// Cancels the rows of stopped campaigns, a batch at a time.
    private func cancelStopped(at now: Instant) async throws -> Bool {
        let stopped = try await desk.database.read { try $0.openWaves(campaignState: .cancelled) }
        for wave in stopped {
            try await desk.database.write { transaction in
                try transaction.markPlanned(wave.id, at: now)
                if try transaction.cancelPlanned(in: wave.id, limit: 5000, at: now) == 0 {
                    _ = try transaction.finishIfDone(wave.id, at: now)
                }
            }
        }
        return !stopped.isEmpty
    }
}
