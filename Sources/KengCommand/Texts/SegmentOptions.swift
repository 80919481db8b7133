import ArgumentParser
import Foundation
import KengText

/// The options of `keng segment` that change what is counted.
struct SegmentOptions: ParsableArguments {
    @Flag(help: "Answer in JSON: encoding, units, segments and forced_by, and what was asked for.")
    var json = false

    @Flag(help: "Show the parts too.")
    var parts = false

    @Option(
        help: ArgumentHelp("Bits of the number that joins the parts: 8 or 16.", valueName: "bits"))
    var reference = 8

    @Option(help: "What the route speaks where it is not UCS-2: gsm0338, ascii or latin1.")
    var alphabet = Alphabet.gsm0338

    @Option(
        help: ArgumentHelp(
            "Replace characters first, as the route does: a table, or “standard”.",
            valueName: "file"))
    var replace: String?

    @Flag(help: "Count the text without its Vietnamese marks, and name what becomes ambiguous.")
    var unmarked = false

    @Option(help: "The folder of words. Without it: KENG_LOCALES, else ./Locales.")
    var locales: String?

    func validate() throws {
        guard reference == 8 || reference == 16 else {
            throw ValidationError("--reference is \(reference); 8 and 16 are possible.")
        }
    }

    func manner() throws -> SegmentManner {
        let table = try replace.map { name in
            try Replacements.load(name == "standard" ? Self.standard(locales) : name)
        }
        return SegmentManner(
            isJSON: json, showsParts: parts, reference: reference == 8 ? .short : .long,
            alphabet: alphabet, table: table, hints: try table ?? hints(),
            collisions: unmarked ? try collisions(locales: locales) : nil)
    }

    /// Counting needs no folder of words: without one there is only less to propose.
    private func hints() throws -> Replacements {
        guard let file = try? Self.standard(locales),  // See above.
            FileManager.default.fileExists(atPath: file)
        else { return .none }
        return try Replacements.load(file)
    }

    private static func standard(_ locales: String?) throws -> String {
        try Places.find(.locales, option: locales) + "/replacements.txt"
    }
}

extension Alphabet: ExpressibleByArgument {}

extension Replacements {
    /// The table that holds where a route has none of its own.
    static func standard(locales: String?) throws -> Replacements {
        try load(Places.find(.locales, option: locales) + "/replacements.txt")
    }

    /// Reads a route's table, or says which line is wrong and how it should look.
    static func load(_ path: String) throws -> Replacements {
        let remedy =
            "Write lines such as: “ ” U+201E = \"   (Locales/replacements.txt is an example)"
        let file: String
        do {
            file = try String(contentsOfFile: path, encoding: .utf8)
        } catch {
            throw Complaint(
                .badConfiguration, "The table \(path) cannot be read.",
                "It is not there, not for this user, or not UTF-8.",
                "Name a table, or the one that came with keng: --replace standard")
        }
        do throws(Replacements.Problem) {
            return try Replacements(file)
        } catch {
            throw Complaint(
                .badConfiguration, "\(path):\(error.line): \(error.found).", error.expected + ".",
                remedy)
        }
    }
}

extension Replacements.Problem {
    fileprivate var found: String {
        switch self {
        case .noRule: "the line has no = with characters before it and spaces around it"
        case .notOneCharacter(let word, _): "“\(word)” stands before the ="
        case .badCode(let word, _): "“\(word)” is no code of a character and no range of codes"
        case .repeated(let scalar, _): "\(Self.name(scalar)) has a rule already"
        case .notInGSM7(let scalar, _): "the replacement holds \(Self.name(scalar))"
        }
    }

    fileprivate var expected: String {
        switch self {
        case .noRule: "Each line is: characters, then =, then what each becomes"
        case .notOneCharacter: "Single characters are expected there, apart by spaces"
        case .badCode: "Codes look like U+00A0, ranges like U+2000..U+200A (256 codes at most)"
        case .repeated: "A character has one rule in a table"
        case .notInGSM7: "A replacement of characters in GSM 7-bit is expected"
        }
    }

    private static func name(_ scalar: Unicode.Scalar) -> String {
        let digits = String(scalar.value, radix: 16, uppercase: true)
        return "U+" + String(repeating: "0", count: max(0, 4 - digits.count)) + digits
    }
}
