package import KengDomain

extension ReplyReader {
    /// A reader that folds what phones type: full-width letters, circled digits, marks in any order.
    package init(_ tables: [Keywords]) {
        self.init(tables) { text in
            text.utf8.allSatisfy { $0 < 0x80 } ? text : ICUText.normalize(text, to: .nfkc).nfd
        }
    }
}
