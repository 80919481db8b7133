import KengStore
import Testing

struct DatabaseLocationTests {
    @Test(arguments: [
        ("keng.sqlite", "keng.sqlite"),
        ("sqlite:///var/lib/keng.sqlite", "/var/lib/keng.sqlite"),
        ("postgres://keng:s3cret@db:5432/city", "postgres://keng@db:5432/city"),
        ("postgresql://keng@db/city?password=s3cret", "postgresql://keng@db/city"),
        ("postgres://a:p@ss@db/city", "postgres://a@db/city"),
        ("postgres://db/city", "postgres://db/city"),
    ])
    func noPasswordIsShown(text: String, shown: String) {
        #expect("\(DatabaseLocation(text))" == shown)
    }

    /// Also of an address that libpq cannot read and would quote.
    @Test(arguments: [
        "postgres://keng:s3cret@127.0.0.1:1/city", "postgres://keng:s3cret@[::1/city",
        "postgres://keng:s3cret%ZZ@127.0.0.1/city", "postgres://keng:s3cret@127.0.0.1:port/city",
        "postgres://keng:s3cret@127.0.0.1/city?nothing=s3cret",
    ])
    func anAddressThatLeadsNowhereIsToldWithoutItsPassword(text: String) {
        do {
            _ = try Database(DatabaseLocation(text))
            Issue.record("it opened")
        } catch {
            #expect(!"\(error)".contains("s3cret"))
            guard case .cannotOpen = error else {
                Issue.record("\(error)")
                return
            }
        }
    }

    @Test(arguments: [
        ("/var/lib/keng.sqlite", "/var/lib/keng.sqlite"),
        ("postgres://keng:s3cret@db:5432/city", "city"),
        ("postgres://db/city?sslmode=require", "city"),
        ("postgres://db/..%2F..%2Fetc", "2F2Fetc"),
        ("postgres://db/", "keng"),
        ("postgres://db", "keng"),
    ])
    func filesOfAServerLieInTheCurrentFolder(text: String, prefix: String) {
        #expect(DatabaseLocation(text).filesPrefix == prefix)
    }
}
