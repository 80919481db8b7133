import KengDomain
import Testing

struct CampaignStateTests {
    enum Act: CaseIterable, Sendable {
        case submit, sendBack, approve, start, pause, resume, stop, finish, sendAgain
    }

    static let author = Account.ID(rawValue: 1)
    static let approver = Account.ID(rawValue: 2)
    static let states: [CampaignState] = [
        .draft, .submitted(digest: "d"), .approved(digest: "d", by: approver),
        .running(digest: "d", by: approver), .paused(digest: "d", by: approver),
        .finished(digest: "d", by: approver), .cancelled,
    ]
    /// What each act leads to from each state that allows it.
    static let table: [Act: [CampaignWord: CampaignWord]] = [
        .submit: [.draft: .submitted],
        .sendBack: [.submitted: .draft, .approved: .draft],
        .approve: [.submitted: .approved],
        .start: [.approved: .running],
        .pause: [.running: .paused, .approved: .paused],
        .resume: [.paused: .running],
        .stop: [
            .draft: .cancelled, .submitted: .cancelled, .approved: .cancelled,
            .running: .cancelled, .paused: .cancelled,
        ],
        .finish: [.running: .finished],
        .sendAgain: [.finished: .running],
    ]

    static func perform(
        _ act: Act, _ state: inout CampaignState
    ) throws(CampaignState.Refusal) {
        switch act {
        case .submit: try state.submit(digest: "d")
        case .sendBack: try state.sendBack()
        case .approve: try state.approve(digest: "d", by: approver, author: author, approvals: 1)
        case .start: try state.start()
        case .pause: try state.pause()
        case .resume: try state.resume()
        case .stop: try state.stop()
        case .finish: try state.finish()
        case .sendAgain: try state.sendAgain()
        }
    }

    @Test(arguments: Act.allCases, states)
    func eachActFitsSomeStatesOnly(act: Act, before: CampaignState) throws {
        var state = before
        if let expected = Self.table[act]?[before.word] {
            try Self.perform(act, &state)
            #expect(state.word == expected)
        } else {
            #expect(throws: CampaignState.Refusal.wrongState(before.word)) {
                try Self.perform(act, &state)
            }
            #expect(state == before)
        }
    }

    /// Nothing runs that a second person did not approve, whatever acts come in whatever order.
    @Test(arguments: UInt64(1)...20)
    func nothingRunsWithoutApproval(seed: UInt64) {
        var chance = SeededGenerator(seed: seed)
        var state = CampaignState.draft
        var isApproved = false
        for _ in 0..<60 {
            let act = Act.allCases[Int(chance.next() % 9)]
            // What does not fit is refused, and that is all.
            guard (try? Self.perform(act, &state)) != nil else { continue }
            switch act {
            case .approve: isApproved = true
            case .sendBack, .submit: isApproved = false
            case .start, .pause, .resume, .stop, .finish, .sendAgain: break
            }
            switch state {
            case .approved, .running, .paused: #expect(isApproved)
            case .draft, .submitted, .finished, .cancelled: break
            }
        }
    }

    @Test func theAuthorAndAnotherDigestAreRefused() {
        var state = CampaignState.submitted(digest: "d")
        #expect(throws: CampaignState.Refusal.approverIsAuthor) {
            try state.approve(digest: "d", by: Self.author, author: Self.author, approvals: 1)
        }
        #expect(throws: CampaignState.Refusal.changed(submitted: "d", now: "e")) {
            try state.approve(digest: "e", by: Self.approver, author: Self.author, approvals: 1)
        }
        #expect(state == .submitted(digest: "d"))
    }

    /// An alarm goes past hours and caps, so that two people other than its author must approve it.
    @Test func anAlarmNeedsTwoApprovers() throws {
        #expect(MessageClass.allCases.filter { $0.approvals == 2 } == [.emergency])
        let second = Account.ID(rawValue: 3)
        var state = CampaignState.submitted(digest: "d")
        func approve(_ account: Account.ID, _ digest: String = "d") throws {
            try state.approve(
                digest: digest, by: account, author: Self.author, approvals: 2)
        }
        try approve(Self.approver)
        #expect(state == .submitted(digest: "d", first: Self.approver))
        #expect(throws: CampaignState.Refusal.wrongState(.submitted)) { try state.start() }
        #expect(throws: CampaignState.Refusal.approvedAlready) { try approve(Self.approver) }
        #expect(throws: CampaignState.Refusal.approverIsAuthor) { try approve(Self.author) }
        #expect(throws: CampaignState.Refusal.changed(submitted: "d", now: "e")) {
            try approve(second, "e")
        }
        #expect(state == .submitted(digest: "d", first: Self.approver))
        try approve(second)
        #expect(state == .approved(digest: "d", by: second))
        // Sent back, both must approve it again.
        try state.sendBack()
        try state.submit(digest: "e")
        #expect(state == .submitted(digest: "e"))
    }

    @Test func wavesDoNotOverlap() throws {
        let start = QuizSessionTests.start
        let day = start + .seconds(86_400)
        #expect(throws: Schedule.Problem.endsBeforeItStarts) {
            try Schedule(starts: day, ends: start)
        }
        #expect(throws: Schedule.Problem.overlap(everyDays: 0)) {
            try Schedule(starts: start, ends: day, waves: 2)
        }
        #expect(throws: Schedule.Problem.waves(0)) {
            try Schedule(starts: start, ends: day, waves: 0)
        }
        let schedule = try Schedule(starts: start, ends: day, everyDays: 7, waves: 3)
        #expect(schedule.window(of: 0) == nil)
        #expect(schedule.window(of: 4) == nil)
        #expect(schedule.window(of: 3)?.starts == start + .seconds(14 * 86_400))
        #expect(schedule.window(of: 3)?.ends == day + .seconds(14 * 86_400))
    }
}
