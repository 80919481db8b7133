/// What a check says, for people and for programs.
package struct CheckReport: Sendable {
    package let findings: [Finding]

    package init(_ findings: [Finding]) {
        self.findings = findings
    }

    package var errors: Int { findings.count { $0.severity == .error } }
    package var warnings: Int { findings.count - errors }

    /// One line a finding, as compilers write it.
    package var lines: String { findings.map { $0.report + "\n" }.joined() }

    /// One JSON object and a line feed.
    package var json: [UInt8] {
        let list = findings.map { finding in
            CanonicalJSON.object([
                "file": .text(finding.place.file), "line": .number(finding.place.line),
                "rule": .text(finding.rule.rawValue),
                "severity": .text(finding.severity.rawValue), "found": .text(finding.found),
                "expected": .text(finding.expected), "sentence": .text(finding.sentence),
            ])
        }
        let report = CanonicalJSON.object([
            "errors": .number(errors), "warnings": .number(warnings), "findings": .list(list),
        ])
        return report.bytes + [UInt8(ascii: "\n")]
    }
}
