extension String {
    /// The text in NFC: letters and marks composed, so that equal texts have equal bytes.
    package var nfc: String {
        utf8.allSatisfy { $0 < 0x80 } ? self : ICUText.normalize(self, to: .nfc)
    }

    /// The text in NFD: every mark a scalar of its own.
    package var nfd: String {
        utf8.allSatisfy { $0 < 0x80 } ? self : ICUText.normalize(self, to: .nfd)
    }
}
