#include <unicode/ubrk.h>

#include "CICU.h"

struct KengBreaks {
    UBreakIterator *iterator;
};

KengBreaks *keng_breaks_open(int32_t kind, const char *locale) {
    UErrorCode status = U_ZERO_ERROR;
    UBreakIterator *iterator = ubrk_open(
        kind == KENG_WORDS ? UBRK_WORD : UBRK_CHARACTER, locale, nullptr, 0, &status);
    if (U_FAILURE(status)) return nullptr;
    return new KengBreaks{iterator};
}

void keng_breaks_close(KengBreaks *breaks) {
    if (!breaks) return;
    ubrk_close(breaks->iterator);
    delete breaks;
}

int32_t keng_breaks_find(
    KengBreaks *breaks, const uint16_t *text, int32_t length, int32_t *offsets, int32_t *status,
    int32_t capacity) {
    UErrorCode error = U_ZERO_ERROR;
    UBreakIterator *iterator = breaks->iterator;
    ubrk_setText(iterator, reinterpret_cast<const UChar *>(text), length, &error);
    if (U_FAILURE(error)) return -error;
    int32_t count = 0;
    ubrk_first(iterator);
    for (int32_t at = ubrk_next(iterator); at != UBRK_DONE; at = ubrk_next(iterator), ++count) {
        if (count >= capacity) continue;
        offsets[count] = at;
        if (status) status[count] = ubrk_getRuleStatus(iterator);
    }
    return count;
}
