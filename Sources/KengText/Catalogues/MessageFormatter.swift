import CICU

/// One compiled ICU pattern; for one thread at a time.
@safe
struct MessageFormatter: ~Copyable {
    /// The placeholders the pattern asks for, also inside plural and select arms.
    let names: Set<String>
    private let message: OpaquePointer

    /// - Throws: where the pattern stops making sense, in UTF-16 units, −1 when ICU does not say.
    init(_ pattern: String, language: InterfaceLanguage) throws(BrokenPattern) {
        var offset: Int32 = -1
        let opened = unsafe ICUText.withUTF8(pattern) { bytes in
            unsafe keng_message_open(
                bytes.baseAddress, Int32(bytes.count), language.rawValue, &offset)
        }
        guard let opened = unsafe opened else { throw BrokenPattern(offset: Int(offset)) }
        unsafe message = opened
        let joined = unsafe ICUText.string(guess: 256) { output, capacity in
            unsafe keng_message_names(opened, output, capacity)
        }
        names = Set(joined.split(separator: "\n").map(String.init))
    }

    deinit {
        unsafe keng_message_close(message)
    }

    struct BrokenPattern: Error {
        let offset: Int
    }

    mutating func format(_ values: [String: MessageValue], figures: Figures) -> String {
        // One buffer holds all names and texts; arguments point into it while ICU reads them.
        var bytes: [CChar] = []
        var places: [(name: Range<Int>, text: Range<Int>, value: MessageValue)] = []
        for (name, value) in values where names.contains(name) {
            let nameRange = append(name, to: &bytes)
            let textRange = append(Self.text(of: value, figures), to: &bytes)
            places.append((nameRange, textRange, value))
        }
        return unsafe bytes.withUnsafeBufferPointer { buffer in
            let arguments = unsafe places.map { place in
                var argument = unsafe KengArgument()
                unsafe argument.name = buffer.baseAddress.map { unsafe $0 + place.name.lowerBound }
                unsafe argument.name_length = Int32(place.name.count)
                unsafe argument.text = buffer.baseAddress.map { unsafe $0 + place.text.lowerBound }
                unsafe argument.text_length = Int32(place.text.count)
                switch place.value {
                case .number(let number):
                    unsafe argument.kind = Int32(KENG_ARGUMENT_INTEGER)
                    unsafe argument.integer = Int64(number)
                case .decimal(let number):
                    unsafe argument.kind = Int32(KENG_ARGUMENT_DECIMAL)
                    unsafe argument.decimal = number
                case .text, .day, .time:
                    unsafe argument.kind = Int32(KENG_ARGUMENT_TEXT)
                }
                return unsafe argument
            }
            return unsafe arguments.withUnsafeBufferPointer { arguments in
                unsafe ICUText.string(guess: 256) { output, capacity in
                    unsafe keng_message_format(
                        message, arguments.baseAddress, Int32(arguments.count), output, capacity)
                }
            }
        }
    }

    private func append(_ text: String, to bytes: inout [CChar]) -> Range<Int> {
        let start = bytes.count
        bytes.append(contentsOf: text.utf8.map { CChar(bitPattern: $0) })
        return start..<bytes.count
    }

    private static func text(of value: MessageValue, _ figures: Figures) -> String {
        switch value {
        case .text(let text): text
        case .number, .decimal: ""
        case .day(let day): figures.day(day)
        case .time(let minute): figures.time(minute)
        }
    }
}
