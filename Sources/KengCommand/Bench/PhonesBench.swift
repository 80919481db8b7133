import ArgumentParser
import KengDomain
import KengText

/// Reads phone numbers as an import does, in the forms people type.
struct PhonesBench: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "phones",
        abstract: "Read many phone numbers in all the ways people type them.")

    @Flag(help: "Answer with one JSON line.")
    var json = false

    @Option(help: "How many numbers to read.")
    var count = 2_000_000

    @Option(help: "Whose numbers: VN, ID or CN.")
    var region = "VN"

    func validate() throws {
        guard count > 0 else { throw ValidationError("--count must be 1 or more") }
        guard ["VN", "ID", "CN"].contains(region) else {
            throw ValidationError("--region is \(region); VN, ID and CN are possible")
        }
    }

    func run() throws {
        let reader = PhoneNumberReader(region: try Jurisdiction(region))
        let (country, first) =
            region == "VN" ? ("84", "91") : region == "ID" ? ("62", "812") : ("86", "138")
        let tail = region == "CN" ? 10_000_000 : 1_000_000
        let texts = (0..<997).map { index in
            let national = first + String(tail + index * 8_009 % tail)
            switch index % 5 {
            case 0: return Array("+\(country)\(national)".utf8)
            case 1: return Array(national.utf8)
            case 2: return Array("\(country) \(national)".utf8)
            default: return Array((region == "CN" ? national : "0" + national).utf8)
            }
        }
        var taken = 0
        let measure = BenchMeasure.measure {
            for index in 0..<count {
                let typed = texts[index % 997]
                let number = try? reader.read(utf8: typed.span)  // What is refused is not counted.
                if number != nil { taken += 1 }
            }
        }
        let line = measure.line(
            "phones-\(region)", count: count, more: ["taken": taken], json: json)
        try answer(line)
    }
}
