package import SMPP

/// Which status means what; a provider's own file changes single lines of it.
package struct StatusTable: Hashable, Sendable {
    private var changes: [CommandStatus: Reaction]

    package init(changes: [CommandStatus: Reaction] = [:]) {
        self.changes = changes
    }

    package func reaction(to status: CommandStatus) -> Reaction {
        if status == .ok { return .accepted }
        return changes[status] ?? Self.usual(status)
    }

    /// What most providers mean; where they differ, what loses no message.
    private static func usual(_ status: CommandStatus) -> Reaction {
        switch status {
        case .throttled:
            .throttled(after: .seconds(1))
        case .messageQueueFull:
            .throttled(after: .seconds(30))
        case .systemError, .temporaryReceiverError, .incorrectBindStatus:
            .temporary(after: .seconds(30), tries: 8)
        // SMPP 5.0: the service is not there for the moment.
        case CommandStatus(rawValue: 0x102):
            .temporary(after: .seconds(60), tries: 8)
        case .submitFailed, .unknownError:
            .temporary(after: .seconds(30), tries: 3)
        case .invalidSource, .invalidSourceTON, .invalidSourceNPI, .invalidDestinationTON,
            .invalidDestinationNPI, .invalidServiceType, .invalidSystemType, .invalidPriority,
            .invalidRegisteredDelivery, .invalidScheduleTime, .invalidValidityPeriod,
            .invalidDefaultMessage, .invalidESMClass, .invalidCommandID, .invalidTLVStream,
            .tlvNotAllowed, .invalidTLVLength, .tlvMissing, .invalidTLVValue,
            // SMPP 5.0: not authorised, prohibited, denied, data_coding.
            CommandStatus(rawValue: 0x100), CommandStatus(rawValue: 0x101),
            CommandStatus(rawValue: 0x103), CommandStatus(rawValue: 0x104):
            .barred
        // Each vendor's own; what they mean belongs into the provider's file.
        case let status where (0x400...0x4FF).contains(status.rawValue):
            .temporary(after: .seconds(60), tries: 3)
        default:
            .permanent
        }
    }
}

extension CommandStatus {
    /// As it is kept with a message: `0x0B RINVDSTADR`, so that a search finds either.
    var code: String { description }
}
