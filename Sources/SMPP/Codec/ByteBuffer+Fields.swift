import NIOCore

extension String {
    /// How many octets this takes in Latin-1; nil when it holds a NUL or does not fit Latin-1.
    var latinOctets: Int? {
        var count = 0
        for unit in utf8 {
            // In UTF-8 every character up to U+00FF begins with C3 or less.
            guard unit != 0, unit <= 0xC3 else { return nil }
            if unit & 0xC0 != 0x80 { count += 1 }
        }
        return count
    }
}

extension ByteBuffer {
    /// A C-octet string whose length and characters were checked when its PDU was made.
    mutating func writeField(_ text: String) {
        if text.latinOctets == text.utf8.count {
            writeString(text)
        } else {
            for scalar in text.unicodeScalars {
                writeInteger(UInt8(truncatingIfNeeded: scalar.value))
            }
        }
        writeInteger(0 as UInt8)
    }

    mutating func writeField(_ address: Address) {
        writeMultipleIntegers(address.ton, address.npi)
        writeField(address.digits)
    }

    mutating func writeText(_ text: ByteBuffer) {
        writeInteger(UInt8(truncatingIfNeeded: text.readableBytes))
        writeImmutableBuffer(text)
    }

    mutating func write(_ tlvs: [TLV]) {
        for tlv in tlvs {
            writeMultipleIntegers(
                tlv.tag.rawValue, UInt16(truncatingIfNeeded: tlv.value.readableBytes))
            writeImmutableBuffer(tlv.value)
        }
    }
}
