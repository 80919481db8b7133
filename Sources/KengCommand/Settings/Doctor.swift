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

    /// Below this much free space nothing more may be sent safely: receipts could not be stored.
    static let leastFreeBytes: Int64 = 200 << 20

    func examine() async -> [DoctorFinding] {
        [settings(), disk(), content(), words()] + (await database()) + [packs()]
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
        let path = options.location.filesPrefix
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

    /// The packs and their key lie beside the database; the server makes both when it starts.
    private func packs() -> DoctorFinding {
        let folder = options.location.filesPrefix + ".packs"
        let key = options.location.filesPrefix + ".pack-key"
        guard Files.exists(folder) || Files.exists(key) else {
            return finding("packs", .fine, "none yet; keng serve makes them in \(folder)")
        }
        let missing = ["index.json", "index.json.minisig", "keng.pub"]
            .map { "\(folder)/\($0)" }.filter { !Files.exists($0) }
        guard missing.isEmpty else {
            return finding(
                "packs", .broken, "\(missing.joined(separator: ", ")) is not there.",
                "rm -r \(folder), then start the server again: it builds the packs anew.")
        }
        guard let text = FileManager.default.contents(atPath: key) else {
            return finding(
                "packs", .broken, "The key \(key) that signs the packs cannot be read.",
                "Put it back from a backup; a new one must be made known to every school.")
        }
        do {
            let signer = try PackSigner(String(decoding: text, as: UTF8.self))
            // A public key that cannot be read names no key, and then the two differ.
            let served = try? String(contentsOfFile: folder + "/keng.pub", encoding: .utf8)
            guard served == signer.publicKey.text else {
                return finding(
                    "packs", .broken, "\(folder)/keng.pub is not the public half of \(key).",
                    "Put the right key back, or start the server again: it signs with the one it has."
                )
            }
        } catch {
            return finding(
                "packs", .broken, "\(key) is no secret key of keng.",
                "Put it back from a backup; a new one must be made known to every school.")
        }
        let attributes = try? FileManager.default.attributesOfItem(atPath: key)
        let mode = (attributes?[.posixPermissions] as? NSNumber)?.intValue ?? 0
        guard mode & 0o077 == 0 else {
            return finding("packs", .warning, "Others can read \(key).", "chmod 600 \(key)")
        }
        return finding("packs", .fine, "\(folder) is signed by the key beside it")
    }
}
