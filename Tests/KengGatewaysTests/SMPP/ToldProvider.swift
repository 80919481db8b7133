import Foundation
import KengDomain
import KengText
import NIOCore
import NIOPosix
import SMPP
import Synchronization
@testable import KengGateways

/// A provider that does what a test tells it.
final class ToldProvider: ListenerDelegate {
    let listener = Mutex<Listener?>(nil)
    /// How often a destination got a submit.
    let seen = Mutex<[String: Int]>([:])
    let acknowledged = Mutex(0)
    let binds = Mutex(0)
    private let submits = Mutex<[ShortMessage]>([])
    private let count = Mutex(0)
    private let connection = Mutex(0)
    private let dropAt: Set<Int>
    private let isHexadecimal: Bool
    private let password: String

    init(dropAt: Set<Int> = [], hexadecimal: Bool = false, password: String = "secret") {
        self.dropAt = dropAt
        isHexadecimal = hexadecimal
        self.password = password
    }

    func verdict(on bind: Bind, from connection: Int) -> CommandStatus {
        binds.withLock { $0 += 1 }
        return bind.password == password ? .ok : .invalidPassword
    }

    func bound(_ bind: Bind, on connection: Int) {
        self.connection.withLock { $0 = connection }
    }

    func requested(_ requests: [PDU], on connection: Int) -> [PDU] {
        var responses: [PDU] = []
        for request in requests {
            guard case .submit(let message) = request.body else { continue }
            seen.withLock { $0[message.destination.digits, default: 0] += 1 }
            submits.withLock { $0.append(message) }
            let number = count.withLock { count in
                count += 1
                return count
            }
            if dropAt.contains(number) {
                listener.withLock { $0 }?.drop(connection)
                return []
            }
            let id = isHexadecimal ? String(0xA000 + number, radix: 16) : "id\(number)"
            if let response = try? MessageResponse(messageID: id) {
                responses.append(PDU(.submitResponse(response), sequence: request.sequence))
            }
        }
        return responses
    }

    func delivered(_ answers: [DeliverAnswer], on connection: Int) {
        acknowledged.withLock { $0 += answers.count }
    }

    func doubtful(_ tokens: [UInt64], on connection: Int) {}
    func closed(_ connection: Int) {}

    /// What the phone shows: its parts in order.
    func handset(_ phone: String) -> String {
        let parts = submits.withLock { $0 }.filter { $0.destination.digits == phone }
        var pieces: [(number: UInt8, octets: [UInt8])] = []
        for part in parts {
            var body = part.payload
            var number = part.tlvs.octet(.segmentNumber) ?? 1
            if part.esmClass.hasUDH {
                number = UserDataHeader(reading: &body)?.part?.number ?? 0
            }
            pieces.append((number, Array(body.readableBytesView)))
        }
        let octets = pieces.sorted { $0.number < $1.number }.flatMap(\.octets)
        return ReceivedText.read(octets, coding: parts.first?.dataCoding ?? 0) ?? "unreadable"
    }

    func receipt(_ phone: String, id: String, stat: String, asTLV: Bool) throws {
        var tlvs: [TLV] = []
        var text = ByteBuffer()
        if asTLV {
            let state = MessageStatus(stat: stat)?.rawValue ?? 0
            tlvs = [
                try TLV(.receiptedMessageID, text: id), TLV(.messageState, number: state),
            ]
        } else {
            text.writeString(
                "id:\(id) sub:001 dlvrd:001 submit date:2611260900 done date:2611260901 "
                    + "stat:\(stat) err:000 text:Goi 114")
        }
        try deliver(
            ShortMessage(
                source: Address(ton: 1, npi: 1, digits: phone),
                destination: Address(ton: 5, npi: 0, digits: "PCCC-HN"), text: text,
                esmClass: .receipt, tlvs: tlvs))
    }

    func deliver(from phone: String, _ text: String, coding: UInt8) throws {
        let octets =
            coding == 8
            ? text.utf16.flatMap { [UInt8($0 >> 8), UInt8(truncatingIfNeeded: $0)] }
            : Array(text.utf8)
        try deliver(
            ShortMessage(
                source: Address(ton: phone.hasPrefix("0") ? 2 : 1, npi: 1, digits: phone),
                destination: Address(digits: "8114"), text: ByteBuffer(bytes: octets),
                dataCoding: coding))
    }

    private func deliver(_ message: ShortMessage) throws {
        let connection = connection.withLock { $0 }
        listener.withLock { $0 }?.deliver([Submission(token: 1, message: message)], on: connection)
    }
}
