import CICU

/// Normalised forms; the raw values are `CICU`'s.
enum NormalForm: Int32 {
    case nfc = 0
    case nfd = 1
    case nfkc = 2
    case nfkcCaseFold = 3
}

/// Calls into ICU that keep no handle; safe from every thread.
enum ICUText {
    /// The flags of `keng_character_flags` for the code points below `count`.
    static func characterFlags(below count: Int) -> [UInt8] {
        unsafe [UInt8](unsafeUninitializedCapacity: count) { buffer, filled in
            unsafe keng_character_flags(buffer.baseAddress, Int32(count))
            filled = count
        }
    }

    static func normalize(_ text: String, to form: NormalForm) -> String {
        if isNormalized(text, form) { return text }
        return unsafe withUTF8(text) { bytes in
            unsafe string(guess: bytes.count + bytes.count / 2 + 16) { output, capacity in
                unsafe keng_normalize(
                    form.rawValue, bytes.baseAddress, Int32(bytes.count), output, capacity)
            }
        }
    }

    static func isNormalized(_ text: String, _ form: NormalForm) -> Bool {
        unsafe withUTF8(text) { bytes in
            unsafe keng_is_normalized(form.rawValue, bytes.baseAddress, Int32(bytes.count)) == 1
        }
    }

    /// NFC of UTF-16 that may hold lone surrogates.
    static func nfc(utf16 units: [UInt16]) -> [UInt16] {
        var capacity = units.count + 16
        while true {
            var needed: Int32 = 0
            let result = unsafe [UInt16](unsafeUninitializedCapacity: capacity) { output, filled in
                needed = unsafe units.withUnsafeBufferPointer { input in
                    unsafe keng_normalize_utf16(
                        NormalForm.nfc.rawValue, input.baseAddress, Int32(input.count),
                        output.baseAddress, Int32(output.count))
                }
                filled = max(0, min(Int(needed), capacity))
            }
            precondition(needed >= 0, "ICU normalises every text")
            if Int(needed) <= capacity { return result }
            capacity = Int(needed)
        }
    }

    /// Runs `body` on the text's UTF-8 as C characters.
    static func withUTF8<Result>(
        _ text: String, _ body: (UnsafeBufferPointer<CChar>) -> Result
    ) -> Result {
        var text = text
        return text.withUTF8 { bytes in
            unsafe bytes.withMemoryRebound(to: CChar.self) { unsafe body($0) }
        }
    }

    /// A string from a C function that fills a buffer and answers the length it needs.
    static func string(
        guess: Int, _ fill: (UnsafeMutablePointer<CChar>?, Int32) -> Int32
    ) -> String {
        var capacity = guess
        while true {
            var needed: Int32 = 0
            let result = unsafe String(unsafeUninitializedCapacity: capacity) { output in
                needed = unsafe output.withMemoryRebound(to: CChar.self) {
                    unsafe fill($0.baseAddress, Int32($0.count))
                }
                return max(0, min(Int(needed), capacity))
            }
            precondition(needed >= 0, "ICU took a text it was given, but answered \(needed)")
            if Int(needed) <= capacity { return result }
            capacity = Int(needed)
        }
    }
}
