#include <unicode/bytestream.h>
#include <unicode/normalizer2.h>
#include <unicode/uchar.h>
#include <unicode/unorm2.h>
#include <unicode/uversion.h>

#include "CICU.h"

namespace {

const icu::Normalizer2 *instance(int32_t form, UErrorCode &status) {
    switch (form) {
    case KENG_NFC: return icu::Normalizer2::getNFCInstance(status);
    case KENG_NFD: return icu::Normalizer2::getNFDInstance(status);
    case KENG_NFKC: return icu::Normalizer2::getNFKCInstance(status);
    case KENG_NFKC_CASEFOLD: return icu::Normalizer2::getNFKCCasefoldInstance(status);
    }
    status = U_ILLEGAL_ARGUMENT_ERROR;
    return nullptr;
}

}  // namespace

int32_t keng_icu_version(void) { return U_ICU_VERSION_MAJOR_NUM; }

int32_t keng_is_normalized(int32_t form, const char *text, int32_t length) {
    UErrorCode status = U_ZERO_ERROR;
    const icu::Normalizer2 *normalizer = instance(form, status);
    if (U_FAILURE(status)) return 0;
    bool known = normalizer->isNormalizedUTF8(icu::StringPiece(text, length), status);
    return U_SUCCESS(status) && known;
}

int32_t keng_normalize(
    int32_t form, const char *text, int32_t length, char *output, int32_t capacity) {
    UErrorCode status = U_ZERO_ERROR;
    const icu::Normalizer2 *normalizer = instance(form, status);
    if (U_FAILURE(status)) return -status;
    icu::CheckedArrayByteSink sink(output, capacity);
    normalizer->normalizeUTF8(0, icu::StringPiece(text, length), sink, nullptr, status);
    if (U_FAILURE(status)) return -status;
    return sink.NumberOfBytesAppended();
}

int32_t keng_normalize_utf16(
    int32_t form, const uint16_t *text, int32_t length, uint16_t *output, int32_t capacity) {
    UErrorCode status = U_ZERO_ERROR;
    const auto *normalizer = reinterpret_cast<const UNormalizer2 *>(instance(form, status));
    if (U_FAILURE(status)) return -status;
    int32_t needed = unorm2_normalize(
        normalizer, reinterpret_cast<const UChar *>(text), length,
        reinterpret_cast<UChar *>(output), capacity, &status);
    if (U_FAILURE(status) && status != U_BUFFER_OVERFLOW_ERROR) return -status;
    return needed;
}

void keng_character_flags(uint8_t *flags, int32_t count) {
    for (int32_t c = 0; c < count; ++c) {
        uint8_t flag = 0;
        if (u_getIntPropertyValue(c, UCHAR_NFC_QUICK_CHECK) != UNORM_YES || u_getCombiningClass(c))
            flag |= KENG_NFC_UNSURE;
        switch (u_getIntPropertyValue(c, UCHAR_GRAPHEME_CLUSTER_BREAK)) {
        case U_GCB_OTHER:
        case U_GCB_CONTROL:
        case U_GCB_LF: break;
        default: flag |= KENG_CLUSTERS;  // CR too: it clings to a following LF.
        }
        flags[c] = flag;
    }
}
