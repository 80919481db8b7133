/// What a test SMSC counted from its start to its end.
package struct SMSCCounts: Hashable, Sendable {
    package var binds = 0
    package var bindsRefused = 0
    /// Cut by the SMSC itself.
    package var linksCut = 0
    package var submits = 0
    package var accepted = 0
    /// Accepted although the same destination, text and part came before.
    package var duplicates = 0
    package var segments = 0
    package var throttled = 0
    package var refused = 0
    /// Accepted, and the answer never left: the link was cut, or the profile is silent.
    package var doubtful = 0
    /// PDUs that could not be read.
    package var malformed = 0
    /// Texts that could: cut through a character, too long for the air, or octets that are none.
    package var badTexts = 0
    /// Texts of which every part came.
    package var texts = 0
    package var receiptsSent = 0
    package var receiptsAcknowledged = 0
    package var receiptsRefused = 0
    package var receiptsSentAgain = 0
    package var inboundSent = 0
    package var inboundAcknowledged = 0
    package var inboundRefused = 0
    package var inboundSentAgain = 0
    /// Texts to a phone that had written; the first after each of its texts.
    package var replies = 0
    /// Unanswered submits of one connection at one moment.
    package var longestWindow = 0

    package init() {}
}
