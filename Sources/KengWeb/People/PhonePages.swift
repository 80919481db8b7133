import Hummingbird
import KengDomain
import KengStore
import KengText

/// Practice mode: residents' handsets, to read and to answer as they would.
struct PhonePages: Sendable {
    let phones: PracticePhones

    func add(to routes: inout Routes) {
        routes.get("/phones") { try await list($0, $1) }
        routes.get("/phones/:id") { try await phone($0, $1) }
        routes.get("/phones/:id/texts") { try await texts($0, $1) }
        routes.post("/phones/:id") { try await type($0, $1) }
    }

    private struct ListView: Sendable {
        let rows: [Row]
        let hasRows: Bool
    }

    private struct Row: Sendable {
        let name: String
        let phone: String
        let area: String
        let language: String
        let address: String
    }

    private func list(_ ask: Ask, _ member: Member) async throws -> Response {
        let residents = try await ask.site.database.read {
            try $0.residentsTextedLately(under: member.area.id, limit: 50)
        }
        let rows = residents.map { resident in
            Row(
                name: resident.name ?? ask.words.text("household.noName"),
                phone: resident.phone.description, area: resident.areaName,
                language: InterfaceLanguage(resident.language).ownName,
                address: "/phones/\(resident.id)")
        }
        return ask.page(
            "phones", title: ask.words.text("menu.phones"),
            ListView(rows: rows, hasRows: !rows.isEmpty))
    }

    private struct View: Sendable {
        let name: String
        let phone: String
        let area: String
        let tag: String
        let address: String
        let household: String
        let sender: String
        let texts: [Bubble]
        let hasTexts: Bool
        let updated: String
        let mayWrite: Bool
    }

    private struct Bubble: Sendable {
        let text: String
        let when: String
        let isTyped: Bool
    }

    private func phone(_ ask: Ask, _ member: Member) async throws -> Response {
        let view = try await view(ask, member)
        return ask.page(
            "phone", title: ask.words.text("phone.title", ["name": .text(view.name)]), view)
    }

    private func texts(_ ask: Ask, _ member: Member) async throws -> Response {
        ask.fragment("phone-texts", try await view(ask, member))
    }

    private func type(_ ask: Ask, _ member: Member) async throws -> Response {
        let resident = try await resident(ask, member)
        if let text = ask.form["text"] {
            await phones.type(resident.phone, String(text.prefix(500)), ask.now)
        }
        return ask.redirect("/phones/\(resident.id)#answer")
    }

    private func resident(_ ask: Ask, _ member: Member) async throws -> ResidentLine {
        let id = try ask.id("id", Resident.self)
        return try await ask.site.database.read { transaction in
            guard let resident = try transaction.residentLine(id),
                try transaction.isArea(resident.area, under: member.area.id)
            else { throw PageProblem.notFound }
            return resident
        }
    }

    private func view(_ ask: Ask, _ member: Member) async throws -> View {
        let resident = try await resident(ask, member)
        let lines = await phones.lines(resident.phone)
        let words = ask.words
        let offset = member.area.offset
        return View(
            name: resident.name ?? words.text("household.noName"),
            phone: resident.phone.description, area: resident.areaName,
            tag: resident.language.rawValue, address: "/phones/\(resident.id)",
            household: "/households/\(resident.household)",
            sender: ask.site.settings.senderNames.first ?? words.text("preview.sender"),
            texts: lines.suffix(60).map {
                Bubble(text: $0.text, when: words.moment($0.at, offset), isTyped: $0.isTyped)
            }, hasTexts: !lines.isEmpty,
            updated: words.text("updated", ["when": .text(words.clock(ask.now, offset))]),
            mayWrite: member.mayWrite)
    }
}
