import KengDomain
import KengStore
import KengText

/// A campaign in a list.
struct CampaignRow: Sendable {
    let name: String
    let address: String
    let lesson: String
    let state: StateMark
    let area: String
    let starts: String
    let author: String
    let progress: String
    let width: Int

    init(_ line: CampaignLine, _ words: Words) {
        name = line.name
        switch line.state {
        case .draft, .submitted: address = "/campaigns/\(line.id)/check"
        case .approved, .running, .paused, .finished, .cancelled:
            address = "/campaigns/\(line.id)"
        }
        lesson = line.lesson
        state = StateMark(line.state, words)
        area =
            line.areas > 1
            ? words.text(
                "campaigns.areas",
                ["area": .text(line.areaName), "more": .number(line.areas - 1)])
            : line.areaName
        starts = words.moment(line.starts, line.offset)
        author = line.authorName
        progress =
            line.planned == 0
            ? words.text("campaigns.notStarted")
            : words.text(
                "campaigns.progress",
                [
                    "gone": .number(line.gone), "planned": .number(line.planned),
                    "percent": .text(words.percent(line.gone, of: line.planned)),
                ])
        width = line.planned == 0 ? 0 : line.gone * 100 / line.planned
    }
}

/// A campaign's state as word, shape and colour, never colour alone.
struct StateMark: Sendable {
    let word: String
    let shape: String
    let kind: String

    init(_ state: CampaignWord, _ words: Words) {
        word = words.text("state.\(state.text)")
        kind = state.text
        switch state {
        case .draft: shape = "○"
        case .submitted: shape = "▲"
        case .approved: shape = "○"
        case .running: shape = "●"
        case .paused: shape = "◐"
        case .finished: shape = "✓"
        case .cancelled: shape = "×"
        }
    }
}
