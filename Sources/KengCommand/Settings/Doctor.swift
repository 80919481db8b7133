import Foundation
import KengContent
import KengDomain
import KengStore
import KengText

/// What one check found, and what to do about it.
struct DoctorFinding: Hashable, Sendable {
    enum State: String, Hashable, Sendable {
        case fine
        case warning
        case broken
    }

    let check: String
    let state: State
    let found: String
    /// Empty when all is well.
    let remedy: String

    var lines: String {
        "\(state.rawValue)\t\(check)\t\(found)" + (remedy.isEmpty ? "" : "\n\t→ \(remedy)")
    }

    var json: String {
        "{\"check\":\(JSONText.quote(check)),\"state\":\"\(state.rawValue)\","
            + "\"found\":\(JSONText.quote(found)),\"remedy\":\(JSONText.quote(remedy))}"
    }
}

/// Runs every check, also when an earlier one failed.
struct Doctor: Sendable {
    let options: StationOptions
    let packs: String?

    /// Below this much free space nothing more may be sent safely: receipts could not be stored.
    static let leastFreeBytes: Int64 = 200 << 20

    func examine() async -> [DoctorFinding] {
        var findings = [settings(), disk(), content(), words()]
        findings += await database()
        if let packs { findings.append(shelf(packs)) }
        return findings
    }

    private func finding(
        _ check: String, _ state: DoctorFinding.State, _ found: String, _ remedy: String = ""
    ) -> DoctorFinding {
        DoctorFinding(check: check, state: state, found: found, remedy: remedy)
    }

    private func broken(_ check: String, _ error: any Error) -> DoctorFinding {
        let lines = Complaint(error).lines.split(separator: "\n").map(String.init)
        return finding(
            check, .broken, lines.dropLast().joined(separator: " "), lines.last ?? "")
    }

    private func settings() -> DoctorFinding {
        do {
            let settings = try Settings.load()
            if let stranger = settings.strangers.first {
                return finding(
                    "settings", .warning, "\(stranger.name) is set and is no setting.",
                    "unset \(stranger.name)"
                        + (stranger.nearest.map { ", or did you mean \($0)?" } ?? ""))
            }
            return finding("settings", .fine, settings.file?.path ?? "no settings file")
        } catch {
            return broken("settings", error)
        }
    }

    private func disk() -> DoctorFinding {
        let path = options.database
        let folder = URL(fileURLWithPath: path).deletingLastPathComponent().path
        do {
            let system = try FileManager.default.attributesOfFileSystem(forPath: folder)
            guard let free = (system[.systemFreeSize] as? NSNumber)?.int64Value else {
                return finding(
                    "disk", .warning, "The free space of \(folder) is not told.", "df -h")
            }
            let megabytes = "\(free >> 20) MiB are free in \(folder)."
            // No file yet has no size; that is as good as empty.
            let file = try? FileManager.default.attributesOfItem(atPath: path)
            let size = (file?[.size] as? NSNumber)?.int64Value ?? 0
            if free < Self.leastFreeBytes {
                return finding("disk", .broken, megabytes, "Free some space, then: df -h \(folder)")
            }
            if free < size {
                return finding(
                    "disk", .warning, megabytes + " A backup beside it would not fit.",
                    "Write backups to another disk.")
            }
            return finding("disk", .fine, megabytes)
        } catch {
            return finding(
                "disk", .broken, "There is no folder \(folder).", "mkdir -p \(folder)")
        }
    }

    private func content() -> DoctorFinding {
        do {
            let folder = try Places.find(.content, option: options.content)
            let library = Library(try ContentFiles(folder: folder))
            let report = CheckReport(Checker(collisions: nil, today: nil).check(library))
            let size =
                "\(library.lessons.count) lessons, \(library.scripts.count) scripts in \(folder)"
            guard report.errors == 0 else {
                return finding(
                    "content", .broken, "\(size): \(report.errors) errors.",
                    "keng content check \(folder)")
            }
            return finding("content", .fine, size)
        } catch {
            return broken("content", error)
        }
    }

    private func words() -> DoctorFinding {
        do {
            let folder = try Places.find(.locales, option: options.locales)
            let faults = try Catalogues(in: folder).faults()
            guard let first = faults.first else {
                return finding("words", .fine, "complete in four languages, in \(folder)")
            }
            return finding(
                "words", .broken, "\(faults.count) faults; the first: \(first).",
                "Take the Locales folder that came with this version of keng.")
        } catch {
            return broken("words", error)
        }
    }

    private func shelf(_ folder: String) -> DoctorFinding {
        let missing = ["index.json", "index.json.minisig", "keng.pub"].filter {
            !Files.exists("\(folder)/\($0)")
        }
        guard missing.isEmpty else {
            return finding(
                "packs", .broken, "\(folder) has no \(missing.joined(separator: ", ")).",
                "keng pack build --out \(folder) --secret-key keng.key --generate-key")
        }
        return finding("packs", .fine, "\(folder) has an index, its signature and the key")
    }
}
