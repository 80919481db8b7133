package import KengDomain

/// The catalogues of all languages, read together so that none can be forgotten.
package struct Catalogues: Sendable {
    private let vietnamese: Catalogue
    private let indonesian: Catalogue
    private let chinese: Catalogue
    package let english: Catalogue

    /// Reads `Locales`.
    package init(in folder: String) throws(Catalogue.Problem) {
        vietnamese = try Catalogue(.vietnamese, in: folder)
        indonesian = try Catalogue(.indonesian, in: folder)
        chinese = try Catalogue(.chinese, in: folder)
        english = try Catalogue(.english, in: folder)
    }

    /// Builds each catalogue by a closure; tests use it.
    package init(_ make: (InterfaceLanguage) -> Catalogue) {
        vietnamese = make(.vietnamese)
        indonesian = make(.indonesian)
        chinese = make(.chinese)
        english = make(.english)
    }

    package subscript(interface language: InterfaceLanguage) -> Catalogue {
        switch language {
        case .vietnamese: vietnamese
        case .indonesian: indonesian
        case .chinese: chinese
        case .english: english
        }
    }

    package subscript(language: Language) -> Catalogue {
        self[interface: InterfaceLanguage(language)]
    }
}
