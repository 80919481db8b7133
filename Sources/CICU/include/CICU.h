#ifndef CICU_H
#define CICU_H

#include <stdint.h>

// ICU behind plain C: Swift must not see ICU's own headers, they clash with Foundation's copy.
//
// Functions that fill a buffer answer the length that was needed, so that an answer above the
// capacity means "call again with more room"; an answer below zero is an error (-UErrorCode).

#ifdef __cplusplus
extern "C" {
#endif

int32_t keng_icu_version(void);

// --- Normalisation: static ICU instances, safe from every thread. ---

enum { KENG_NFC = 0, KENG_NFD = 1, KENG_NFKC = 2, KENG_NFKC_CASEFOLD = 3 };

/// 1 when `text` is already in `form`, 0 when not.
int32_t keng_is_normalized(int32_t form, const char *text, int32_t length);
int32_t keng_normalize(
    int32_t form, const char *text, int32_t length, char *output, int32_t capacity);
/// The same on UTF-16; lone surrogates pass through unchanged.
int32_t keng_normalize_utf16(
    int32_t form, const uint16_t *text, int32_t length, uint16_t *output, int32_t capacity);

// --- Characters ---

/// Set when NFC may change the character or what stands before it.
enum { KENG_NFC_UNSURE = 1 };
/// Set when the character may share a grapheme cluster with a neighbour.
enum { KENG_CLUSTERS = 2 };

/// Fills one byte of flags for each code point from zero up to `count`.
void keng_character_flags(uint8_t *flags, int32_t count);

// --- Boundaries: one handle is for one thread at a time. ---

typedef struct KengBreaks KengBreaks;

enum { KENG_GRAPHEMES = 0, KENG_WORDS = 1 };

KengBreaks *keng_breaks_open(int32_t kind, const char *locale);
void keng_breaks_close(KengBreaks *breaks);
/// Writes each boundary after offset zero; `status`, if given, gets the rule status of the piece
/// that ends there (for words: 0 to 99 is not a word). Answers how many boundaries there are.
int32_t keng_breaks_find(
    KengBreaks *breaks, const uint16_t *text, int32_t length, int32_t *offsets, int32_t *status,
    int32_t capacity);

// --- Collation: safe from every thread once open. ---

typedef struct KengCollator KengCollator;

KengCollator *keng_collator_open(const char *locale);
void keng_collator_close(KengCollator *collator);
/// A sort key: byte order of keys is the order of texts. Ends with a zero byte.
int32_t keng_collator_key(
    const KengCollator *collator, const char *text, int32_t length, uint8_t *key,
    int32_t capacity);

// --- Messages: one handle is for one thread at a time. ---

typedef struct KengMessage KengMessage;

enum { KENG_ARGUMENT_TEXT = 0, KENG_ARGUMENT_INTEGER = 1, KENG_ARGUMENT_DECIMAL = 2 };

typedef struct {
    const char *name;
    int32_t name_length;
    int32_t kind;
    const char *text;
    int32_t text_length;
    int64_t integer;
    double decimal;
} KengArgument;

/// Null when the pattern is wrong; then `error_offset` is the UTF-16 offset of the mistake.
KengMessage *keng_message_open(
    const char *pattern, int32_t length, const char *locale, int32_t *error_offset);
void keng_message_close(KengMessage *message);
/// The names the pattern asks for, one a line, each once.
int32_t keng_message_names(const KengMessage *message, char *output, int32_t capacity);
int32_t keng_message_format(
    KengMessage *message, const KengArgument *arguments, int32_t count, char *output,
    int32_t capacity);

// --- Charsets: one handle is for one thread at a time. ---

typedef struct KengConverter KengConverter;

enum {
    KENG_CONVERTED = 0,    // all input was taken
    KENG_OUTPUT_FULL = 1,  // call again with the rest of the input and more room
    KENG_MALFORMED = 2,    // see keng_converter_malformed; the bad bytes count as consumed
    KENG_FAILED = 3,
};

/// Null when ICU knows no charset of this name.
KengConverter *keng_converter_open(const char *name);
void keng_converter_close(KengConverter *converter);
void keng_converter_reset(KengConverter *converter);
/// Charset to UTF-8, as a stream: a sequence may be cut between two calls. `flush` is 1 on the last.
int32_t keng_converter_to_utf8(
    KengConverter *converter, const char *input, int32_t length, int32_t *consumed, char *output,
    int32_t capacity, int32_t *written, int32_t flush);
/// UTF-8 to charset; what the charset has no character for is KENG_MALFORMED.
int32_t keng_converter_from_utf8(
    KengConverter *converter, const char *input, int32_t length, int32_t *consumed, char *output,
    int32_t capacity, int32_t *written, int32_t flush);
/// The offset, from the start of the stream, of the input last called malformed, and how many
/// bytes it has there.
int64_t keng_converter_malformed(const KengConverter *converter, int32_t *length);

#ifdef __cplusplus
}
#endif
#endif
