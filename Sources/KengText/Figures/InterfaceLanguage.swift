package import KengDomain

/// A language the interface speaks: those Keng teaches in, and English for developers.
package enum InterfaceLanguage: String, CaseIterable, Hashable, Sendable {
    case vietnamese = "vi"
    case indonesian = "id"
    case chinese = "zh-Hans"
    case english = "en"

    package init(_ language: Language) {
        self =
            switch language {
            case .vietnamese: .vietnamese
            case .indonesian: .indonesian
            case .chinese: .chinese
            }
    }
}
