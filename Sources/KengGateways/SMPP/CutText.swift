import KengDomain
import KengText
import NIOCore
import SMPP

/// A text cut for one provider, once for all who get it.
final class CutText: Sendable {
    /// How many submits carry it.
    let parts: Int
    /// How many segments the handset gets.
    let segments: Int
    private let octets: [ByteBuffer]
    private let coding: UInt8
    private let manner: SMPPSettings.LongText

    /// Nil for a text of more parts than a header can count.
    init?(_ text: String, _ settings: SMPPSettings) {
        let cut = settings.routeText.cut(text)
        guard cut.segments <= SegmentedText.mostParts else { return nil }
        segments = cut.segments
        manner = settings.longText
        coding = cut.encoding == .gsm7 ? settings.plainCoding : settings.wideCoding
        switch settings.longText {
        case .payload where cut.segments > 1:
            octets = [ByteBuffer(bytes: cut.octets)]
        case .header, .parameters, .payload:
            octets = cut.parts.indices.map { ByteBuffer(bytes: cut.octets(ofPart: $0)) }
        }
        parts = octets.count
    }

    /// The submit_sm of one part, from 0.
    func message(
        part: Int, reference: UInt16, to phone: PhoneNumber, validity: String,
        _ settings: SMPPSettings
    ) throws(FieldProblem) -> ShortMessage {
        var text = octets[part]
        var esmClass = ESMClass.plain
        var tlvs = settings.constants
        if segments > 1 {
            switch manner {
            case .header(let width):
                var buffer = ByteBuffer()
                buffer.reserveCapacity(7 + text.readableBytes)
                header(part: part, reference: reference, width)?.write(into: &buffer)
                buffer.writeImmutableBuffer(text)
                text = buffer
                esmClass = .withHeader
            case .parameters:
                tlvs.append(TLV(.segmentReference, number: reference))
                tlvs.append(TLV(.segmentTotal, number: UInt8(truncatingIfNeeded: segments)))
                tlvs.append(TLV(.segmentNumber, number: UInt8(truncatingIfNeeded: part + 1)))
            case .payload:
                tlvs.append(try TLV(.messagePayload, text))
                text = ByteBuffer()
            }
        }
        return try ShortMessage(
            source: settings.source,
            destination: Address(
                ton: settings.destinationTON, npi: settings.destinationNPI, digits: phone.digits),
            text: text, serviceType: settings.serviceType, esmClass: esmClass,
            validityPeriod: validity, registeredDelivery: settings.registeredDelivery,
            dataCoding: coding, tlvs: tlvs)
    }

    private func header(
        part: Int, reference: UInt16, _ width: PartReference
    ) -> UserDataHeader? {
        UserDataHeader.Part(
            reference: width == .long ? reference : reference & 0xFF,
            total: UInt8(truncatingIfNeeded: segments),
            number: UInt8(truncatingIfNeeded: part + 1), isWide: width == .long
        ).map(UserDataHeader.init)
    }
}

/// The texts cut lately; a campaign has few, and each goes to many.
struct CutTexts {
    private var known: [String: CutText] = [:]
    private let settings: SMPPSettings

    private static let most = 2048

    init(_ settings: SMPPSettings) {
        self.settings = settings
    }

    /// Nil for a text that no number of parts can carry.
    mutating func cut(_ text: String) -> CutText? {
        if let cut = known[text] { return cut }
        guard let cut = CutText(text, settings) else { return nil }
        if known.count >= Self.most { known.removeAll(keepingCapacity: true) }
        known[text] = cut
        return cut
    }
}

/// Numbers for long texts, so that parts of two texts to one handset are never taken for one.
struct PartReferences {
    private var newer: [PhoneNumber: UInt16] = [:]
    private var older: [PhoneNumber: UInt16] = [:]
    private var start: UInt16

    /// As many phones are remembered at least.
    private static let most = 50_000

    /// `start` differs from run to run, since handsets remember an earlier one.
    init(start: UInt16) {
        self.start = start
    }

    mutating func next(for phone: PhoneNumber) -> UInt16 {
        let last = newer[phone] ?? older[phone] ?? start
        if newer.count >= Self.most {
            older = newer
            newer = [:]
            start &+= 1
        }
        newer[phone] = last &+ 1
        return last &+ 1
    }
}
