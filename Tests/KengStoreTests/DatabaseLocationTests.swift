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
