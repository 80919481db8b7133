import ArgumentParser
import KengText

/// Counts texts of one length, as the check page and the dispatcher do before each sending.
struct SegmentBench: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "segment",
        abstract: "Count the segments of many texts of 160 characters.")

    @Flag(help: "Answer with one JSON line.")
    var json = false

    @Option(help: "How many texts to count.")
    var count = 1_000_000

    @Option(help: "What the texts are: ascii, vi, zh or nfd (Vietnamese with marks apart).")
    var kind = Kind.ascii

    @Flag(help: "Cut the texts into parts too.")
    var cut = false

    enum Kind: String, ExpressibleByArgument {
        case ascii, vi, zh, nfd

        var sentence: String {
            switch self {
            case .ascii: "Kebakaran di rumah? Keluar, tutup pintu, panggil 113. "
            case .vi: "Khi cháy, hãy thoát ra ngoài, gọi 114. "
            case .zh: "着火了，请立即离开并拨打119。"
            case .nfd: Kind.vi.sentence.nfd
            }
        }
    }

    func validate() throws {
        guard count > 0 else { throw ValidationError("--count must be 1 or more") }
    }

    func run() {
        // Texts differ, so that no answer can be kept from the one before.
        let line = String(repeating: kind.sentence, count: 20)
        let texts = (0..<997).map { String(line.dropFirst($0 % 40).prefix(156)) + "\(1000 + $0)" }
        var segments = 0
        let measure = BenchMeasure.measure {
            for index in 0..<count {
                let text = texts[index % texts.count]
                segments += cut ? SegmentedText(text).segments : SegmentCount(text).segments
            }
        }
        let scenario = "segment-\(cut ? "cut-" : "")\(kind.rawValue)"
        print(measure.line(scenario, count: count, more: ["segments": segments], json: json))
    }
}
