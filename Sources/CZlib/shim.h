#include <zlib.h>

/// `deflateInit2` is a macro; Swift needs a function. Raw deflate, no header (windowBits -15).
static inline int keng_deflate_raw_init(z_stream *stream, int level) {
    return deflateInit2(stream, level, Z_DEFLATED, -15, 8, Z_DEFAULT_STRATEGY);
}

/// The same with a gzip header and trailer (windowBits 15 + 16).
static inline int keng_gzip_init(z_stream *stream, int level) {
    return deflateInit2(stream, level, Z_DEFLATED, 31, 8, Z_DEFAULT_STRATEGY);
}

static inline int keng_inflate_raw_init(z_stream *stream) {
    return inflateInit2(stream, -15);
}
