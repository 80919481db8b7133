internal import SMPP
internal import Yams

extension SMSCProfile {
    /// What can be set, by the name it has in a file and on the command line.
    package enum Key: String, Hashable, Sendable, CaseIterable {
        case systemID = "system-id"
        case password
        case answerDelay = "answer-delay"
        case answerSpread = "answer-spread"
        case window
        case windowStatus = "window-status"
        case rate
        case rateManner = "rate-manner"
        case throttled
        case dropEvery = "drop-every"
        case dropAt = "drop-at"
        case silentAfter = "silent-after"
        case ids
        case receipts
        case undelivered
        case expired
        case failingPart = "failing-part"
        case receiptDelay = "receipt-delay"
        case receiptSpread = "receipt-spread"
        case receiptForm = "receipt-form"
        case receiptClass = "receipt-class"
        case receiptOrder = "receipt-order"
        case inboundCount = "mo-count"
        case inboundRate = "mo-rate"
        case inboundLongEvery = "mo-long-every"
        case inboundParts = "mo-parts"
        case inboundTo = "mo-to"
        case inboundFrom = "mo-from"
        case inboundText = "mo-text"
        case deliverWindow = "deliver-window"
    }

    package enum Problem: Error, Hashable {
        case unknownKey(String)
        case value(Key, String, expected: String)
        /// What the reader of YAML says.
        case notKeysAndValues(String)
    }

    /// Reads `key: value` lines over what is set already.
    package mutating func read(yaml text: String) throws(Problem) {
        let root: Node?
        do {
            root = try Yams.compose(yaml: text)
        } catch {
            throw .notKeysAndValues("\(error)")
        }
        guard let root else { return }
        guard let mapping = root.mapping else { throw .notKeysAndValues("no mapping") }
        for (name, value) in mapping {
            let word = name.scalar?.string ?? ""
            guard let key = Key(rawValue: word) else { throw .unknownKey(word) }
            guard let scalar = value.scalar else {
                throw .value(key, "more than one value", expected: "one value")
            }
            try set(key, to: scalar.string)
        }
    }

    /// Sets one thing as people write it: `20ms`, `5s`, `5%`.
    package mutating func set(_ key: Key, to text: String) throws(Problem) {
        let value = Value(key: key, text: text)
        switch key {
        case .systemID: systemID = text
        case .password: password = text
        case .answerDelay: answerDelay = try value.duration()
        case .answerSpread: answerSpread = try value.duration()
        case .window: window = try value.count()
        case .windowStatus:
            windowStatus = try value.choice([
                "throttled": .throttled, "queue-full": .messageQueueFull,
            ])
        case .rate: rate = try value.count()
        case .rateManner: rateManner = try value.choice()
        case .throttled: throttledShare = try value.share()
        case .dropEvery: dropEvery = try value.duration()
        case .dropAt: dropAt = try value.count()
        case .silentAfter: silentAfter = try value.count()
        case .ids: ids = try value.choice()
        case .receipts: receipts = try value.choice(["none": false, "all": true])
        case .undelivered: undeliveredShare = try value.share()
        case .expired: expiredShare = try value.share()
        case .failingPart: failingPart = try value.count()
        case .receiptDelay: receiptDelay = try value.duration()
        case .receiptSpread: receiptSpread = try value.duration()
        case .receiptForm: receiptForm = try value.choice()
        case .receiptClass: receiptsArePlain = try value.choice(["0": true, "4": false])
        case .receiptOrder:
            receiptsComeFirst = try value.choice(["after": false, "before": true])
        case .inboundCount: inboundCount = try value.count()
        case .inboundRate: inboundRate = try value.count()
        case .inboundLongEvery: inboundLongEvery = try value.count()
        case .inboundParts: inboundParts = try value.choice()
        case .inboundTo: inboundTo = try value.address(limit: 20)
        case .inboundFrom: inboundFrom = try value.address(limit: 20 - SMSCInbound.countedDigits)
        case .inboundText: inboundText = text
        case .deliverWindow: deliverWindow = max(1, try value.count())
        }
    }

    /// One value as it was written, read as what its key wants.
    private struct Value {
        let key: Key
        let text: String

        func count() throws(Problem) -> Int {
            guard let number = Int(text), (0...1_000_000_000).contains(number) else {
                throw .value(key, text, expected: "a whole number from 0")
            }
            return number
        }

        func share() throws(Problem) -> Double {
            let isPercent = text.hasSuffix("%")
            let number = Double(isPercent ? String(text.dropLast()) : text)
            guard let number, (0...(isPercent ? 100 : 1)).contains(number) else {
                throw .value(key, text, expected: "a share such as 5% or 0.05")
            }
            return isPercent ? number / 100 : number
        }

        func duration() throws(Problem) -> Duration {
            let digits = text.prefix { $0.isASCII && ($0.isNumber || $0 == ".") }
            let unit: Double? =
                switch text.dropFirst(digits.count) {
                case "ms": 0.001
                case "s", "": 1
                case "m": 60
                default: nil
                }
            // A delay is kept in a wheel of milliseconds: ten minutes are its horizon.
            guard let unit, let number = Double(digits), number * unit <= 600 else {
                throw .value(key, text, expected: "a time up to 10m, such as 20ms or 5s")
            }
            return .milliseconds(Int64(number * unit * 1000))
        }

        func address(limit: Int) throws(Problem) -> String {
            let isShort = text.utf8.allSatisfy { (0x20..<0x7F).contains($0) }
            guard isShort, (1...limit).contains(text.utf8.count) else {
                throw .value(key, text, expected: "1 to \(limit) digits")
            }
            return text
        }

        func choice<Chosen>(_ known: [String: Chosen]) throws(Problem) -> Chosen {
            guard let chosen = known[text] else {
                throw .value(key, text, expected: known.keys.sorted().joined(separator: ", "))
            }
            return chosen
        }

        func choice<Chosen: CaseIterable & RawRepresentable<String>>() throws(Problem) -> Chosen {
            guard let chosen = Chosen(rawValue: text) else {
                let words = Chosen.allCases.map(\.rawValue)
                throw .value(key, text, expected: words.joined(separator: ", "))
            }
            return chosen
        }
    }
}
