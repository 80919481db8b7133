import NIOCore

/// Walks the body of one PDU; every read is checked against what is there.
struct FieldReader {
    private var bytes: ByteBuffer

    init(_ bytes: ByteBuffer) {
        self.bytes = bytes
    }

    var isAtEnd: Bool { bytes.readableBytes == 0 }

    var remainder: ByteBuffer { bytes }

    mutating func byte(_ field: Field) throws(FieldProblem) -> UInt8 {
        guard let value = bytes.readInteger(as: UInt8.self) else { throw .missing(field) }
        return value
    }

    mutating func status(_ field: Field) throws(FieldProblem) -> CommandStatus {
        guard let value = bytes.readInteger(as: UInt32.self) else { throw .missing(field) }
        return CommandStatus(rawValue: value)
    }

    /// A C-octet string; octets above ASCII are Latin-1, so that they are written back unchanged.
    mutating func string(_ field: Field) throws(FieldProblem) -> String {
        let view = bytes.readableBytesView
        guard !view.isEmpty else { throw .missing(field) }
        guard let end = view.prefix(field.limit + 1).firstIndex(of: 0) else {
            guard view.count > field.limit else { throw .unterminated(field) }
            throw .tooLong(field, limit: field.limit)
        }
        let octets = view[view.startIndex..<end]
        bytes.moveReaderIndex(forwardBy: octets.count + 1)
        guard octets.allSatisfy({ $0 < 0x80 }) else {
            var text = String.UnicodeScalarView()
            for octet in octets { text.append(Unicode.Scalar(octet)) }
            return String(text)
        }
        return String(decoding: octets, as: UTF8.self)
    }

    /// Octets behind a one-octet length.
    mutating func text() throws(FieldProblem) -> ByteBuffer {
        let length = Int(try byte(.text))
        try Field.text.check(count: length)
        guard let text = bytes.readSlice(length: length) else { throw .missing(.text) }
        return text
    }

    /// All that is left, as TLVs.
    mutating func tlvs() throws(FieldProblem) -> [TLV] {
        var tlvs: [TLV] = []
        while !isAtEnd {
            guard let (tag, length) = bytes.readMultipleIntegers(as: (UInt16, UInt16).self),
                let value = bytes.readSlice(length: Int(length))
            else { throw .brokenTLVs }
            tlvs.append(try TLV(TLV.Tag(rawValue: tag), value))
        }
        return tlvs
    }
}
