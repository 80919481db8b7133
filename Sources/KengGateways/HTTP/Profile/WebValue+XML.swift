import CExpat

extension WebValue {
    /// Reads XML by the local names of its elements: one with only text is a text, equal neighbours are a list.
    ///
    /// Nil for anything else, and for what declares entities.
    package init?(xml octets: some Sequence<UInt8>) {
        let octets = Array(octets)
        let reader = XMLReader()
        guard reader.read(octets), let root = reader.root else { return nil }
        self = .object([root])
    }

    /// The tree as XML: an object's members are elements, a list repeats its name.
    package var xml: String {
        guard case .object(let members) = self else { return words?.inXML ?? "" }
        return members.map { $0.xml }.joined()
    }
}

extension WebValue.Member {
    /// `soap:Envelope xmlns:soap="…"` is a name with attributes; the end has the name alone.
    fileprivate var xml: String {
        if case .list(let items) = value {
            return items.map { WebValue.Member(name, $0).xml }.joined()
        }
        return "<\(name)>\(value.xml)</\(name.prefix { $0 != " " })>"
    }
}

extension String {
    fileprivate var inXML: String {
        var text = ""
        for character in self {
            switch character {
            case "&": text += "&amp;"
            case "<": text += "&lt;"
            case ">": text += "&gt;"
            default: text.append(character)
            }
        }
        return text
    }
}

/// Builds the tree while expat reads.
@safe
private final class XMLReader {
    private struct Element {
        let name: String
        var text: [UInt8] = []
        var members: [WebValue.Member] = []
    }

    private var open: [Element] = []
    private(set) var root: WebValue.Member?
    private var parser: XML_Parser?

    private static let deepest = 64

    init() {
        unsafe parser = XML_ParserCreate("UTF-8")
        unsafe XML_SetUserData(parser, Unmanaged.passUnretained(self).toOpaque())
        unsafe XML_SetElementHandler(
            parser,
            { owner, name, _ in
                unsafe XMLReader.reader(owner)?.start(name)
            },
            { owner, _ in
                unsafe XMLReader.reader(owner)?.end()
            })
        unsafe XML_SetCharacterDataHandler(parser) { owner, octets, count in
            unsafe XMLReader.reader(owner)?.add(octets, count)
        }
        // Entities could make a small answer a huge one, and no provider needs them.
        unsafe XML_SetStartDoctypeDeclHandler(parser) { owner, _, _, _, _ in
            unsafe XMLReader.reader(owner)?.giveUp()
        }
    }

    deinit { unsafe XML_ParserFree(parser) }

    private static func reader(_ owner: UnsafeMutableRawPointer?) -> XMLReader? {
        unsafe owner.map { unsafe Unmanaged<XMLReader>.fromOpaque($0).takeUnretainedValue() }
    }

    func read(_ octets: [UInt8]) -> Bool {
        unsafe octets.withUnsafeBytes { bytes in
            unsafe XML_Parse(
                parser, bytes.baseAddress?.assumingMemoryBound(to: CChar.self),
                Int32(clamping: bytes.count), 1) == XML_STATUS_OK
        }
    }

    private func giveUp() { unsafe XML_StopParser(parser, XML_Bool(0)) }

    private func start(_ name: UnsafePointer<CChar>?) {
        guard open.count < Self.deepest, let name = unsafe name else { return giveUp() }
        let whole = unsafe String(cString: name)
        open.append(Element(name: whole.split(separator: ":").last.map(String.init) ?? whole))
    }

    private func add(_ octets: UnsafePointer<CChar>?, _ count: Int32) {
        guard !open.isEmpty, let octets = unsafe octets else { return }
        unsafe octets.withMemoryRebound(to: UInt8.self, capacity: Int(count)) { octets in
            unsafe open[open.count - 1].text.append(
                contentsOf: UnsafeBufferPointer(start: octets, count: Int(count)))
        }
    }

    private func end() {
        guard let element = open.popLast() else { return }
        let text = String(decoding: element.text, as: UTF8.self)
        let value: WebValue =
            element.members.isEmpty
            ? .text(text.trimmingPrefix(while: \.isWhitespace).trimmedEnd)
            : .object(Self.gathered(element.members))
        let member = WebValue.Member(element.name, value)
        if open.isEmpty { root = member } else { open[open.count - 1].members.append(member) }
    }

    /// Elements of one name become one list.
    private static func gathered(_ members: [WebValue.Member]) -> [WebValue.Member] {
        var places: [String: Int] = [:]
        var gathered: [(name: String, values: [WebValue])] = []
        for member in members {
            if let place = places[member.name] {
                gathered[place].values.append(member.value)
            } else {
                places[member.name] = gathered.count
                gathered.append((member.name, [member.value]))
            }
        }
        return gathered.map { name, values in
            WebValue.Member(name, values.count == 1 ? values[0] : .list(values))
        }
    }
}

extension Substring {
    fileprivate var trimmedEnd: String {
        var end = endIndex
        while end > startIndex, self[index(before: end)].isWhitespace { end = index(before: end) }
        return String(self[..<end])
    }
}
