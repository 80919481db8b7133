import KengDomain
import KengStore

extension Doctor {
    /// 2026-01-01: no machine that runs this program lives earlier.
    static let earliest = Instant(milliseconds: 1_767_225_600_000)

    func database() async -> [DoctorFinding] {
        let path = options.database
        guard options.location.isServer || Files.exists(path) else {
            return [
                DoctorFinding(
                    check: "database", state: .warning,
                    found: "There is no database at \(path) yet.",
                    remedy: "keng import areas --database \(path) Content/areas/vn-2023.csv"),
                Self.clock(now: Station.machineTime(), lastAct: nil),
            ]
        }
        do {
            let station = try await Station.open(options, node: 5)
            let (figures, lastAct, accounts) = try await station.database.read {
                (try $0.figures(), try $0.lastAct(), try $0.accounts())
            }
            let households = figures.areas[.households] ?? 0
            let fine = DoctorFinding(
                check: "database", state: .fine,
                found: "\(path) opens; \(households) households, \(accounts.count) accounts",
                remedy: "")
            return [
                fine, Self.clock(now: station.world.now(), lastAct: lastAct),
                Self.people(accounts, path: path),
            ]
        } catch {
            let lines = Complaint(error).lines.split(separator: "\n").map(String.init)
            return [
                DoctorFinding(
                    check: "database", state: .broken,
                    found: lines.dropLast().joined(separator: " "), remedy: lines.last ?? ""),
                Self.clock(now: Station.machineTime(), lastAct: nil),
            ]
        }
    }

    /// A clock that is behind what was already written would send at forbidden hours.
    static func clock(now: Instant, lastAct: Instant?) -> DoctorFinding {
        let remedy = "Set the clock, for example: sudo timedatectl set-ntp true"
        if now < earliest {
            return DoctorFinding(
                check: "clock", state: .broken, found: "The machine's clock stands before 2026.",
                remedy: remedy)
        }
        if let lastAct, now + .seconds(60) < lastAct {
            let minutes = (lastAct - now).milliseconds / 60_000
            return DoctorFinding(
                check: "clock", state: .broken,
                found: "The machine's clock is \(minutes) minutes behind the last act on record.",
                remedy: remedy)
        }
        return DoctorFinding(check: "clock", state: .fine, found: "it runs forward", remedy: "")
    }

    /// A campaign needs an author and somebody else who approves.
    static func people(_ accounts: [Account], path: String) -> DoctorFinding {
        let approvers = accounts.filter(\.role.mayApprove)
        let writers = accounts.filter(\.role.mayWrite)
        let isEnough = writers.contains { writer in
            approvers.contains { $0.id != writer.id }
        }
        guard !isEnough else {
            return DoctorFinding(
                check: "people", state: .fine, found: "an author and another person who approves",
                remedy: "")
        }
        return DoctorFinding(
            check: "people", state: .warning,
            found: "No campaign can be approved: it takes an author and a second person.",
            remedy: "keng user add --database \(path) NAME --role approver --area SYSTEM/CODE")
    }
}
