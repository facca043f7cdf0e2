#include "crc_folding.h"

// The method of Gopal et al., "Fast CRC Computation for Generic Polynomials Using PCLMULQDQ Instruction" (Intel, 2009):
// a block of the message, multiplied by what its distance is worth modulo the polynomial, is added to a later block.
// In C, since Swift has no such instruction.

#if defined(__x86_64__)

#include <immintrin.h>

bool crc_folding_is_available(void) { return __builtin_cpu_supports("pclmul") && __builtin_cpu_supports("sse4.1"); }

__attribute__((target("pclmul,sse4.1"))) static inline __m128i fold(__m128i block, __m128i constants, __m128i next) {
    // Reflected: the low half came first, and is 64 bits further away.
    __m128i low = _mm_clmulepi64_si128(block, constants, 0x00);
    __m128i high = _mm_clmulepi64_si128(block, constants, 0x11);
    return _mm_xor_si128(_mm_xor_si128(low, high), next);
}

__attribute__((target("pclmul,sse4.1"))) void crc_fold(
    const uint8_t *bytes, size_t count, uint64_t state, const uint64_t constants[4], uint8_t folded[16]
) {
    const __m128i *blocks = (const __m128i *)bytes;
    const __m128i far = _mm_loadu_si128((const __m128i *)constants);
    const __m128i near = _mm_loadu_si128((const __m128i *)constants + 1);
    __m128i a = _mm_xor_si128(_mm_loadu_si128(blocks), _mm_cvtsi64_si128((long long)state));
    __m128i b = _mm_loadu_si128(blocks + 1);
    __m128i c = _mm_loadu_si128(blocks + 2);
    __m128i d = _mm_loadu_si128(blocks + 3);
    // Four at a time, since each product takes several cycles and does not wait for the others.
    for (size_t done = 64; done < count; done += 64) {
        blocks += 4;
        a = fold(a, far, _mm_loadu_si128(blocks));
        b = fold(b, far, _mm_loadu_si128(blocks + 1));
        c = fold(c, far, _mm_loadu_si128(blocks + 2));
        d = fold(d, far, _mm_loadu_si128(blocks + 3));
    }
    _mm_storeu_si128((__m128i *)folded, fold(fold(fold(a, near, b), near, c), near, d));
}

#else

bool crc_folding_is_available(void) { return false; }

void crc_fold(const uint8_t *bytes, size_t count, uint64_t state, const uint64_t constants[4], uint8_t folded[16]) {
    __builtin_trap();
}

#endif
