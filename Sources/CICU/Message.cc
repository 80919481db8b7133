#include <unicode/bytestream.h>
#include <unicode/locid.h>
#include <unicode/messagepattern.h>
#include <unicode/msgfmt.h>

#include <set>
#include <string>
#include <vector>

#include "CICU.h"

struct KengMessage {
    icu::MessageFormat *format;
    std::string names;
};

namespace {

/// Every named argument of the pattern, also those inside the arms of a plural or a select.
std::string argumentNames(const icu::UnicodeString &text, UErrorCode &status) {
    icu::MessagePattern pattern(text, nullptr, status);
    std::set<std::string> names;
    for (int32_t index = 0; U_SUCCESS(status) && index < pattern.countParts(); ++index) {
        const auto &part = pattern.getPart(index);
        if (part.getType() != UMSGPAT_PART_TYPE_ARG_NAME &&
            part.getType() != UMSGPAT_PART_TYPE_ARG_NUMBER)
            continue;
        std::string name;
        pattern.getSubstring(part).toUTF8String(name);
        names.insert(name);
    }
    std::string joined;
    for (const auto &name : names) joined += (joined.empty() ? "" : "\n") + name;
    return joined;
}

int32_t copy(const std::string &text, char *output, int32_t capacity) {
    icu::CheckedArrayByteSink sink(output, capacity);
    sink.Append(text.data(), static_cast<int32_t>(text.size()));
    return sink.NumberOfBytesAppended();
}

}  // namespace

KengMessage *keng_message_open(
    const char *pattern, int32_t length, const char *locale, int32_t *error_offset) {
    *error_offset = -1;
    UErrorCode status = U_ZERO_ERROR;
    UParseError where{};
    const auto text = icu::UnicodeString::fromUTF8(icu::StringPiece(pattern, length));
    const auto tag = icu::Locale::forLanguageTag(locale, status);
    if (U_FAILURE(status)) return nullptr;
    auto *format = new icu::MessageFormat(text, tag, where, status);
    auto names = argumentNames(text, status);
    if (U_FAILURE(status)) {
        *error_offset = where.offset;
        delete format;
        return nullptr;
    }
    return new KengMessage{format, names};
}

void keng_message_close(KengMessage *message) {
    if (!message) return;
    delete message->format;
    delete message;
}

int32_t keng_message_names(const KengMessage *message, char *output, int32_t capacity) {
    return copy(message->names, output, capacity);
}

int32_t keng_message_format(
    KengMessage *message, const KengArgument *arguments, int32_t count, char *output,
    int32_t capacity) {
    std::vector<icu::UnicodeString> names;
    std::vector<icu::Formattable> values;
    names.reserve(count);
    values.reserve(count);
    for (int32_t index = 0; index < count; ++index) {
        const KengArgument &each = arguments[index];
        names.push_back(
            icu::UnicodeString::fromUTF8(icu::StringPiece(each.name, each.name_length)));
        switch (each.kind) {
        case KENG_ARGUMENT_INTEGER: values.emplace_back(each.integer); break;
        case KENG_ARGUMENT_DECIMAL: values.emplace_back(each.decimal); break;
        default:
            values.emplace_back(
                icu::UnicodeString::fromUTF8(icu::StringPiece(each.text, each.text_length)));
        }
    }
    UErrorCode status = U_ZERO_ERROR;
    icu::UnicodeString result;
    message->format->format(names.data(), values.data(), count, result, status);
    if (U_FAILURE(status)) return -status;
    std::string text;
    result.toUTF8String(text);
    return copy(text, output, capacity);
}
