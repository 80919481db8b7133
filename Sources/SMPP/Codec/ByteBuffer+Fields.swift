import NIOCore

/// The kinds of field that bodies are made of. SMPP 3.4, 3.1.
extension ByteBuffer {
    mutating func readOctet() throws(DecodingProblem) -> UInt8 {
        guard let octet: UInt8 = readInteger() else { throw .truncated(at: readerIndex) }
        return octet
    }

    /// Text up to its zero; a zero must come before the end of the body.
    mutating func readCString() throws(DecodingProblem) -> String {
        let (length, isASCII) = lengthToZero()
        guard length < readableBytes else { throw .truncated(at: readerIndex) }
        let text = readLatin1(length: length, isASCII: isASCII)
        moveReaderIndex(forwardBy: 1)
        return text
    }

    /// The last mandatory text of a body: some gateways leave its zero out.
    mutating func readLastCString() -> String {
        let (length, isASCII) = lengthToZero()
        let hasZero = length < readableBytes
        let text = readLatin1(length: length, isASCII: isASCII)
        if hasZero { moveReaderIndex(forwardBy: 1) }
        return text
    }

    private func lengthToZero() -> (length: Int, isASCII: Bool) {
        let octets = readableBytesUInt8Span
        var seen: UInt8 = 0
        for index in octets.indices {
            let octet = octets[index]
            if octet == 0 { return (index, seen < 0x80) }
            seen |= octet
        }
        return (octets.count, seen < 0x80)
    }

    /// One character an octet, so that whatever came is written again as it came.
    private mutating func readLatin1(length: Int, isASCII: Bool) -> String {
        guard length > 0 else { return "" }
        if isASCII { return readString(length: length) ?? "" }
        var scalars = String.UnicodeScalarView()
        for octet in readSlice(length: length)?.readableBytesView ?? [] {
            scalars.append(Unicode.Scalar(octet))
        }
        return String(scalars)
    }

    mutating func writeCString(_ text: String) {
        if text.isEmpty {
            writeInteger(UInt8(0))
            return
        }
        let start = writerIndex
        writeString(text)
        if !isASCII(from: start) {
            moveWriterIndex(to: start)
            for scalar in text.unicodeScalars {
                writeInteger(UInt8(truncatingIfNeeded: scalar.value))
            }
        }
        writeInteger(UInt8(0))
    }

    private func isASCII(from start: Int) -> Bool {
        let octets = readableBytesUInt8Span
        var seen: UInt8 = 0
        for index in (start - readerIndex)..<octets.count { seen |= octets[index] }
        return seen < 0x80
    }

    mutating func readAddress() throws(DecodingProblem) -> Address {
        let (ton, npi) = try readNumbering()
        return Address(uncheckedTON: ton, npi: npi, digits: try readCString())
    }

    mutating func readLastAddress() throws(DecodingProblem) -> Address {
        let (ton, npi) = try readNumbering()
        return Address(uncheckedTON: ton, npi: npi, digits: readLastCString())
    }

    private mutating func readNumbering() throws(DecodingProblem) -> (UInt8, UInt8) {
        guard let pair = readMultipleIntegers(as: (UInt8, UInt8).self) else {
            throw .truncated(at: readerIndex)
        }
        return pair
    }

    mutating func writeAddress(_ address: Address) {
        writeMultipleIntegers(address.ton, address.npi)
        writeCString(address.digits)
    }

    /// sm_length and short_message.
    mutating func readShortMessage() throws(DecodingProblem) -> ByteBuffer {
        let length = Int(try readOctet())
        guard let text = readSlice(length: length) else {
            throw .textOverrun(length: length, available: readableBytes)
        }
        return text
    }

    mutating func writeShortMessage(_ text: ByteBuffer) {
        writeInteger(UInt8(truncatingIfNeeded: text.readableBytes))
        writeImmutableBuffer(text)
    }

    mutating func readTLVs() throws(DecodingProblem) -> [TLV] {
        var tlvs: [TLV] = []
        while readableBytes > 0 {
            guard let (tag, length) = readMultipleIntegers(as: (UInt16, UInt16).self) else {
                throw .strayOctets(readableBytes)
            }
            let known = TLV.Tag(rawValue: tag)
            guard let value = readSlice(length: Int(length)) else {
                throw .tlvOverrun(known, length: Int(length), available: readableBytes)
            }
            tlvs.append(TLV(unchecked: known, value))
        }
        return tlvs
    }

    mutating func writeTLVs(_ tlvs: [TLV]) {
        for tlv in tlvs {
            let length = UInt16(truncatingIfNeeded: tlv.value.readableBytes)
            writeMultipleIntegers(tlv.tag.rawValue, length)
            writeImmutableBuffer(tlv.value)
        }
    }
}

/// For bodies written often: the caller has made room for one octet a byte of UTF-8, and more.
extension OutputRawSpan {
    mutating func appendCString(_ text: String) {
        var lead: UInt8 = 0
        for octet in text.utf8 {
            switch octet {
            case 0x00..<0x80: append(octet)
            // Latin-1 above ASCII has two octets in UTF-8, and only these two begin them.
            case 0xC2, 0xC3: lead = octet
            default: append(lead << 6 | octet & 0x3F)
            }
        }
        append(0 as UInt8)
    }

    mutating func appendAddress(_ address: Address) {
        append(address.ton)
        append(address.npi)
        appendCString(address.digits)
    }
}
