#ifndef CPHONENUMBER_H
#define CPHONENUMBER_H
#include <stdint.h>
#ifdef __cplusplus
extern "C" {
#endif

/* What a number turned out to be. */
enum {
    KENG_PHONE_MOBILE = 0,
    KENG_PHONE_LANDLINE = 1,
    KENG_PHONE_PREMIUM = 2,   /* the caller pays more: premium rate and shared cost */
    KENG_PHONE_TOLL_FREE = 3,
    KENG_PHONE_OTHER = 4,     /* pagers, internet telephony, company-wide and personal numbers */
    KENG_PHONE_WRONG_LENGTH = 5,
    KENG_PHONE_UNKNOWN_PREFIX = 6,
    KENG_PHONE_NOT_A_NUMBER = 7
};

/* Reads digits, with an optional '+' in front, as dialled in the region (ISO 3166, NUL-terminated).
   Stores country code and national number as one number for every outcome but the last three.
   Safe to call from any thread. */
int32_t keng_phone_look(
    const char *digits, int32_t count, const char *region, int64_t *international);

/* The country code of a region, 0 when unknown. */
int32_t keng_phone_country_code(const char *region);

#ifdef __cplusplus
}
#endif
#endif
