import Foundation

/// A detached signature in minisign's file form, plain (legacy) Ed25519.
struct Minisign: Hashable {
    /// `Ed`: the message itself is signed, not a BLAKE2b hash of it.
    static let algorithm: [UInt8] = Array("Ed".utf8)

    let keyID: [UInt8]
    let signature: [UInt8]
    let comment: String
    /// The signature over the signature and the trusted comment.
    let global: [UInt8]

    init(keyID: [UInt8], signature: [UInt8], comment: String, global: [UInt8]) {
        self.keyID = keyID
        self.signature = signature
        self.comment = comment
        self.global = global
    }

    init?(_ text: String) {
        let lines = text.split(omittingEmptySubsequences: false, whereSeparator: \.isNewline)
        let trusted = "trusted comment: "
        guard lines.count >= 4, lines[0].hasPrefix("untrusted comment:"),
            lines[2].hasPrefix(trusted), let first = Data(base64Encoded: String(lines[1])),
            first.count == 74, first.starts(with: Self.algorithm),
            let global = Data(base64Encoded: String(lines[3])), global.count == 64
        else { return nil }
        let bytes = Array(first)
        keyID = Array(bytes[2..<10])
        signature = Array(bytes[10...])
        comment = String(lines[2].dropFirst(trusted.count))
        self.global = Array(global)
    }

    var text: String {
        """
        untrusted comment: signature of the pack index
        \(Data(Self.algorithm + keyID + signature).base64EncodedString())
        trusted comment: \(comment)
        \(Data(global).base64EncodedString())

        """
    }

    static func name(_ id: [UInt8]) -> String { Digest.hex(of: id.reversed()).uppercased() }
}
