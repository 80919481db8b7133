import ArgumentParser
import KengText

/// Counts texts of one length, as the check page and the dispatcher do before each sending.
struct SegmentBench: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "segment",
        abstract: "Count the segments of many texts of 160 characters, on one core.",
        discussion: """
            The standard texts are taken from the lessons, in Vietnamese, Indonesian and Chinese by \
            turns. naive_per_second is what counting character by character in plain Swift takes \
            of the same texts.
            """)

    @Flag(help: "Answer with one JSON line.")
    var json = false

    @Option(help: "How many texts to count.")
    var count = 1_000_000

    @Option(
        help: "What the texts are: mixed, ascii, vi, id, zh or nfd (Vietnamese with marks apart).")
    var kind = SegmentTexts.Kind.mixed

    @Flag(help: "Cut the texts into parts too, and write their octets.")
    var cut = false

    @Option(help: "The content folder. Without it: KENG_CONTENT, else ./Content.")
    var content: String?

    func validate() throws {
        guard count > 0 else { throw ValidationError("--count must be 1 or more") }
    }

    func run() throws {
        let texts: [String]
        do {
            texts = try SegmentTexts(kind).texts(content: content)
        } catch {
            let complaint = Complaint(error)
            StandardStreams.say(complaint.lines.utf8)
            throw complaint.status.code
        }
        var segments = 0
        var octets = 0
        let measure = BenchMeasure.measure {
            for index in 0..<count {
                let text = texts[index % texts.count]
                if cut {
                    let parts = SegmentedText(text)
                    segments += parts.segments
                    // No text of 160 characters has too many parts.
                    let messages = try? parts.messages(reference: UInt16(truncatingIfNeeded: index))
                    octets += messages?.reduce(0) { $0 + $1.count } ?? 0
                } else {
                    segments += SegmentCount(text).segments
                }
            }
        }
        let few = max(1, count / 20)
        var naive = 0
        let other = BenchMeasure.measure {
            for index in 0..<few { naive += NaiveCount.segments(texts[index % texts.count]) }
        }
        let expected = (0..<few).reduce(0) { $0 + SegmentCount(texts[$1 % texts.count]).segments }
        var more = [
            "segments": segments, "texts": texts.count,
            "naive_per_second": Int(Double(few) / max(other.seconds, 1e-9)),
            "naive_agrees": naive == expected ? 1 : 0,
        ]
        if cut { more["octets"] = octets }
        let scenario = "segment-\(cut ? "cut-" : "")\(kind.rawValue)"
        try answer(measure.line(scenario, count: count, more: more, json: json))
    }
}

/// Counting as one writes it first, to measure against.
private enum NaiveCount {
    private static let single = Set(
        "@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !\"#¤%&'()*+,-./0123456789:;<=>?¡ABCDEFGHIJKLMNOPQRSTUVWXYZ"
            + "ÄÖÑÜ§¿abcdefghijklmnopqrstuvwxyzäöñüà")
    private static let double = Set("\u{0C}^{}\\[~]|€")

    static func segments(_ text: String) -> Int {
        var septets = 0
        for character in text {
            if single.contains(character) {
                septets += 1
            } else if double.contains(character) {
                septets += 2
            } else {
                return parts(Array(text.nfc.utf16).count, 70, 67)
            }
        }
        return parts(septets, 160, 153)
    }

    private static func parts(_ units: Int, _ single: Int, _ part: Int) -> Int {
        units <= single ? 1 : (units + part - 1) / part
    }
}
