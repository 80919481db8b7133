/// The esm_class octet: mode, message type and the two flags; SMPP 3.4, 5.2.12.
public struct ESMClass: RawRepresentable, Hashable, Sendable {
    public var rawValue: UInt8

    public init(rawValue: UInt8) {
        self.rawValue = rawValue
    }

    public static let plain = ESMClass(rawValue: 0x00)
    public static let receipt = ESMClass(rawValue: 0x04)
    public static let intermediate = ESMClass(rawValue: 0x20)

    /// The text begins with a user data header.
    public static let withHeader = ESMClass(rawValue: 0x40)

    // Bits 5 to 2 name one type; they are compared together.
    private var messageType: UInt8 { rawValue & 0x3C }

    public var isReceipt: Bool { messageType == 0x04 }
    public var isIntermediate: Bool { messageType == 0x20 }
    public var hasUDH: Bool { rawValue & 0x40 != 0 }
    public var hasReplyPath: Bool { rawValue & 0x80 != 0 }
}
