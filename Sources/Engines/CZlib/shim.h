#include <zlib.h>

/// The macros that begin a stream cannot be read by Swift.
static inline int hanok_deflateInitGzip(z_stream *stream, int level) {
    return deflateInit2(stream, level, Z_DEFLATED, 15 + 16, 8, Z_DEFAULT_STRATEGY);
}

static inline int hanok_inflateInitGzip(z_stream *stream) { return inflateInit2(stream, 15 + 16); }
