/// The folder of the package, found from this file.
enum Root {
    static let path = #filePath.components(before: "/Tests/KengTextTests/")
}

extension String {
    fileprivate func components(before suffix: String) -> String {
        guard let range = firstRange(of: suffix) else { return "." }
        return String(self[..<range.lowerBound])
    }
}
