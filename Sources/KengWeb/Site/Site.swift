import KengDomain
import KengEngine
import KengStore
import KengText
import Logging

/// What every page draws on.
struct Site: Sendable {
    let database: Database
    let world: World
    let accounts: Accounts
    let desk: CampaignDesk
    let rulebook: Rulebook
    let catalogues: Catalogues
    let templates: PageTemplates
    let assets: Assets
    let settings: WebSettings
    let phones: PracticePhones?
    let logger: Logger

    func words(_ language: InterfaceLanguage) -> Words {
        Words(language, in: catalogues)
    }
}
