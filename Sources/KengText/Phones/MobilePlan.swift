/// The mobile numbers of a country that need no library to recognise: a subset of what it accepts.
///
/// Asking libphonenumber takes 18 µs a number, reading one here 0.13 µs (`keng bench phones`). Whatever is not
/// decided here is asked there; a test compares the two.
enum MobilePlan: Sendable {
    case vietnam
    case indonesia
    case china

    init?(region: String) {
        switch region {
        case "VN": self = .vietnam
        case "ID": self = .indonesia
        case "CN": self = .china
        default: return nil
        }
    }

    var country: Int64 {
        switch self {
        case .vietnam: 84
        case .indonesia: 62
        case .china: 86
        }
    }

    /// - Parameter national: without trunk zero and country code.
    func isMobile(_ national: TypedDigits) -> Bool {
        lengths.contains(national.count) && beginsLikeMobile(national)
    }

    /// True of a mobile number with digits missing or too many, too.
    func beginsLikeMobile(_ national: TypedDigits) -> Bool {
        guard national.count > 3 else { return false }
        let prefix = Int(national.value / TypedDigits.power(national.count - 3))
        return switch self {
        case .vietnam: Self.isVietnamese(prefix: prefix)
        case .indonesia: (810...839).contains(prefix) || (850...899).contains(prefix)
        case .china: Self.isChinese(prefix: prefix)
        }
    }

    private var lengths: ClosedRange<Int> {
        switch self {
        case .vietnam: 9...9
        case .indonesia: 9...12
        case .china: 11...11
        }
    }

    private static func isVietnamese(prefix: Int) -> Bool {
        switch prefix {
        case 300...399, 522, 523, 528, 559, 560...569, 580...599: true
        case 700...709, 760...799, 810...889, 896...899, 900...989: true
        case 990, 991, 993...999: true
        default: false
        }
    }

    private static func isChinese(prefix: Int) -> Bool {
        switch prefix {
        case 130...139, 145, 147, 150...153, 155...159: true
        case 162, 165, 166, 167, 170...173, 175...178, 180...189, 190...193, 195...199: true
        default: false
        }
    }
}

/// Viet Nam's eleven-digit mobile numbers, ended 2018-11-14: the prefix changed, the last seven digits stayed.
enum VietnameseMigration {
    /// - Returns: the nine digits in use today; nil when `national` is not one of the old numbers.
    static func apply(to national: TypedDigits) -> TypedDigits? {
        guard national.count == 10, let prefix = current(Int(national.value / 10_000_000)) else {
            return nil
        }
        let kept = national.value % 10_000_000
        return TypedDigits(national: Int64(prefix) * 10_000_000 + kept, count: 9)
    }

    private static func current(_ old: Int) -> Int? {
        switch old {
        case 162...169: old - 130
        case 120: 70
        case 121: 79
        case 122: 77
        case 126: 76
        case 128: 78
        case 123: 83
        case 124: 84
        case 125: 85
        case 127: 81
        case 129: 82
        case 186: 56
        case 188: 58
        case 199: 59
        default: nil
        }
    }
}
