#pragma once

#include <stdint.h>

/// Linux's sync_file_range with SYNC_FILE_RANGE_WRITE, which the C library's Swift module does not show: lets the disk
/// begin to write a part of a file, and does not wait. Elsewhere it does nothing.
void begin_writing_file_range(int descriptor, int64_t offset, int64_t count);
