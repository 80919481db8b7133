#include <unicode/ucnv.h>
#include <unicode/ucnv_err.h>
#include <unicode/utf16.h>
#include <unicode/utf8.h>

#include <initializer_list>

#include "CICU.h"

static constexpr int32_t kPivot = 1024;

struct KengConverter {
    UConverter *charset;
    UConverter *utf8;
    UChar pivot[kPivot];
    UChar *pivotSource;
    UChar *pivotTarget;
    int64_t taken;
    int64_t malformedAt;
    int32_t malformedLength;
    bool isMalformedPending;
};

namespace {

void rewind(KengConverter *converter) {
    ucnv_reset(converter->charset);
    ucnv_reset(converter->utf8);
    converter->pivotSource = converter->pivotTarget = converter->pivot;
    converter->taken = 0;
    converter->malformedAt = -1;
    converter->malformedLength = 0;
    converter->isMalformedPending = false;
}

bool isMalformed(UErrorCode status) {
    return status == U_ILLEGAL_CHAR_FOUND || status == U_INVALID_CHAR_FOUND ||
        status == U_TRUNCATED_CHAR_FOUND || status == U_ILLEGAL_ESCAPE_SEQUENCE ||
        status == U_UNSUPPORTED_ESCAPE_SEQUENCE;
}

/// Writes the pivot as UTF-8; false when the output has no room for the next character.
bool drain(KengConverter *converter, char *output, int32_t capacity, int32_t *written) {
    const UChar *units = converter->pivotSource;
    const int32_t count = static_cast<int32_t>(converter->pivotTarget - units);
    int32_t index = 0;
    bool hasRoom = true;
    while (index < count) {
        // A pair may come in two halves; the first waits for the second.
        if (U16_IS_LEAD(units[index]) && index + 1 == count) break;
        int32_t after = index;
        UChar32 character;
        U16_NEXT(units, after, count, character);
        if (U8_LENGTH(character) > capacity - *written) {
            hasRoom = false;
            break;
        }
        U8_APPEND_UNSAFE(output, *written, character);
        index = after;
    }
    UChar *start = converter->pivot;
    for (; index < count; ++index) *start++ = units[index];
    converter->pivotSource = converter->pivot;
    converter->pivotTarget = start;
    return hasRoom;
}

/// The input was well formed, the charset has no character for it: find where that one stands.
void noteUnmappable(KengConverter *converter) {
    UChar units[8];
    int8_t count = 8;
    UErrorCode status = U_ZERO_ERROR;
    ucnv_getInvalidUChars(converter->charset, units, &count, &status);
    const bool known = U_SUCCESS(status) && count > 0;
    const int32_t length =
        !known ? 0 : count > 1 ? 4 : units[0] < 0x80 ? 1 : units[0] < 0x800 ? 2 : 3;
    // What was read ahead into the pivot stands between the bad character and `taken`.
    int64_t ahead = 0;
    for (UChar *unit = converter->pivotSource; unit < converter->pivotTarget; ++unit)
        ahead += *unit < 0x80 ? 1 : *unit < 0x800 || U16_IS_SURROGATE(*unit) ? 2 : 3;
    converter->malformedAt = converter->taken - ahead - length;
    converter->malformedLength = length;
}

}  // namespace

KengConverter *keng_converter_open(const char *name) {
    UErrorCode status = U_ZERO_ERROR;
    UConverter *charset = ucnv_open(name, &status);
    UConverter *utf8 = ucnv_open("UTF-8", &status);
    for (UConverter *each : {charset, utf8}) {
        if (U_FAILURE(status)) break;
        ucnv_setToUCallBack(each, UCNV_TO_U_CALLBACK_STOP, nullptr, nullptr, nullptr, &status);
        ucnv_setFromUCallBack(each, UCNV_FROM_U_CALLBACK_STOP, nullptr, nullptr, nullptr, &status);
    }
    if (U_FAILURE(status)) {
        ucnv_close(charset);
        ucnv_close(utf8);
        return nullptr;
    }
    auto *converter = new KengConverter{};
    converter->charset = charset;
    converter->utf8 = utf8;
    rewind(converter);
    return converter;
}

void keng_converter_close(KengConverter *converter) {
    if (!converter) return;
    ucnv_close(converter->charset);
    ucnv_close(converter->utf8);
    delete converter;
}

void keng_converter_reset(KengConverter *converter) { rewind(converter); }

int32_t keng_converter_to_utf8(
    KengConverter *converter, const char *input, int32_t length, int32_t *consumed, char *output,
    int32_t capacity, int32_t *written, int32_t flush) {
    if (!input) input = "";  // ICU refuses a null pointer even for no bytes.
    const char *source = input;
    *written = 0;
    int32_t answer = KENG_CONVERTED;
    for (bool isDone = false;;) {
        // The text before a malformed place is written before that place is told.
        if (!drain(converter, output, capacity, written)) {
            answer = KENG_OUTPUT_FULL;
            break;
        }
        if (converter->isMalformedPending) {
            converter->isMalformedPending = false;
            answer = KENG_MALFORMED;
            break;
        }
        if (isDone) break;
        const char *before = source;
        UErrorCode status = U_ZERO_ERROR;
        ucnv_toUnicode(
            converter->charset, &converter->pivotTarget, converter->pivot + kPivot, &source,
            input + length, nullptr, flush != 0, &status);
        converter->taken += source - before;
        if (status == U_BUFFER_OVERFLOW_ERROR) continue;
        if (isMalformed(status)) {
            char bytes[32];
            int8_t count = sizeof bytes;
            UErrorCode ignored = U_ZERO_ERROR;
            ucnv_getInvalidChars(converter->charset, bytes, &count, &ignored);
            converter->malformedLength = U_SUCCESS(ignored) ? count : 0;
            converter->malformedAt = converter->taken - converter->malformedLength;
            converter->isMalformedPending = true;
            continue;
        }
        if (U_FAILURE(status)) {
            answer = KENG_FAILED;
            break;
        }
        isDone = true;
    }
    *consumed = static_cast<int32_t>(source - input);
    return answer;
}

int32_t keng_converter_from_utf8(
    KengConverter *converter, const char *input, int32_t length, int32_t *consumed, char *output,
    int32_t capacity, int32_t *written, int32_t flush) {
    if (!input) input = "";
    const char *source = input;
    char *target = output;
    UErrorCode status = U_ZERO_ERROR;
    ucnv_convertEx(
        converter->charset, converter->utf8, &target, output + capacity, &source, input + length,
        converter->pivot, &converter->pivotSource, &converter->pivotTarget,
        converter->pivot + kPivot, false, flush != 0, &status);
    *consumed = static_cast<int32_t>(source - input);
    *written = static_cast<int32_t>(target - output);
    converter->taken += *consumed;
    if (status == U_BUFFER_OVERFLOW_ERROR) return KENG_OUTPUT_FULL;
    if (isMalformed(status)) {
        noteUnmappable(converter);
        return KENG_MALFORMED;
    }
    return U_FAILURE(status) ? KENG_FAILED : KENG_CONVERTED;
}

int64_t keng_converter_malformed(const KengConverter *converter, int32_t *length) {
    *length = converter->malformedLength;
    return converter->malformedAt;
}
