import SMPP
import Testing

@Suite struct ReceiptIDTests {
    @Test(
        arguments: [
            ("0123456789", "123456789", .exact, true),
            ("00AB", "ab", .exact, true),
            ("ab", "171", .exact, false),
            ("AB", "0171", .responseHexReceiptDecimal, true),
            ("171", "00ab", .responseDecimalReceiptHex, true),
            ("ab", "171", .responseDecimalReceiptHex, false),
            ("171", "AB", .automatic, true),
            ("AB", "171", .automatic, true),
            ("AB", "172", .automatic, false),
            // Beyond 64 bits: 2^64 and 2^128.
            ("10000000000000000", "18446744073709551616", .responseHexReceiptDecimal, true),
            (
                "340282366920938463463374607431768211456", "100000000000000000000000000000000",
                .responseDecimalReceiptHex, true
            ),
        ] as [(String, String, ReceiptID.Mode, Bool)])
    func `Two ways of writing one id are one`(
        _ response: String, _ receipt: String, _ mode: ReceiptID.Mode, _ isSame: Bool
    ) {
        #expect(ReceiptID.matches(response: response, receipt: receipt, mode) == isSame)
    }
}
