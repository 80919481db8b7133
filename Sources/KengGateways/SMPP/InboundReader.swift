import KengDomain
import KengText
import NIOCore
import SMPP

/// Makes of what a provider sends what the engine understands.
struct InboundReader: Sendable {
    enum Reading: Hashable {
        case receipt(DeliveryReceipt, of: PhoneNumber, code: String)
        /// With the fingerprint of all that a repeat would repeat.
        case text(InboundEvent.Content, print: UInt64)
        /// Nothing to be done with it; the word says why, for the log.
        case useless(String)
    }

    private let settings: SMPPSettings
    private let phones: PhoneNumberReader

    init(_ settings: SMPPSettings) {
        self.settings = settings
        phones = PhoneNumberReader(region: settings.region)
    }

    func read(_ message: Inbound.Message) -> Reading {
        switch message {
        case .deliver(let short):
            let receipt = DeliveryReceipt(short, acceptsPlain: settings.acceptsPlainReceipts)
            if let receipt { return read(receipt, short.source, short.destination) }
            return text(
                short.source, short.destination, short.esmClass, short.dataCoding, short.payload,
                short.tlvs)
        case .data(let data):
            let receipt = DeliveryReceipt(data, acceptsPlain: settings.acceptsPlainReceipts)
            if let receipt { return read(receipt, data.source, data.destination) }
            return text(
                data.source, data.destination, data.esmClass, data.dataCoding, data.payload,
                data.tlvs)
        case .alert:
            return .useless("an alert_notification")
        }
    }

    private func read(
        _ receipt: DeliveryReceipt, _ source: Address, _ destination: Address
    ) -> Reading {
        guard receipt.messageID != nil else { return .useless("a receipt without an id") }
        // Some gateways leave the addresses as they were in the submit.
        guard let phone = phone(source) ?? phone(destination) else {
            return .useless("a receipt without a phone")
        }
        let code = [receipt.stat, receipt.error].compactMap { $0 }.joined(separator: " ")
        return .receipt(receipt, of: phone, code: String(code.prefix(64)))
    }

    private func text(
        _ source: Address, _ destination: Address, _ esmClass: ESMClass, _ coding: UInt8,
        _ payload: ByteBuffer, _ tlvs: [TLV]
    ) -> Reading {
        guard let phone = phone(source) else { return .useless("a text from no mobile number") }
        var print = Fingerprint()
        print.add(source.digits)
        print.add(destination.digits)
        print.add(coding)
        print.add(payload)
        var body = payload
        var part: TextPart.Place?
        if esmClass.hasUDH {
            // A header that cannot be read stays in the text: better seen than lost.
            part = UserDataHeader(reading: &body)?.part.flatMap {
                TextPart.Place(
                    reference: Int($0.reference), total: Int($0.total), number: Int($0.number))
            }
        } else if let reference = tlvs.first(.segmentReference)?.getInteger(
            at: 0, as: UInt16.self), let total = tlvs.octet(.segmentTotal),
            let number = tlvs.octet(.segmentNumber)
        {
            print.add("\(reference)/\(total)/\(number)")
            part = TextPart.Place(
                reference: Int(reference), total: Int(total), number: Int(number))
        }
        let octets = Array(body.readableBytesView)
        if let part, part.total > 1 {
            return .text(
                .part(from: phone, TextPart(place: part, octets: octets, coding: coding)),
                print: print.value)
        }
        guard let text = read(octets, coding: coding) else {
            return .useless("a binary message")
        }
        return .text(.text(from: phone, text: text), print: print.value)
    }

    func read(_ octets: [UInt8], coding: UInt8) -> String? {
        ReceivedText.read(octets, coding: coding, alphabet: settings.alphabet)
    }

    private func phone(_ address: Address) -> PhoneNumber? {
        // Silence is right: a brand name is no phone, and that is all there is to say.
        try? phones.read(address.ton == 1 ? "+" + address.digits : address.digits).number
    }
}

extension MessageStatus {
    var receiptStatus: ReceiptStatus {
        switch self {
        case .scheduled, .enroute, .accepted: .enroute
        case .unknown: .unknown
        case .expired: .expired
        case .deleted, .undeliverable, .rejected, .skipped: .failed
        case .delivered: .delivered
        }
    }
}
