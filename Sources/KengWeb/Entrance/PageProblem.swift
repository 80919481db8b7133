/// Why a page is not shown; the words are chosen where it is drawn.
enum PageProblem: Error, Hashable {
    case notFound
    case signInNeeded
    /// The key of the sentence that says who may do it.
    case notAllowed(String)
    /// The form is not ours, or from a session that has ended.
    case foreignForm
    case tooLarge
    /// Something in the address is not what the page can show.
    case unreadable
    case wrongMethod(allowed: [String])
}
