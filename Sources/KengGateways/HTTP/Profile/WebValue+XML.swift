import Foundation
import FoundationXML

extension WebValue {
    /// Reads XML by the local names of its elements: one with only text is a text, equal neighbours are a list.
    ///
    /// Nil for anything else, and for what declares entities.
    package init?(xml octets: some Sequence<UInt8>) {
        let data = Data(octets)
        // Entities could make a small answer a huge one, and no provider needs them.
        guard data.range(of: Data("<!".utf8)) == nil else { return nil }
        let parser = XMLParser(data: data)
        parser.shouldProcessNamespaces = true
        parser.shouldResolveExternalEntities = false
        let reader = XMLReader()
        parser.delegate = reader
        guard parser.parse(), let root = reader.root else { return nil }
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

private final class XMLReader: NSObject, XMLParserDelegate {
    private struct Element {
        let name: String
        var text = ""
        var members: [WebValue.Member] = []
    }

    private var open: [Element] = []
    private(set) var root: WebValue.Member?

    private static let deepest = 64

    func parser(
        _ parser: XMLParser, didStartElement name: String, namespaceURI: String?,
        qualifiedName: String?, attributes: [String: String]
    ) {
        guard open.count < Self.deepest else { return parser.abortParsing() }
        open.append(Element(name: name))
    }

    func parser(_ parser: XMLParser, foundCharacters text: String) {
        guard !open.isEmpty else { return }
        open[open.count - 1].text += text
    }

    func parser(_ parser: XMLParser, foundCDATA octets: Data) {
        guard !open.isEmpty else { return }
        open[open.count - 1].text += String(decoding: octets, as: UTF8.self)
    }

    func parser(
        _ parser: XMLParser, didEndElement name: String, namespaceURI: String?,
        qualifiedName: String?
    ) {
        guard let element = open.popLast() else { return }
        let value: WebValue =
            element.members.isEmpty
            ? .text(element.text.trimmingCharacters(in: .whitespacesAndNewlines))
            : .object(Self.gathered(element.members))
        let member = WebValue.Member(element.name, value)
        if open.isEmpty { root = member } else { open[open.count - 1].members.append(member) }
    }

    /// Elements of one name become one list.
    private static func gathered(_ members: [WebValue.Member]) -> [WebValue.Member] {
        var gathered: [WebValue.Member] = []
        for member in members where !gathered.contains(where: { $0.name == member.name }) {
            let all = members.filter { $0.name == member.name }.map(\.value)
            gathered.append(all.count == 1 ? member : WebValue.Member(member.name, .list(all)))
        }
        return gathered
    }
}
