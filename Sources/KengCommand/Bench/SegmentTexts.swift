import ArgumentParser
import Foundation
import KengText

/// Texts of 160 characters for the segment bench.
struct SegmentTexts {
    enum Kind: String, ExpressibleByArgument {
        case mixed, ascii, vi, id, zh, nfd
    }

    static let length = 160
    private let kind: Kind

    init(_ kind: Kind) {
        self.kind = kind
    }

    /// 999 texts that differ, so that no answer can be kept from the one before.
    func texts(content: String?) throws -> [String] {
        switch kind {
        case .ascii:
            return windows("Kebakaran di rumah? Keluar, tutup pintu, panggil 113. ", count: 999)
        case .vi: return windows(try lessons("vi", content), count: 999)
        case .id: return windows(try lessons("id", content), count: 999)
        case .zh: return windows(try lessons("zh-Hans", content), count: 999)
        case .nfd: return windows(try lessons("vi", content), count: 999).map(\.nfd)
        case .mixed:
            let each = try ["vi", "id", "zh-Hans"].map {
                windows(try lessons($0, content), count: 333)
            }
            return (0..<333).flatMap { index in each.map { $0[index] } }
        }
    }

    /// The prose of all lessons in one language, without headings and marks of lists.
    private func lessons(_ language: String, _ content: String?) throws -> String {
        let folder = try Places.find(.content, option: content) + "/lessons"
        var prose: [String] = []
        for slug in (try? FileManager.default.contentsOfDirectory(atPath: folder))?.sorted() ?? [] {
            // What is not there adds nothing; that nothing is there is told below.
            let file =
                (try? String(contentsOfFile: "\(folder)/\(slug)/\(language).md", encoding: .utf8))
                ?? ""
            for line in file.split(separator: "---\n").dropFirst().joined().split(separator: "\n")
            where !line.hasPrefix("#") && !line.hasPrefix(":::") {
                let text = line.drop { "-*0123456789. ".contains($0) }
                    .replacing("**", with: "").replacing("{fire_number}", with: "114")
                if !text.isEmpty { prose.append(String(text)) }
            }
        }
        guard prose.joined().count >= Self.length else {
            throw Complaint(
                .badConfiguration, "\(folder) holds no lessons in \(language).",
                "The bench counts the texts of real lessons.",
                "Name the folder that came with keng: --content DIR")
        }
        return prose.joined(separator: " ")
    }

    /// Pieces of the length, each beginning a little later; the prose begins anew where it ends.
    private func windows(_ prose: String, count: Int) -> [String] {
        let characters = Array(prose)
        return (0..<count).map { index in
            let start = index * 37 % characters.count
            return String(
                (0..<Self.length).map { characters[(start + $0) % characters.count] })
        }
    }
}
