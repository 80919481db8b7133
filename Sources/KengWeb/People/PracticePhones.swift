package import KengDomain

/// The handsets of practice mode: what stands on them, and typing on one.
package struct PracticePhones: Sendable {
    /// A text on a handset.
    package struct Line: Hashable, Sendable {
        package let text: String
        package let at: Instant
        /// Typed on the handset; else it came from Keng.
        package let isTyped: Bool

        package init(text: String, at: Instant, isTyped: Bool) {
            self.text = text
            self.at = at
            self.isTyped = isTyped
        }
    }

    let lines: @Sendable (PhoneNumber) async -> [Line]
    let type: @Sendable (PhoneNumber, String, Instant) async -> Void

    package init(
        lines: @escaping @Sendable (PhoneNumber) async -> [Line],
        type: @escaping @Sendable (PhoneNumber, String, Instant) async -> Void
    ) {
        self.lines = lines
        self.type = type
    }
}
