import Foundation
import KengContent
import KengDomain
import KengEngine
import KengStore
import KengText

/// Something that did not happen, in three lines: what happened, why we think so, and what to type now.
struct Complaint: Error {
    let status: ExitStatus
    private let what: String
    private let why: String
    private let remedy: String

    /// One line each, also of what came from a file: no control character reaches a terminal.
    var lines: String {
        [what, why, remedy].filter { !$0.isEmpty }.map(Self.line).joined(separator: "\n") + "\n"
    }

    private static func line(_ text: String) -> String {
        var line = String.UnicodeScalarView()
        for scalar in text.unicodeScalars {
            guard line.count < 1000 else {
                line.append("…")
                break
            }
            switch scalar.properties.generalCategory {
            case .control where scalar != "\n", .format, .lineSeparator, .paragraphSeparator:
                line.append("\u{FFFD}")
            default: line.append(scalar)
            }
        }
        return String(line)
    }

    init(_ status: ExitStatus, _ what: String, _ why: String, _ remedy: String) {
        self.status = status
        self.what = what
        self.why = why
        self.remedy = remedy
    }

    init(_ error: any Error) {
        switch error {
        case let complaint as Complaint: self = complaint
        case let problem as StoreProblem: self.init(problem)
        case let problem as DeskProblem: self.init(desk: problem)
        case let problem as CampaignState.Refusal: self.init(problem)
        case let problem as Accounts.Problem: self.init(problem)
        case let problem as CSVProblem: self.init(problem, "The table")
        case let problem as ImportProblem: self.init(problem, "The database")
        case let problem as ContentFiles.Problem: self.init(problem)
        case let problem as Catalogue.Problem: self.init(problem)
        case let problem as KeywordFile.Problem: self.init(problem)
        case let problem as PackDirectory.Problem: self.init(problem)
        case let problem as CocoaError where problem.isAboutFile: self.init(problem)
        case let problem as StandardStreams.Problem:
            self.init(
                .unavailable, "The answer could not be written.",
                "The system says: \(problem.reason).",
                "Give standard output somewhere to go and run the command again.")
        case is WorkerIsEnded:
            self.init(
                .tryAgain, "Other programs on this database took this one's work over.",
                "It showed no sign of life for ten seconds, so they settled what it had handed over.",
                "Start it again; a supervisor such as systemd does that by itself.")
        case is CancellationError:
            self.init(.interrupted, "Interrupted.", "Nothing half-done is left.", "")
        default:
            self.init(
                .bug, "The command stopped.", "Unexpected: \(type(of: error)): \(error).",
                "Report this with the command you typed.")
        }
    }

    private init(_ problem: StoreProblem) {
        switch problem {
        case .cannotOpen(let path, let why) where DatabaseLocation(path).isServer:
            self.init(
                .unavailable, "The database \(path) cannot be opened.", "The server says: \(why).",
                "Check that it runs and lets you in: psql \(NextCommand.quoted(path))")
        case .cannotOpen(let path, let why):
            self.init(
                .unavailable, "The database \(path) cannot be opened.", "\(why)",
                "Check the folder with: ls -l \(NextCommand.quoted(path))")
        case .missing(let path):
            self.init(
                .unavailable, "There is no database at \(path).",
                "It is made by the first import of areas, or by keng serve --demo.",
                "Name another with --database, or: \(Self.areasFirst())")
        case .notOurs(let path):
            self.init(
                .badData, "\(path) is not a database of Keng.",
                "It is another program's, and was left as it is.",
                "Name the right one with --database.")
        case .busy:
            self.init(
                .tryAgain, "The database is busy.", "Another program holds it for writing.",
                "Wait until it ends and run the command again.")
        case .unreachable(let why):
            self.init(
                .unavailable, "The database server cannot be reached.", "\(why).",
                "Once it runs, run the command again; what was not stored is as if never asked.")
        case .diskFull:
            self.init(
                .unavailable, "The disk is full.", "Nothing was stored.",
                "Free some space (df -h) and run the command again.")
        case .readOnly:
            self.init(
                .notPermitted, "The database cannot be written.", "It or its folder is read-only.",
                "Run as its owner, or: chmod u+w on the file and its folder.")
        case .damaged(let what):
            self.init(
                .badData, "The database is damaged.", what,
                "Restore the newest backup, then run: keng verify")
        case .otherMigrations(let applied, let known):
            self.init(
                .badConfiguration, "The database belongs to another version of Keng.",
                "It has \(applied) steps; this program knows \(known) and they differ.",
                "Use the version of Keng that wrote it, or a newer one.")
        case .wrongShape, .unique, .failed:
            self.init(
                .bug, "The database refused.", "\(problem).",
                "Run keng verify, and report this.")
        }
    }

    private init(_ refusal: CampaignState.Refusal) {
        switch refusal {
        case .wrongState(let word):
            self.init(
                .badData, "The campaign is \(word.text).", "That act does not fit this state.",
                NextCommand.now.other("campaign", "list"))
        case .approverIsAuthor:
            self.init(
                .notPermitted, "The author may not approve the own campaign.",
                "A second person must look at it.", "Ask another approver.")
        case .approvedAlready:
            self.init(
                .notPermitted, "You have approved it already.",
                "An emergency campaign needs two approvers.", "Ask another approver.")
        case .changed(let submitted, let now):
            self.init(
                .badData, "The campaign is not what was submitted.",
                "Digest \(submitted.prefix(12)) was submitted; it is \(now.prefix(12)) now.",
                "Look at keng campaign check and submit it again.")
        }
    }

    private init(_ problem: Accounts.Problem) {
        switch problem {
        case .nameTaken:
            self.init(
                .usage, "That name is taken.", "Every account has a name of its own.",
                "Choose another name.")
        case .noSuchAccount:
            self.init(
                .usage, "There is no such account.", "The name was not found.",
                NextCommand.now.other("user", "list"))
        case .badName(let count):
            self.init(
                .usage, "The name has \(count) characters.", "1 to 60 are expected.",
                "Choose a shorter name.")
        }
    }
}
