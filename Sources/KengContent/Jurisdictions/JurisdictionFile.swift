import KengDomain

/// Reads `jurisdictions/<code>.yaml`.
enum JurisdictionFile {
    private static let keys = [
        "code", "fire_number", "fire_number_by_area", "police_number", "ambulance_number",
        "hours", "caps", "labels", "opt_out_footer", "quiet_days", "sources",
    ]
    /// Rules that a reader must be able to trace, where they are given.
    private static let traced = [
        "fire_number", "fire_number_by_area", "police_number", "ambulance_number", "hours", "caps",
        "labels", "opt_out_footer", "quiet_days",
    ]
    private static let marks = ["A", "B", "C", "V2+", "V1", "M", "D"]

    static func all(
        in content: ContentFiles, findings: inout [Finding]
    ) -> [Jurisdiction: JurisdictionRules] {
        var all: [Jurisdiction: JurisdictionRules] = [:]
        for name in content.files(in: "jurisdictions") {
            let file = "jurisdictions/" + name
            guard name.hasSuffix(".yaml"), let code = jurisdiction(String(name.dropLast(5))) else {
                findings.append(
                    Finding(
                        .fileUnknown, at: Place(file: file, line: 1), found: "“\(name)”",
                        expected: "a name such as VN.yaml"))
                continue
            }
            guard let yaml = Library.yaml(file, in: content, findings: &findings) else { continue }
            all[code] = rules(code, yaml, findings: &findings)
        }
        return all
    }

    private static func rules(
        _ code: Jurisdiction, _ yaml: YAMLMapping, findings: inout [Finding]
    ) -> JurisdictionRules? {
        yaml.expect(keys, findings: &findings)
        if let text = yaml.text("code", findings: &findings), text.text != code.code {
            findings.append(
                Finding(
                    .value, at: text.place, found: "“\(text.text)”",
                    expected: "the file's name, “\(code)”"))
        }
        let hours = hours(in: yaml, findings: &findings)
        let caps = caps(in: yaml, findings: &findings)
        let labels = labels(in: yaml, findings: &findings)
        let footers = footers(in: yaml, findings: &findings)
        let sources = sources(in: yaml, findings: &findings)
        let byArea = byArea(in: yaml, findings: &findings)
        let quietDays = quietDays(in: yaml, findings: &findings)
        func number(_ key: String) -> String? {
            yaml.text(key, required: false, findings: &findings)?.text
        }
        guard let hours else { return nil }
        do {
            return try JurisdictionRules(
                jurisdiction: code, hours: hours, caps: caps, labels: labels,
                optOutFooters: footers, nationalFireNumber: number("fire_number"),
                fireNumberByArea: byArea, policeNumber: number("police_number"),
                ambulanceNumber: number("ambulance_number"), quietDays: quietDays,
                sources: sources)
        } catch {
            let (key, found) = found(error)
            findings.append(
                Finding(
                    .value, at: yaml.place(of: key), found: found,
                    expected: "numbers of 2 to 11 digits, caps of 1 or more"))
        }
        return nil
    }

    private static func found(_ problem: JurisdictionRules.Problem) -> (key: String, found: String)
    {
        switch problem {
        case .notANumber(let text): ("fire_number", "the number “\(text)”")
        case .capBelowOne(let limit): ("caps", "a cap of \(limit)")
        }
    }

    private static func perClass<Value>(_ value: (String) -> Value) -> PerClass<Value> {
        PerClass(
            awareness: value(MessageClass.awareness.word),
            service: value(MessageClass.service.word),
            advertising: value(MessageClass.advertising.word),
            emergency: value(MessageClass.emergency.word))
    }

    private static func hours(
        in yaml: YAMLMapping, findings: inout [Finding]
    ) -> PerClass<SendHours>? {
        guard let hours = yaml.mapping("hours", findings: &findings) else { return nil }
        hours.expect(MessageClass.allCases.map(\.word), findings: &findings)
        let read: PerClass<SendHours?> = perClass { word in
            hours.text(word, findings: &findings).flatMap {
                hours.parse(
                    $0, as: "hours such as 07:00-21:30", findings: &findings, read: sendHours)
            }
        }
        guard let awareness = read.awareness, let service = read.service,
            let advertising = read.advertising, let emergency = read.emergency
        else { return nil }
        return PerClass(
            awareness: awareness, service: service, advertising: advertising, emergency: emergency)
    }

