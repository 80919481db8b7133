import Hummingbird
import KengDomain
import KengStore
import KengText

/// Finding a household, and all that happened to the people in it.
struct HouseholdPages: Sendable {
    func add(to routes: inout Routes) {
        routes.get("/households") { try await search($0, $1) }
        routes.get("/households/:id") { try await history($0, $1) }
    }

    static let pageSize = 50

    private struct View: Sendable {
        let search: String
        let area: String?
        let areaName: String?
        let rows: [Row]
        let hasRows: Bool
        let isAsked: Bool
        let counts: String
        let next: String?
    }

    struct Row: Sendable {
        let code: String
        let address: String
        let page: String
        let area: String
        let covered: String
        let isCovered: Bool

        init(_ line: HouseholdLine, _ member: Member, _ words: Words) {
            code = line.code
            address = line.address
            page = "/households/\(line.id)"
            area = line.areaName
            isCovered = line.coveredAt != nil
            covered =
                line.coveredAt.map {
                    words.text(
                        "household.covered", ["day": .text(words.day($0, member.area.offset))])
                } ?? words.text("household.uncovered")
        }
    }

    private func search(_ ask: Ask, _ member: Member) async throws -> Response {
        let asked = ask.query["q"]
        let area = ask.query["area"].flatMap { Int64($0) }.map(Area.ID.init(rawValue:))
        let after = ask.query["after"] ?? ""
        let scope = member.area.id
        let phone = asked.flatMap { ask.site.phone(typed: $0, in: member.area.jurisdiction) }
        let found = try await ask.site.database.read { transaction in
            var place: AreaLine?
            if let area {
                guard try transaction.isArea(area, under: scope) else {
                    throw PageProblem.notFound
                }
                place = try transaction.areaLine(area)
            }
            if let asked {
                var lines = try transaction.householdLines(
                    code: asked, under: area ?? scope, limit: Self.pageSize)
                if let phone {
                    lines += try transaction.householdLines(
                        phone: phone, under: area ?? scope, limit: Self.pageSize)
                }
                return (place, lines: lines)
            }
            guard let area else { return (place, lines: []) }
            return (
                place,
                lines: try transaction.householdLines(
                    in: area, afterCode: after, limit: Self.pageSize + 1)
            )
        }
        let words = ask.words
        let shown = found.lines.prefix(Self.pageSize)
        let view = View(
            search: asked ?? "", area: ask.query["area"], areaName: found.0?.name,
            rows: shown.map { Row($0, member, words) }, hasRows: !shown.isEmpty,
            isAsked: asked != nil || area != nil,
            counts: words.text("households.shown", ["count": .number(shown.count)]),
            next: asked == nil && found.lines.count > Self.pageSize
                ? shown.last.map {
                    ask.query.without(["lang"]).setting("after", $0.code).address("/households")
                } : nil)
        return ask.page("households", title: words.text("menu.households"), view)
    }
}

extension HouseholdPages {
    private struct HistoryView: Sendable {
        let row: Row
        let heading: String
        let areaAddress: String
        let residents: [Person]
        let events: [Event]
        let hasEvents: Bool
    }

    private struct Person: Sendable {
        let name: String
        let phone: String
        let language: String
        let isHolder: Bool
        let optedOut: String?
        let phonePage: String?
    }

    private struct Event: Sendable {
        let at: Instant
        let when: String
        let what: String
        let text: String?
        let tag: String
        let who: String
        let link: String?
        let kind: String
    }

    private struct Found: Sendable {
        let household: HouseholdLine
        let area: AreaLine?
        let residents: [ResidentLine]
        let sent: [MessageLine]
        let received: [InboundLine]
        let attendances: [AttendanceLine]
    }

