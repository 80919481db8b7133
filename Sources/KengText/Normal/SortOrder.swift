import CICU
package import KengDomain

/// The order in which readers of a language look for names; ICU's collation, opened once.
@safe
package struct SortOrder: ~Copyable {
    private let collator: OpaquePointer

    package init(_ language: Language) {
        guard let collator = unsafe keng_collator_open(language.rawValue) else {
            preconditionFailure("ICU's own data holds \(language.rawValue)")
        }
        unsafe self.collator = collator
    }

    deinit {
        unsafe keng_collator_close(collator)
    }

    /// Bytes whose order is the order of the texts; kept beside a name, they sort it in the store.
    package func key(_ text: String) -> [UInt8] {
        var capacity = text.utf8.count * 4 + 16
        while true {
            var needed = 0
            let key = unsafe [UInt8](unsafeUninitializedCapacity: capacity) { output, filled in
                needed = unsafe ICUText.withUTF8(text) { input in
                    unsafe Int(
                        keng_collator_key(
                            collator, input.baseAddress, Int32(input.count), output.baseAddress,
                            Int32(output.count)))
                }
                filled = min(needed, capacity)
            }
            if needed <= capacity { return key }
            capacity = needed
        }
    }

    package func sorted<Element>(
        _ elements: [Element], by name: (Element) -> String
    ) -> [Element] {
        elements.map { (key: key(name($0)), element: $0) }
            .sorted { $0.key.lexicographicallyPrecedes($1.key) }
            .map(\.element)
    }
}
