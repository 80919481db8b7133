import KengDomain
import KengText

/// Takes an object apart field by field, and remembers each field that cannot be used.
struct FieldReader {
    private let fields: [String: JSONValue]
    private let pointer: String
    private var unread: Set<String>
    private(set) var faults: [BodyFault] = []

    init(_ value: JSONValue, at pointer: String = "") {
        self.pointer = pointer
        guard case .object(let fields) = value else {
            self.fields = [:]
            unread = []
            faults = [BodyFault(pointer: pointer, fault: .object)]
            return
        }
        self.fields = fields
        unread = Set(fields.keys)
    }

    mutating func refuse(
        _ name: String, _ fault: BodyFault.Fault, _ values: [String: MessageValue] = [:]
    ) {
        faults.append(
            BodyFault(pointer: Self.join(pointer, name), fault: fault, values: values))
    }

    /// Nil when absent or null; with `isNeeded` that is a fault.
    mutating func value(_ name: String, isNeeded: Bool = false) -> JSONValue? {
        unread.remove(name)
        guard let value = fields[name], value != .null else {
            if isNeeded { refuse(name, .missing) }
            return nil
        }
        return value
    }

    mutating func text(_ name: String, isNeeded: Bool = false) -> String? {
        switch value(name, isNeeded: isNeeded) {
        case nil: return nil
        case .text(let text): return text
        case .null, .truth, .number, .list, .object:
            refuse(name, .text)
            return nil
        }
    }

    mutating func whole(_ name: String, in range: ClosedRange<Int>, default standard: Int) -> Int {
        switch value(name) {
        case nil: return standard
        case .number(let number):
            guard let whole = Int(exactly: number) else {
                refuse(name, .number)
                return standard
            }
            if !range.contains(whole) { refuse(name, .range) }
            return whole
        case .null, .truth, .text, .list, .object:
            refuse(name, .number)
            return standard
        }
    }

    mutating func truth(_ name: String) -> Bool {
        switch value(name) {
        case nil: return false
        case .truth(let truth): return truth
        case .null, .number, .text, .list, .object:
            refuse(name, .truth)
            return false
        }
    }

    mutating func moment(_ name: String) -> Instant? {
        guard let text = text(name, isNeeded: true) else { return nil }
        guard let instant = Timestamp.instant(text) else {
            refuse(name, .time)
            return nil
        }
        return instant
    }

    /// A needed list with at least one element.
    mutating func list(_ name: String, isNeeded: Bool = true) -> [JSONValue] {
        switch value(name, isNeeded: isNeeded) {
        case nil: return []
        case .list(let list):
            if list.isEmpty { refuse(name, .empty) }
            return list
        case .null, .truth, .number, .text, .object:
            refuse(name, .list)
            return []
        }
    }

    /// All faults, those of fields nobody asked for among them.
    mutating func finished() -> [BodyFault] {
        for name in unread.sorted() { refuse(name, .unknownName) }
        unread = []
        return faults
    }

    /// - Throws: all faults together.
    mutating func finish(_ others: [BodyFault] = []) throws(MachineProblem) {
        let all = finished() + others
        guard all.isEmpty else { throw .fields(all) }
    }

    /// RFC 6901: a tilde and a slash in a name are escaped.
    static func join(_ pointer: String, _ name: String) -> String {
        pointer + "/" + name.replacing("~", with: "~0").replacing("/", with: "~1")
    }
}
