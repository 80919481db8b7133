import NIOCore

/// A field that can be too long, for errors that say which one.
public enum Field: Hashable, Sendable {
    case address, addressRange, destination, finalDate, messageID, password, scheduleTime
    case serviceType, source, systemID, systemType, text
    case userDataHeader, validityPeriod
    case tlv(TLV.Tag)

    // SMPP 3.4, 4: the longest text without its closing zero.
    static let systemIDLimit = 15
    static let passwordLimit = 8
    static let systemTypeLimit = 12
    static let addressRangeLimit = 40
    static let serviceTypeLimit = 5
    static let addressLimit = 20
    static let longAddressLimit = 64
    static let timeLimit = 16
    static let messageIDLimit = 64
    static let textLimit = 254
    static let destinationLimit = 254
}

/// Why a value cannot be put on the wire; it never holds the value itself.
public enum FieldProblem: Error, Hashable, Sendable {
    case tooLong(Field, octets: Int, limit: Int)
    case count(Field, Int, allowed: ClosedRange<Int>)
    /// One octet a character is all there is room for: no character above U+00FF.
    case notLatin1(Field)
    /// A zero ends a text on the wire, so none can be inside.
    case zeroOctet(Field)
}

extension String {
    /// Throws unless the text fits the field as one octet a character without a zero.
    func check(_ field: Field, limit: Int) throws(FieldProblem) {
        var octets = 0
        for scalar in unicodeScalars {
            guard scalar.value <= 0xFF else { throw .notLatin1(field) }
            guard scalar.value != 0 else { throw .zeroOctet(field) }
            octets += 1
        }
        guard octets <= limit else { throw .tooLong(field, octets: octets, limit: limit) }
    }
}

extension ByteBuffer {
    func check(_ field: Field, limit: Int) throws(FieldProblem) {
        guard readableBytes <= limit else {
            throw .tooLong(field, octets: readableBytes, limit: limit)
        }
    }
}
