import NIOCore

/// Asks what became of a message.
public struct Query: Hashable, Sendable {
    public let messageID: String
    public let source: Address

    public init(messageID: String, source: Address) throws(FieldProblem) {
        try Field.messageID.check(messageID)
        try Field.address.check(source.digits)
        self.messageID = messageID
        self.source = source
    }

    init(from reader: inout FieldReader) throws(FieldProblem) {
        self.messageID = try reader.string(.messageID)
        self.source = try Address(from: &reader)
    }

    func write(into buffer: inout ByteBuffer) {
        buffer.writeField(messageID)
        buffer.writeField(source)
    }
}

/// The answer to `query_sm`.
public struct QueryResponse: Hashable, Sendable {
    public struct Outcome: Hashable, Sendable {
        public let messageID: String
        /// Empty while the message is under way.
        public let finalDate: String
        public let state: UInt8
        public let errorCode: UInt8

        public init(
            messageID: String, finalDate: String, state: UInt8, errorCode: UInt8
        ) throws(FieldProblem) {
            try Field.messageID.check(messageID)
            try Field.finalDate.check(finalDate)
            self.messageID = messageID
            self.finalDate = finalDate
            self.state = state
            self.errorCode = errorCode
        }
    }

    /// Nil when the body is absent.
    public let outcome: Outcome?

    public init(_ outcome: Outcome?) {
        self.outcome = outcome
    }

    init(from reader: inout FieldReader) throws(FieldProblem) {
        guard !reader.isAtEnd else {
            self.outcome = nil
            return
        }
        self.outcome = try Outcome(
            messageID: reader.string(.messageID), finalDate: reader.string(.finalDate),
            state: reader.byte(.messageState), errorCode: reader.byte(.errorCode))
    }

    func write(into buffer: inout ByteBuffer) {
        guard let outcome else { return }
        buffer.writeField(outcome.messageID)
        buffer.writeField(outcome.finalDate)
        buffer.writeMultipleIntegers(outcome.state, outcome.errorCode)
    }
}
