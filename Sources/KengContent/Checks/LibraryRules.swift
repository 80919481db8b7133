/// What a library needs as a whole.
enum LibraryRules {
    static func findings(in library: Library) -> [Finding] {
        let manifests = library.lessons.map(\.manifest) + library.scripts.map(\.manifest)
        guard !manifests.isEmpty || !library.findings.isEmpty else {
            return [
                Finding(
                    .fileMissing, at: Place(file: "lessons", line: 1),
                    found: "no lesson and no script",
                    expected: "folders such as lessons/kitchen-oil-fire")
            ]
        }
        return manifests.flatMap { manifest in
            manifest.jurisdictions.compactMap { code in
                let file = "jurisdictions/\(code).yaml"
                // A file that is there and wrong has a finding of its own.
                guard library.jurisdictions[code] == nil,
                    !library.findings.contains(where: { $0.place.file == file })
                else { return nil }
                return Finding(
                    .fileMissing, at: manifest.place, found: "\(code) without \(file)",
                    expected: "the rules of every jurisdiction that is named")
            }
        }
    }
}
