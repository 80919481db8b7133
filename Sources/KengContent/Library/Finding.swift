/// A line of a file of the content.
package struct Place: Hashable, Sendable, Comparable {
    /// Relative to the content folder, with `/`.
    package let file: String
    /// From 1.
    package let line: Int

    package init(file: String, line: Int) {
        self.file = file
        self.line = line
    }

    package static func < (left: Self, right: Self) -> Bool {
        (left.file, left.line) < (right.file, right.line)
    }
}

/// A mistake in the content, with the facts that a person needs to mend it.
package struct Finding: Hashable, Sendable {
    package enum Severity: String, Hashable, Sendable {
        /// Keeps the lesson from being published.
        case error
        case warning
    }

    package let place: Place
    package let rule: Rule
    package let severity: Severity
    package let found: String
    package let expected: String

    package init(
        _ rule: Rule, at place: Place, severity: Severity = .error, found: String,
        expected: String
    ) {
        self.place = place
        self.rule = rule
        self.severity = severity
        self.found = found
        self.expected = expected
    }

    /// What was found, what was expected and what to do.
    package var sentence: String {
        "Found \(found); expected \(expected). \(rule.advice)"
    }

    /// `file:line: rule: sentence`, as compilers write it.
    package var report: String {
        "\(place.file):\(place.line): \(rule.rawValue): "
            + (severity == .warning ? "warning: " : "") + sentence
    }

    package static func inReadingOrder(_ left: Self, _ right: Self) -> Bool {
        (left.place, left.rule.rawValue, left.found) < (
            right.place, right.rule.rawValue, right.found
        )
    }
}

/// The name among `known` that a mistyped one most likely meant; nil when none is near.
func nearest(to name: String, among known: some Sequence<String>) -> String? {
    let close = known.map { (distance: editDistance(name, $0), name: $0) }
        .filter { $0.distance <= max(2, name.count / 3) }
    return close.min { ($0.distance, $0.name) < ($1.distance, $1.name) }?.name
}

private func editDistance(_ left: String, _ right: String) -> Int {
    let right = Array(right)
    var row = Array(0...right.count)
    for (line, character) in left.enumerated() {
        var diagonal = row[0]
        row[0] = line + 1
        for column in right.indices {
            let above = row[column + 1]
            row[column + 1] = min(
                min(above, row[column]) + 1,
                diagonal + (character == right[column] ? 0 : 1))
            diagonal = above
        }
    }
    return row[right.count]
}
