import KengDomain
import KengStore
import Synchronization

/// Answers as they are sent, made once each: thousands of residents get the same few hundred texts.
final class ReplyBodies: Sendable {
    private struct Key: Hashable {
        let text: String
        let language: Language
    }

    private let composer: Composer
    private let made = Mutex<[Key: (body: SentBody, hash: String)]>([:])

    /// A city has fewer; what is more than a strange day is forgotten and made again.
    static let most = 4096

    init(composer: Composer) {
        self.composer = composer
    }

    /// A text as the route sends it, and its name in the store.
    func body(_ text: String, language: Language) -> (body: SentBody, hash: String) {
        let key = Key(text: text, language: language)
        if let known = made.withLock({ $0[key] }) { return known }
        let body = composer.body(text, language: language)
        let fresh = (body: body, hash: body.hash)
        made.withLock { made in
            if made.count >= Self.most { made.removeAll() }
            made[key] = fresh
        }
        return fresh
    }
}
