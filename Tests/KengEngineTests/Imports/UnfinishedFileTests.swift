import Foundation
import Testing

@testable import KengEngine

struct UnfinishedFileTests {
    /// Each way a file may have meanwhile, and what stands in its folder then.
    @Test(arguments: [true, false])
    func aFileStandsUnderItsNameWhenItIsComplete(isNameless: Bool) throws {
        try Self.inFolder { folder in
            let path = folder + "/list.csv"
            for text in ["first", "second"] {
                let before = try Self.names(folder)
                let file = try UnfinishedFile(for: path, allowsNameless: isNameless)
                try file.write(Array(text.utf8))
                let meanwhile = Set(try Self.names(folder)).subtracting(before)
                #expect(meanwhile == (isNameless ? [] : ["list.csv.part"]))
                try file.complete()
                #expect(try Self.names(folder) == ["list.csv"])
                #expect(try String(contentsOfFile: path, encoding: .utf8) == text)
                let rights = try FileManager.default.attributesOfItem(atPath: path)
                #expect(rights[.posixPermissions] as? Int == 0o600)
            }
        }
    }

    @Test(arguments: [true, false])
    func nothingIsLeftOfAFileThatWasNotCompleted(isNameless: Bool) throws {
        try Self.inFolder { folder in
            do {
                let file = try UnfinishedFile(
                    for: folder + "/list.csv", allowsNameless: isNameless)
                try file.write([0x61])
            }
            #expect(try Self.names(folder) == [])
        }
    }

    @Test func whatTheSystemSaysIsKept() {
        let path = "/nowhere/at/all/list.csv"
        #expect(throws: ImportProblem.cannotWrite(path: path, code: ENOENT)) {
            _ = try UnfinishedFile(for: path)
        }
    }

    private static func names(_ folder: String) throws -> [String] {
        try FileManager.default.contentsOfDirectory(atPath: folder).sorted()
    }

    private static func inFolder(_ body: (String) throws -> Void) throws {
        let folder = FileManager.default.temporaryDirectory
            .appending(path: "keng-unfinished-\(UUID().uuidString)").path
        try FileManager.default.createDirectory(
            atPath: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(atPath: folder) }
        try body(folder)
    }
}
