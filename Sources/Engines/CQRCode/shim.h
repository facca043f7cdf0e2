#include <qrcodegen/qrcodegen.h>

/// The macro is no constant that Swift can read.
enum { qrcodegen_bufferLength = qrcodegen_BUFFER_LEN_MAX };
