import CPhoneNumber
package import KengDomain

/// Reads mobile numbers as people of one country type them, and as spreadsheets spoil them.
package struct PhoneNumberReader: Sendable {
    package struct Reading: Hashable, Sendable {
        package let number: PhoneNumber
        /// It was an eleven-digit Vietnamese number of before 2018.
        package let isMigrated: Bool
    }

    /// Why there is no mobile number; never the number itself.
    package enum Problem: Error, Hashable, Sendable {
        case empty
        /// The character and its place, counted from 0.
        case unexpected(Character, at: Int)
        /// How many digits were found.
        case wrongLength(Int)
        /// The first four digits: no number of the country begins so.
        case unknownPrefix(String)
        case notMobile(Line)
    }

    /// What a real number is when it cannot receive texts.
    package enum Line: String, Hashable, Sendable, CaseIterable {
        case landline
        case premium
        case tollFree
        case other
    }

    private let region: String
    private let country: Int64
    private let plan: MobilePlan?
    private let asksOnlyLibrary: Bool

    /// - Parameter region: whose way of dialling holds where no country code is written.
    package init(region: Jurisdiction) {
        self.init(region: region, asksOnlyLibrary: false)
    }

    init(region: Jurisdiction, asksOnlyLibrary: Bool) {
        self.region = region.code
        country = unsafe Int64(keng_phone_country_code(region.code))
        plan = MobilePlan(region: region.code)
        self.asksOnlyLibrary = asksOnlyLibrary
    }

    /// Whether there is such a country, as far as telephones know.
    package static func isCountry(_ jurisdiction: Jurisdiction) -> Bool {
        unsafe keng_phone_country_code(jurisdiction.code) > 0
    }

    package func read(_ typed: String) throws(Problem) -> Reading {
        let bytes = Array(typed.utf8)
        return try read(utf8: bytes.span)
    }

    package func read(utf8 bytes: Span<UInt8>) throws(Problem) -> Reading {
        let digits = try TypedDigits(utf8: bytes)
        if !asksOnlyLibrary, let plan, let known = Self.decide(digits, by: plan) { return known }
        let vietnam: Int64 = 84
        let national = country == vietnam ? digits.asNational : nil
        for old in [national, digits.after(country: vietnam)] {
            guard let old, digits.isInternational || country == vietnam else { continue }
            guard let current = VietnameseMigration.apply(to: old) else { continue }
            let full = vietnam * TypedDigits.power(current.count) + current.value
            return try Reading(number: ask(TypedDigits(international: full)), isMigrated: true)
        }
        do {
            return try Reading(number: ask(digits), isMigrated: false)
        } catch {
            // A country code without its `+`, before a number so short that it could also be one at home.
            guard !digits.isInternational, country > 0,
                let rest = digits.after(country: country)
            else { throw error }
            let full = country * TypedDigits.power(rest.count) + rest.value
            guard let number = try? ask(TypedDigits(international: full)) else { throw error }
            return Reading(number: number, isMigrated: false)
        }
    }

    private static func decide(_ digits: TypedDigits, by plan: MobilePlan) -> Reading? {
        for national in [digits.asNational, digits.after(country: plan.country)] {
            guard var national else { continue }
            var isMigrated = false
            if plan == .vietnam, let current = VietnameseMigration.apply(to: national) {
                national = current
                isMigrated = true
            }
            guard plan.isMobile(national) else { continue }
            let full = plan.country * TypedDigits.power(national.count) + national.value
            // `try?`: a plan's numbers have 11 to 14 digits, which is never a wrong length.
            guard let number = try? PhoneNumber(international: full) else { return nil }
            return Reading(number: number, isMigrated: isMigrated)
        }
        return nil
    }

    /// The library calls a mobile number with a digit missing unknown when landlines may be that short.
    private func beginsLikeMobile(_ digits: TypedDigits) -> Bool {
        guard let plan else { return false }
        return [digits.asNational, digits.after(country: plan.country)].contains {
            $0.map(plan.beginsLikeMobile) ?? false
        }
    }

    private func ask(_ digits: TypedDigits) throws(Problem) -> PhoneNumber {
        var international: Int64 = 0
        let text = digits.text.map { CChar(bitPattern: $0) }
        let outcome = unsafe keng_phone_look(text, Int32(text.count), region, &international)
        switch outcome {
        case Int32(KENG_PHONE_MOBILE): break
        case Int32(KENG_PHONE_LANDLINE): throw .notMobile(.landline)
        case Int32(KENG_PHONE_PREMIUM): throw .notMobile(.premium)
        case Int32(KENG_PHONE_TOLL_FREE): throw .notMobile(.tollFree)
        case Int32(KENG_PHONE_OTHER): throw .notMobile(.other)
        case Int32(KENG_PHONE_UNKNOWN_PREFIX) where !beginsLikeMobile(digits):
            throw .unknownPrefix(digits.prefix)
        default: throw .wrongLength(digits.count)
        }
        do {
            return try PhoneNumber(international: international)
        } catch {
            throw .wrongLength(digits.count)
        }
    }
}
