import Testing

@testable import KengContent

struct PlaceholderTests {
    @Test(arguments: [
        ("", ""), ("no name", "no name"), ("{fire_number}", "114"),
        ("Gọi {fire_number}, {sender}.", "Gọi 114, {x}."),
        ("{fire_number}{fire_number}", "114114"), ("{ fire_number }", "{ fire_number }"),
        ("{}{{fire_number}}", "{}{114}"), ("{Fire_number} {1}", "{Fire_number} {1}"),
        ("cut {fire_number", "cut {fire_number"), ("铿{fire_number}。", "铿114。"),
        ("a\r\n{fire_number}\r\n", "a\r\n114\r\n"), ("}{", "}{"),
    ])
    func aNameInBracesIsReplacedAndNothingElse(text: String, resolved: String) throws {
        let placeholders = Placeholders(["fire_number": "114", "sender": "{x}"])
        #expect(try placeholders.resolve(text) == resolved)
    }

    @Test func aValueIsNotReadAgain() throws {
        let placeholders = Placeholders(["sender": "{fire_number}", "fire_number": "114"])
        #expect(try placeholders.resolve("{sender}") == "{fire_number}")
    }

    @Test(arguments: ["{fire_number}", "{sender} {fire_number}", "{fire_number"])
    func aMissingNumberIsNamedAndNeverGuessed(text: String) throws {
        let placeholders = Placeholders(fireNumber: nil, sender: "PC07")
        guard text.hasSuffix("}") else {
            #expect(try placeholders.resolve(text) == text)
            return
        }
        #expect(throws: Placeholders.Problem.unresolved("fire_number")) {
            try placeholders.resolve(text)
        }
    }

    @Test func namesComeInOrder() {
        #expect(Placeholders.names(in: "{b} {a_b}{b} {C} {") == ["b", "a_b", "b"])
    }
}
