import SMPP
import Testing

@Suite struct ReceiptIDTests {
    @Test(arguments: [
        ("0123456789", "123456789"), (" 00aB\0", "ab"), ("000", "0"), ("", ""), ("7F", "7f"),
        ("0a1b-0002", "a1b-0002"),
    ])
    func blanksZerosAndCaseDoNotCount(_ pair: (String, String)) {
        #expect(ReceiptID.normalised(pair.0) == pair.1)
    }

    @Test(arguments: [
        ("0", "0"), ("255", "ff"), ("18446744073709551616", "10000000000000000"),
        (
            "9999999999999999999999999999999999999999999999999999999999999999",
            "184f03e93ff9f4daa797ed6e38ed64bf6a1f00ffffffffffffffff"
        ),
    ])
    func numbersOfAnyLengthChangeTheirBase(_ pair: (String, String)) {
        #expect(ReceiptID.hexadecimal(pair.0) == pair.1)
        #expect(ReceiptID.decimal(pair.1) == pair.0)
    }

    @Test(arguments: ["", "12x", "-1", String(repeating: "1", count: 65)])
    func whatIsNoNumberHasNoOtherBase(id: String) {
        #expect(ReceiptID.hexadecimal(id) == nil)
        #expect(ReceiptID.decimal(id) == nil)
    }

    @Test(arguments: [
        (ReceiptID.exact, "00AB", "ab", true), (.exact, "ff", "255", false),
        (.responseHexReceiptDecimal, "00FF", "255", true),
        (.responseHexReceiptDecimal, "255", "ff", false),
        (.responseDecimalReceiptHex, "255", "0xff", false),
        (.responseDecimalReceiptHex, "255", "FF", true),
        (.responseDecimalReceiptHex, "597", "255", true),
        (.automatic, "ff", "255", true), (.automatic, "255", "ff", true),
        (.automatic, "255", "255", true), (.automatic, "256", "ff", false),
        (.automatic, "0a1b-0002", "A1B-0002", true),
    ])
    func aReceiptFindsItsResponse(_ row: (ReceiptID, String, String, Bool)) {
        #expect(row.0.matches(response: row.1, receipt: row.2) == row.3)
    }

    @Test func theIDAsItIsComesFirst() {
        #expect(ReceiptID.automatic.keys(receipt: "0100") == ["100", "64", "256"])
        #expect(ReceiptID.exact.keys(receipt: "0100") == ["100"])
    }
}