    /// Reads `07:00-21:30`; a day ends at `24:00`.
    static func sendHours(_ text: String) -> SendHours? {
        let parts = text.split(separator: "-", omittingEmptySubsequences: false)
        // The finding that the caller makes says all there is to say.
        guard parts.count == 2, let opens = try? MinuteOfDay(String(parts[0])),
            let closes = parts[1] == "24:00" ? 1440 : try? MinuteOfDay(String(parts[1])).minutes
        else { return nil }
        return try? SendHours(opens: opens, closesAtMinute: closes)
    }

    private static func caps(
        in yaml: YAMLMapping, findings: inout [Finding]
    ) -> PerClass<JurisdictionRules.Cap> {
        let caps = yaml.mapping("caps", findings: &findings)
        caps?.expect(MessageClass.allCases.map(\.word), findings: &findings)
        return perClass { word in
            guard let caps, caps[word] != nil,
                let cap = caps.mapping(word, findings: &findings)
            else { return .none }
            cap.expect(["per_day", "per_week"], findings: &findings)
            return JurisdictionRules.Cap(
                perDay: cap.integer("per_day", required: false, findings: &findings),
                perWeek: cap.integer("per_week", required: false, findings: &findings))
        }
    }

    private static func labels(
        in yaml: YAMLMapping, findings: inout [Finding]
    ) -> PerClass<String> {
        let labels = yaml.mapping("labels", required: false, findings: &findings)
        labels?.expect(MessageClass.allCases.map(\.word), findings: &findings)
        return perClass { word in
            labels?.text(word, required: false, findings: &findings)?.text.inNFC ?? ""
        }
    }

    private static func footers(
        in yaml: YAMLMapping, findings: inout [Finding]
    ) -> [Language: String] {
        guard let footers = yaml.mapping("opt_out_footer", findings: &findings) else { return [:] }
        footers.expect(Language.allCases.map(\.rawValue), findings: &findings)
        var byLanguage: [Language: String] = [:]
        for language in Language.allCases {
            byLanguage[language] = footers.text(language.rawValue, findings: &findings)?.text.inNFC
        }
        return byLanguage
    }

    private static func byArea(
        in yaml: YAMLMapping, findings: inout [Finding]
    ) -> [String: String] {
        guard
            let table = yaml.mapping("fire_number_by_area", required: false, findings: &findings)
        else { return [:] }
        var byArea: [String: String] = [:]
        for entry in table.entries {
            byArea[entry.key] = table.text(entry.key, findings: &findings)?.text
        }
        return byArea
    }

    /// A list of days such as `2027-02-06`.
    private static func quietDays(
        in yaml: YAMLMapping, findings: inout [Finding]
    ) -> Set<LocalDay> {
        let texts = yaml.texts("quiet_days", required: false, findings: &findings)
        return Set(
            texts.compactMap { text in
                yaml.parse(text, as: "a day such as 2027-02-06", findings: &findings) {
                    // The finding that this makes says all there is to say.
                    try? LocalDay($0)
                }
            })
    }

    private static func sources(
        in yaml: YAMLMapping, findings: inout [Finding]
    ) -> [JurisdictionRules.Source] {
        guard let sources = yaml.mapping("sources", findings: &findings) else { return [] }
        sources.expect(traced, findings: &findings)
        return traced.filter { yaml[$0] != nil }.compactMap { key in
            guard let source = sources.mapping(key, findings: &findings) else { return nil }
            source.expect(["mark", "source"], findings: &findings)
            let mark: String? = source.text("mark", findings: &findings).flatMap {
                source.parse($0, as: "one of \(marks.joined(separator: ", "))", findings: &findings)
                { marks.contains($0) ? $0 : nil }
            }
            let text = source.text("source", findings: &findings)
            guard let mark, let text else { return nil }
            return JurisdictionRules.Source(about: key, mark: mark, source: text.text)
        }
    }
}