    private func history(_ ask: Ask, _ member: Member) async throws -> Response {
        let id = try ask.id("id", Household.self)
        let found = try await ask.site.database.read { transaction in
            guard let household = try transaction.householdLine(id),
                try transaction.isArea(household.area, under: member.area.id)
            else { throw PageProblem.notFound }
            let residents = try transaction.residentLines(of: id)
            let phones = Set(residents.map(\.phone)).sorted()
            return Found(
                household: household, area: try transaction.areaLine(household.area),
                residents: residents,
                sent: try phones.flatMap { try transaction.messageLines(to: $0, limit: 100) },
                received: try phones.flatMap {
                    try transaction.inboundLines(from: $0, limit: 100)
                }, attendances: try transaction.attendanceLines(of: id))
        }
        let words = ask.words
        let offset = found.area?.offset ?? member.area.offset
        let events = Self.events(found, try await ask.lessonNames(), offset, words)
        let row = Row(found.household, member, words)
        let view = HistoryView(
            row: row, heading: words.pair(row.code, row.covered),
            areaAddress: found.area.map { AreaFigure($0, words).address } ?? "/coverage",
            residents: found.residents.map { resident in
                Person(
                    name: resident.name ?? words.text("household.noName"),
                    phone: resident.phone.description,
                    language: InterfaceLanguage(resident.language).ownName,
                    isHolder: resident.isHolder,
                    optedOut: resident.optedOutAt.map {
                        words.text("household.optedOut", ["day": .text(words.day($0, offset))])
                    }, phonePage: ask.site.phones == nil ? nil : "/phones/\(resident.id)")
            }, events: events, hasEvents: !events.isEmpty)
        return ask.page(
            "household",
            title: words.text("household.title", ["code": .text(found.household.code)]), view)
    }

    /// Everything in the order it happened, newest first.
    private static func events(
        _ found: Found, _ lessons: LessonNames, _ offset: UTCOffset, _ words: Words
    ) -> [Event] {
        let names = Dictionary(
            found.residents.map { ($0.id, $0.name ?? $0.phone.description) },
            uniquingKeysWith: { first, _ in first })
        let sent = found.sent.map { line in
            let at = line.settledAt ?? line.handoffAt ?? line.due
            return Event(
                at: at, when: words.moment(at, offset),
                what: words.text(
                    "event.sent",
                    ["state": .text(DeliveryWord.word(line.state, line.reason, words))]),
                text: line.text, tag: line.language.rawValue,
                who: line.resident.flatMap { names[$0] } ?? line.phone.description,
                link: "/messages/\(line.id)", kind: line.state.word)
        }
        let received = found.received.map { line in
            Event(
                at: line.at, when: words.moment(line.at, offset),
                what: words.text(
                    "event.received", ["intent": .text(DeliveryWord.intent(line.intent, words))]),
                text: line.text, tag: "und", who: line.phone.description,
                link: line.reply.map { "/messages/\($0)" }, kind: "received")
        }
        let attended = found.attendances.map { line in
            Event(
                at: line.at, when: words.moment(line.at, offset),
                what: words.text(
                    line.covers ? "event.covers" : "event.attended",
                    [
                        "lesson": .text(lessons.name(of: line.lesson)),
                        "points": .number(line.points),
                        "asked": .number(line.asked),
                    ]), text: nil, tag: "und", who: names[line.resident] ?? "",
                link: line.message.map { "/messages/\($0)" }, kind: "attended")
        }
        return (sent + received + attended).sorted { $0.at > $1.at }
    }
}

/// What became of a text, in the words of `ux.md` 6.
enum DeliveryWord {
    static func code(_ state: MessageState, _ reason: Int64) -> String {
        switch state {
        case .planned: "waiting"
        case .handoff, .accepted: "with_carrier"
        case .delivered: "delivered"
        case .undelivered, .rejected: "failed"
        case .expired: "expired"
        case .unknown: "unknown"
        case .suppressed: reason == Suppression.optedOut.rawValue ? "opted_out" : "not_sent"
        case .cancelled: "cancelled"
        }
    }

    static func word(_ state: MessageState, _ reason: Int64, _ words: Words) -> String {
        words.text("delivery.\(code(state, reason))")
    }

    private static let intents: Set<String> = [
        "answer", "optout", "optin", "help", "language", "emergency", "unreadable",
    ]

    static func intent(_ intent: String, _ words: Words) -> String {
        words.text("intent.\(intents.contains(intent) ? intent : "other")")
    }
}
