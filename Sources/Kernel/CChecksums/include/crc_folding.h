#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/// Whether this machine multiplies polynomials without carries (PCLMULQDQ).
bool crc_folding_is_available(void);

/// Folds bytes into the sixteen that have the same reflected CRC when it begins with zero.
///
/// - count: a multiple of 64, and not zero.
/// - state: the CRC so far, which is added to the first eight bytes.
/// - constants: x^575, x^511, x^191 and x^127 modulo the polynomial, reflected in 64 bits.
void crc_fold(const uint8_t *bytes, size_t count, uint64_t state, const uint64_t constants[4], uint8_t folded[16]);
