internal import KengText
internal import NIOCore
internal import SMPP

/// The texts that people send to the short code (MO), in three languages by turns.
struct SMSCInbound: Sendable {
    /// One deliver_sm: the whole text of one phone, or a part of it.
    struct Piece: Hashable, Sendable {
        let number: Int
        let part: Int

        init(number: Int, part: Int) {
            self.number = number
            self.part = part
        }

        var token: UInt64 { UInt64(number) << 8 | UInt64(part) }

        init(token: UInt64) {
            self.init(number: Int(token >> 8), part: Int(token & 0xFF))
        }
    }

    /// Digits of a phone that count up.
    static let countedDigits = 7

    private static let short = ["Đã hiểu, cảm ơn", "Sudah paham, terima kasih", "明白了，谢谢"]
    private static let long = [
        "Nhà tôi đã kiểm tra bình gas, dây điện và lối thoát hiểm. Hai cháu nhỏ biết số 114, "
            + "biết bò thấp khi có khói và biết điểm hẹn ngoài ngõ. Cảm ơn các anh đã nhắc!",
        "Rumah saya sudah diperiksa: tabung gas, kabel listrik, dan jalan keluar. Anak-anak sudah "
            + "tahu nomor darurat, merangkak rendah saat ada asap, dan titik kumpul di depan gang. "
            + "Terima kasih sudah mengingatkan kami semua!",
        "我家已经检查了煤气罐、电线和逃生通道。孩子们知道火警电话，知道有烟时要低姿前进，也知道在巷口集合。"
            + "谢谢你们的提醒，我们会告诉邻居，也会定期检查灭火器和电线，请放心。",
    ]

    private let count: Int
    private let rate: Int
    private let longEvery: Int
    private let manner: SMSCProfile.InboundParts
    private let destination: String
    private let prefix: String
    private let shortTexts: [SegmentedText]
    private let longTexts: [SegmentedText]

    private var startedAt: Duration?
    private var nextNumber = 0
    /// Parts of the text that has begun, and what must be sent again.
    private var waiting = CircularBuffer<(piece: Piece, isAgain: Bool)>()
    private var sentAt: [Piece: Duration] = [:]
    private var expectsReply: [String: Duration] = [:]

    init(_ profile: SMSCProfile) {
        count = profile.inboundCount
        rate = profile.inboundRate
        longEvery = profile.inboundLongEvery
        manner = profile.inboundParts
        destination = profile.inboundTo
        prefix = profile.inboundFrom
        let reference: PartReference = profile.inboundParts == .udh16 ? .long : .short
        let given = profile.inboundText.map { [$0] }
        shortTexts = (given ?? Self.short).map { SegmentedText($0, reference: reference) }
        longTexts = (given ?? Self.long).map { SegmentedText($0, reference: reference) }
    }

    /// Texts that have not been sent, and pieces without an answer.
    var remaining: Int { count - nextNumber + waiting.count + sentAt.count }

    /// When the next text is due; what is only kept by the window is due when an answer comes.
    var next: Duration? {
        guard nextNumber < count else { return nil }
        guard let startedAt, rate > 0 else { return startedAt == nil ? .zero : nil }
        return startedAt + .seconds(1) * nextNumber / rate
    }

    /// The next piece, if one is due.
    mutating func take(at now: Duration) -> (Piece, isAgain: Bool)? {
        if waiting.isEmpty { begin(at: now) }
        guard let (piece, isAgain) = waiting.popFirst() else { return nil }
        sentAt[piece] = now
        // The reply is timed from the moment the last part left for the first time.
        if !isAgain, piece.part + 1 == parts(of: piece.number) {
            expectsReply[phone(piece.number)] = now
        }
        return (piece, isAgain)
    }

    private mutating func begin(at now: Duration) {
        if startedAt == nil, count > 0 { startedAt = now }
        guard let due = rate > 0 ? next : now, due <= now, nextNumber < count else { return }
        for part in 0..<parts(of: nextNumber) {
            waiting.append((Piece(number: nextNumber, part: part), false))
        }
        nextNumber += 1
    }

    mutating func putBack(_ piece: Piece) {
        sentAt[piece] = nil
        waiting.append((piece, true))
    }

    /// When the piece left; nil when that answer was counted before.
    mutating func answered(_ piece: Piece) -> Duration? {
        sentAt.removeValue(forKey: piece)
    }

    /// When the phone wrote, if nothing came for it since.
    mutating func reply(to phone: String) -> Duration? {
        guard !expectsReply.isEmpty else { return nil }
        return expectsReply.removeValue(forKey: phone)
    }

    func phone(_ number: Int) -> String {
        let digits = String(number % 10_000_000)
        return prefix + String(repeating: "0", count: Self.countedDigits - digits.utf8.count)
            + digits
    }

    private func parts(of number: Int) -> Int {
        manner == .payload ? 1 : text(number).segments
    }

    private func text(_ number: Int) -> SegmentedText {
        let isLong = longEvery > 0 && (number + 1) % longEvery == 0
        let texts = isLong ? longTexts : shortTexts
        return texts[number % texts.count]
    }

    /// Nil only for a text of more parts than a header can count.
    func message(_ piece: Piece) -> ShortMessage? {
        let text = text(piece.number)
        let isJoined = text.segments > 1
        var octets: [UInt8] = []
        var parameters: [TLV] = []
        var esmClass = ESMClass.plain
        let reference = UInt16(truncatingIfNeeded: piece.number)
        switch manner {
        case .udh, .udh16:
            if isJoined { esmClass = .withHeader }
            guard let part = try? text.message(piece.part, reference: reference) else { return nil }
            octets = part
        case .sar:
            octets = text.octets(ofPart: piece.part)
            if isJoined {
                parameters = [
                    TLV(.segmentReference, number: reference),
                    TLV(.segmentTotal, number: UInt8(clamping: text.segments)),
                    TLV(.segmentNumber, number: UInt8(clamping: piece.part + 1)),
                ]
            }
        case .payload:
            // A payload of our own texts is never too long.
            if let whole = try? TLV(.messagePayload, ByteBuffer(bytes: text.octets)) {
                parameters = [whole]
            }
        }
        guard let phone = try? Address(ton: 1, npi: 1, digits: phone(piece.number)),
            let code = try? Address(ton: 0, npi: 1, digits: destination)
        else { return nil }
        return try? ShortMessage(
            source: phone, destination: code, text: ByteBuffer(bytes: octets),
            esmClass: esmClass, dataCoding: text.encoding == .ucs2 ? 8 : 0, tlvs: parameters)
    }
}
