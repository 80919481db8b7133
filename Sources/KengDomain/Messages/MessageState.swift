/// Where a message stands; design.md 5 draws the arrows.
///
/// Raw values are kept in rows and never change.
package enum MessageState: Int64, Hashable, Sendable, CaseIterable {
    case planned = 1
    case handoff = 2
    case accepted = 3
    case delivered = 4
    case undelivered = 5
    case expired = 6
    case rejected = 7
    case unknown = 8
    case suppressed = 9
    case cancelled = 10

    /// Nothing but a late receipt or a person's act moves it any more.
    package var isSettled: Bool {
        switch self {
        case .planned, .handoff: false
        case .accepted, .delivered, .undelivered, .expired, .rejected, .unknown, .suppressed,
            .cancelled:
            true
        }
    }

    /// The provider took it, so it counts against caps and may have reached a handset.
    package var wasTaken: Bool {
        switch self {
        case .accepted, .delivered, .undelivered: true
        case .planned, .handoff, .expired, .rejected, .unknown, .suppressed, .cancelled: false
        }
    }

    /// The word that names it in the catalogue and the API.
    package var word: String {
        switch self {
        case .planned: "planned"
        case .handoff: "handoff"
        case .accepted: "accepted"
        case .delivered: "delivered"
        case .undelivered: "undelivered"
        case .expired: "expired"
        case .rejected: "rejected"
        case .unknown: "unknown"
        case .suppressed: "suppressed"
        case .cancelled: "cancelled"
        }
    }
}

/// Which queue a message waits in; the lower number always goes first.
package enum Lane: Int64, Hashable, Sendable, CaseIterable, Comparable {
    case emergency = 0
    case reply = 1
    case bulk = 2

    package static func < (left: Self, right: Self) -> Bool {
        left.rawValue < right.rawValue
    }
}

/// The kind of way a message goes out by.
package enum Channel: Int64, Hashable, Sendable, CaseIterable {
    case sms = 1
    case zalo = 2
}

/// Why a message that was planned was never handed over.
package enum Suppression: Int64, Hashable, Sendable, CaseIterable {
    case optedOut = 1
    case capped = 2
    case noRoute = 3
    case noFireNumber = 4
    case noEdition = 5

    package var word: String {
        switch self {
        case .optedOut: "opted_out"
        case .capped: "capped"
        case .noRoute: "no_route"
        case .noFireNumber: "no_fire_number"
        case .noEdition: "no_edition"
        }
    }
}
