#include <unicode/coll.h>
#include <unicode/locid.h>
#include <unicode/unistr.h>

#include "CICU.h"

struct KengCollator {
    icu::Collator *collator;
};

KengCollator *keng_collator_open(const char *locale) {
    UErrorCode status = U_ZERO_ERROR;
    icu::Collator *collator =
        icu::Collator::createInstance(icu::Locale::forLanguageTag(locale, status), status);
    if (U_FAILURE(status)) {
        delete collator;
        return nullptr;
    }
    return new KengCollator{collator};
}

void keng_collator_close(KengCollator *collator) {
    if (!collator) return;
    delete collator->collator;
    delete collator;
}

int32_t keng_collator_key(
    const KengCollator *collator, const char *text, int32_t length, uint8_t *key,
    int32_t capacity) {
    const auto string = icu::UnicodeString::fromUTF8(icu::StringPiece(text, length));
    return collator->collator->getSortKey(string, key, capacity);
}
