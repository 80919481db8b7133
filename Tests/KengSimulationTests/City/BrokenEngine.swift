import KengDomain
import KengSimulation

/// An engine that breaks one promise: the simulation must notice each of them.
enum BrokenEngine: String, CaseIterable, Sendable {
    case forgetsSome, plansSomeTwice
    case sendsTwice, dropsSome, asksNobody
    case sendsAtNight
    case forgetsOptOuts
    case cannotPause
    case losesReceipts
    case acknowledgesAtOnce
    case countsTwice
    case knowsNoLimit
    case keepsReplies
    case changesTexts
    case approvesItself
    case rewritesTheAudit
    case guessesTheNumber

    /// The number of the promise in the design.
    var promise: Int {
        switch self {
        case .forgetsSome, .plansSomeTwice: 1
        case .sendsTwice, .dropsSome, .asksNobody: 2
        case .sendsAtNight: 3
        case .forgetsOptOuts: 4
        case .cannotPause: 5
        case .losesReceipts: 6
        case .acknowledgesAtOnce: 7
        case .countsTwice: 8
        case .knowsNoLimit: 9
        case .keepsReplies: 10
        case .changesTexts: 11
        case .approvesItself: 12
        case .rewritesTheAudit: 13
        case .guessesTheNumber: 14
        }
    }

    /// Found by `keng verify` as a part of the simulation; all others by what is seen from outside.
    var isFoundByVerify: Bool { self == .rewritesTheAudit }

    var faults: SimulatedCity.Faults {
        var faults = SimulatedCity.Faults()
        switch self {
        case .sendsTwice: faults.gateway = { CrookedGateway($0, .sendsTwice) }
        case .dropsSome: faults.gateway = { CrookedGateway($0, .dropsSome) }
        case .asksNobody: faults.gateway = { CrookedGateway($0, .neverSawAnything) }
        case .losesReceipts: faults.gateway = { CrookedGateway($0, .hidesReceipts) }
        case .acknowledgesAtOnce: faults.gateway = { CrookedGateway($0, .acknowledgesAtOnce) }
        case .knowsNoLimit: faults.gateway = { CrookedGateway($0, .knowsNoLimit) }
        case .keepsReplies: faults.gateway = { CrookedGateway($0, .holdsRepliesBack) }
        case .changesTexts: faults.gateway = { CrookedGateway($0, .changesTexts) }
        case .sendsAtNight:
            faults.rules = { try $0.map { try $0.with(hours: Self.allDay) } }
        case .guessesTheNumber:
            faults.rules = { try $0.map { try $0.with(nationalFireNumber: "112") } }
        case .forgetsSome, .plansSomeTwice, .forgetsOptOuts, .cannotPause, .countsTwice,
            .approvesItself, .rewritesTheAudit:
            faults.statements = ["CREATE TRIGGER broken AFTER \(trigger)"]
        }
        return faults
    }

    private static let allDay = PerClass(
        awareness: SendHours.always, service: .always, advertising: .always, emergency: .always)

    private var trigger: String {
        switch self {
        case .forgetsSome:
            """
            INSERT ON message WHEN NEW.wave_id IS NOT NULL AND NEW.resident_id % 5 = 0
            BEGIN DELETE FROM message WHERE id = NEW.id; END
            """
        case .plansSomeTwice:
            """
            INSERT ON message WHEN NEW.wave_id IS NOT NULL AND NEW.resident_id % 5 = 0
            BEGIN
                INSERT INTO message (id, wave_id, resident_id, phone, channel, lane, class, state,
                    reason, body_id, segments, utc_offset, due_at, expires_at, attempts)
                VALUES (NEW.id + 4000000000, NEW.wave_id, -NEW.resident_id, NEW.phone,
                    NEW.channel, NEW.lane, NEW.class, NEW.state, NEW.reason, NEW.body_id,
                    NEW.segments, NEW.utc_offset, NEW.due_at, NEW.expires_at, 0);
            END
            """
        case .forgetsOptOuts:
            """
            UPDATE OF opted_out_at ON phone WHEN NEW.opted_out_at IS NOT NULL
            BEGIN UPDATE phone SET opted_out_at = NULL WHERE number = NEW.number; END
            """
        case .cannotPause:
            """
            UPDATE OF state ON campaign WHEN NEW.state = 5 AND OLD.state = 4
            BEGIN UPDATE campaign SET state = 4 WHERE id = NEW.id; END
            """
        case .countsTwice:
            """
            INSERT ON attendance WHEN NEW.covers = 1
            BEGIN
                UPDATE area_count SET total = total + 1
                WHERE area_id = NEW.area_id AND kind = 2;
            END
            """
        case .approvesItself:
            """
            UPDATE OF state ON campaign WHEN NEW.state = 2
            BEGIN UPDATE campaign SET state = 3, approver_id = 1 WHERE id = NEW.id; END
            """
        default:
            """
            INSERT ON audit WHEN NEW.act LIKE 'campaign.%'
            BEGIN UPDATE audit SET detail = 'nothing' WHERE number = NEW.number; END
            """
        }
    }
}

extension JurisdictionRules {
    fileprivate func with(
        hours: PerClass<SendHours>? = nil, nationalFireNumber: String? = nil
    ) throws -> JurisdictionRules {
        try JurisdictionRules(
            jurisdiction: jurisdiction, hours: hours ?? self.hours, caps: caps, labels: labels,
            optOutFooters: optOutFooters,
            nationalFireNumber: self.nationalFireNumber ?? nationalFireNumber,
            fireNumberByArea: fireNumberByArea, policeNumber: policeNumber,
            ambulanceNumber: ambulanceNumber, sources: sources)
    }
}
