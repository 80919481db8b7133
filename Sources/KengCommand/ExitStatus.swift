import ArgumentParser

/// How the program ends, in the numbers of `sysexits.h`, so that scripts can tell why.
enum ExitStatus: Int32 {
    case done = 0
    case failed = 1
    case usage = 64
    case badData = 65
    case noInput = 66
    case unavailable = 69
    case bug = 70
    case cannotCreate = 73
    case tryAgain = 75
    case notPermitted = 77
    case badConfiguration = 78
    case interrupted = 130

    var code: ExitCode { ExitCode(rawValue) }
}
