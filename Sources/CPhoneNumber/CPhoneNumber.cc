#include "CPhoneNumber.h"

#include <phonenumbers/phonenumber.pb.h>
#include <phonenumbers/phonenumberutil.h>

#include <string>

using i18n::phonenumbers::PhoneNumber;
using i18n::phonenumbers::PhoneNumberUtil;

namespace {

int32_t Kind(PhoneNumberUtil::PhoneNumberType type) {
    switch (type) {
        case PhoneNumberUtil::MOBILE:
        case PhoneNumberUtil::FIXED_LINE_OR_MOBILE:
            return KENG_PHONE_MOBILE;
        case PhoneNumberUtil::FIXED_LINE:
            return KENG_PHONE_LANDLINE;
        case PhoneNumberUtil::PREMIUM_RATE:
        case PhoneNumberUtil::SHARED_COST:
            return KENG_PHONE_PREMIUM;
        case PhoneNumberUtil::TOLL_FREE:
            return KENG_PHONE_TOLL_FREE;
        default:
            return KENG_PHONE_OTHER;
    }
}

}  // namespace

int32_t keng_phone_look(
    const char *digits, int32_t count, const char *region, int64_t *international) {
    const PhoneNumberUtil &util = *PhoneNumberUtil::GetInstance();
    PhoneNumber number;
    switch (util.Parse(std::string(digits, count), region, &number)) {
        case PhoneNumberUtil::NO_PARSING_ERROR:
            break;
        case PhoneNumberUtil::INVALID_COUNTRY_CODE_ERROR:
            return KENG_PHONE_UNKNOWN_PREFIX;
        case PhoneNumberUtil::TOO_SHORT_AFTER_IDD:
        case PhoneNumberUtil::TOO_SHORT_NSN:
        case PhoneNumberUtil::TOO_LONG_NSN:
            return KENG_PHONE_WRONG_LENGTH;
        default:
            return KENG_PHONE_NOT_A_NUMBER;
    }
    const PhoneNumberUtil::PhoneNumberType type = util.GetNumberType(number);
    if (type == PhoneNumberUtil::UNKNOWN) {
        return util.IsPossibleNumber(number) ? KENG_PHONE_UNKNOWN_PREFIX : KENG_PHONE_WRONG_LENGTH;
    }
    // A national number that starts with zero (Italy) does not fit into one number with its code.
    if (number.italian_leading_zero()) return KENG_PHONE_OTHER;
    int64_t power = 1;
    while (power <= static_cast<int64_t>(number.national_number())) power *= 10;
    *international = number.country_code() * power + static_cast<int64_t>(number.national_number());
    return Kind(type);
}

int32_t keng_phone_country_code(const char *region) {
    return PhoneNumberUtil::GetInstance()->GetCountryCodeForRegion(region);
}
