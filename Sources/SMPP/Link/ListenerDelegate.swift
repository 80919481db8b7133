/// What a gateway's side decides and is told; called on event loops, so nothing may block.
///
/// A connection has a number that no other of the same listener has; all calls about one
/// connection come from one event loop, in order.
public protocol ListenerDelegate: Sendable {
    /// `ok` lets the client in; anything else is said to it.
    func verdict(on bind: Bind, from connection: Int) -> CommandStatus
    func bound(_ bind: Bind, on connection: Int)
    /// The responses that are known at once; the others go through `Listener.respond`.
    func requested(_ requests: [PDU], on connection: Int) -> [PDU]
    func delivered(_ answers: [DeliverAnswer], on connection: Int)
    func doubtful(_ tokens: [UInt64], on connection: Int)
    /// So many PDUs could not be read; they were answered, and lost framing ends the connection.
    func malformed(_ count: Int, on connection: Int)
    func closed(_ connection: Int)
}

extension ListenerDelegate {
    /// Nobody need count them.
    public func malformed(_ count: Int, on connection: Int) {}
}
