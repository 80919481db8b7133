import KengDomain
import NIOCore
import SMPP

/// What has arrived and is not acknowledged yet, and which of it may be a repeat.
///
/// A gateway sends a text again when it did not hear our acknowledgement. A resident may as well write the same
/// word twice. So a text counts as a repeat only where an equal one waits, or was acknowledged on a
/// connection that ended soon after: then the acknowledgement may never have arrived.
struct Arrivals {
    /// Where the acknowledgement goes.
    struct Handle: Hashable {
        let link: Int
        let id: Inbound.ID
    }

    private struct Entry {
        let event: InboundEvent
        /// Of what it says; nil for a receipt, whose repetition changes nothing.
        let print: UInt64?
        let handle: Handle
        var more: [Handle] = []
        /// The last connection that brought it ended before it was acknowledged: it will come again.
        var isCut = false

        var last: Handle { more.last ?? handle }
    }

    private struct Acknowledged {
        let at: Instant
        let print: UInt64
        let id: InboundEvent.ID
        let handle: Handle
    }

    private var entries = CircularBuffer<Entry>()
    /// Texts among the entries, by what they say.
    private var waiting: [UInt64: InboundEvent.ID] = [:]
    private var lately = CircularBuffer<Acknowledged>()
    private var uncertain: [UInt64: (id: InboundEvent.ID, until: Instant)] = [:]
    private var receipts: UInt64 = 0

    /// An acknowledgement older than this when its connection ends has surely arrived.
    static let settling = Duration.seconds(10)
    /// How long a gateway may take to send a text again.
    static let repeats = Duration.seconds(600)

    var isEmpty: Bool { entries.isEmpty }
    var count: Int { entries.count }

    // MARK: - In

    mutating func add(
        receipt content: InboundEvent.Content, at now: Instant, _ handle: Handle
    ) {
        receipts &+= 1
        let event = InboundEvent(id: "r\(receipts)", at: now, content: content)
        entries.append(Entry(event: event, print: nil, handle: handle))
    }

    /// - Parameter nonce: makes the name of a text new for ever.
    mutating func add(
        text content: InboundEvent.Content, print: UInt64, nonce: UInt64, at now: Instant,
        _ handle: Handle
    ) {
        if let id = waiting[print] {
            for place in entries.indices where entries[place].event.id == id {
                entries[place].more.append(handle)
                entries[place].isCut = false
            }
            return
        }
        let id: InboundEvent.ID
        if let known = uncertain.removeValue(forKey: print), known.until > now {
            id = known.id
        } else {
            id = Self.name(print, nonce)
        }
        waiting[print] = id
        entries.append(
            Entry(
                event: InboundEvent(id: id, at: now, content: content), print: print,
                handle: handle))
    }

    /// Texts of an earlier run of which nobody knows whether the gateway heard that we have them.
    mutating func recall(_ ids: [InboundEvent.ID], at now: Instant) {
        for id in ids {
            guard let print = Self.print(of: id) else { continue }
            uncertain[print] = (id, now + Self.repeats)
        }
    }

    // MARK: - Out

    func first(_ limit: Int) -> [InboundEvent] {
        entries.prefix(limit).map(\.event)
    }

    /// Forgets these events and says what to acknowledge.
    mutating func acknowledge(_ ids: [InboundEvent.ID], at now: Instant) -> [Handle] {
        var handles: [Handle] = []
        handles.reserveCapacity(ids.count)
        var rest: Set<InboundEvent.ID> = []
        for id in ids {
            // They were given in order and nearly always come back so.
            guard entries.first?.event.id == id, let entry = entries.popFirst() else {
                rest.insert(id)
                continue
            }
            finish(entry, at: now, into: &handles)
        }
        if !rest.isEmpty {
            var kept = CircularBuffer<Entry>()
            for entry in entries {
                if rest.contains(entry.event.id) {
                    finish(entry, at: now, into: &handles)
                } else {
                    kept.append(entry)
                }
            }
            entries = kept
        }
        while let oldest = lately.first, oldest.at + Self.settling <= now { lately.removeFirst() }
        return handles
    }

    private mutating func finish(_ entry: Entry, at now: Instant, into handles: inout [Handle]) {
        handles.append(entry.handle)
        handles += entry.more
        guard let print = entry.print else { return }
        waiting[print] = nil
        guard !entry.isCut else {
            uncertain[print] = (entry.event.id, now + Self.repeats)
            return
        }
        // The last connection that brought it is the one that will bring it again.
        lately.append(
            Acknowledged(at: now, print: print, id: entry.event.id, handle: entry.last))
    }

    /// The connection of this link ended: what was acknowledged on it a moment ago may come again, and so will
    /// what is only now being kept.
    mutating func ended(link: Int, at now: Instant) {
        for place in entries.indices where entries[place].last.link == link {
            entries[place].isCut = true
        }
        for one in lately where one.handle.link == link && one.at + Self.settling > now {
            uncertain[one.print] = (one.id, now + Self.repeats)
        }
        if uncertain.count > 100_000 { uncertain = uncertain.filter { $0.value.until > now } }
    }

    // MARK: - Names

    /// `<what it says>-<nonce>`, both to base 16.
    private static func name(_ print: UInt64, _ nonce: UInt64) -> InboundEvent.ID {
        String(print, radix: 16) + "-" + String(nonce, radix: 16)
    }

    private static func print(of id: InboundEvent.ID) -> UInt64? {
        id.split(separator: "-").first.flatMap { UInt64($0, radix: 16) }
    }
}

/// A fingerprint of octets (FNV-1a), the same in every run.
struct Fingerprint {
    private(set) var value: UInt64 = 0xCBF2_9CE4_8422_2325

    mutating func add(_ octet: UInt8) {
        value = (value ^ UInt64(octet)) &* 0x100_0000_01B3
    }

    mutating func add(_ text: String) {
        for octet in text.utf8 { add(octet) }
        add(0)
    }

    mutating func add(_ buffer: ByteBuffer) {
        for octet in buffer.readableBytesView { add(octet) }
        add(0)
    }
}
