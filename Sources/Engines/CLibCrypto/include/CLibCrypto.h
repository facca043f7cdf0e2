// The functions of OpenSSL's libcrypto that Hanok calls, as a table of pointers: the library is
// loaded when the first of them is needed, so that a server nobody signs in to never pays for it.
#pragma once

#include <openssl/bn.h>
#include <openssl/evp.h>
#include <openssl/rsa.h>
#include <openssl/x509.h>

// Debian's package libssl3, and OpenSSL's own promise that 3.x stays compatible.
#define HANOK_LIBCRYPTO "libcrypto.so.3"

// Each line: a function's name, as the headers declare it.
#define HANOK_LIBCRYPTO_FUNCTIONS(each) \
    each(BN_bin2bn)                     \
    each(BN_bn2binpad)                  \
    each(BN_num_bits)                   \
    each(BN_new)                        \
    each(BN_clear_free)                 \
    each(BN_set_flags)                  \
    each(BN_set_word)                   \
    each(BN_CTX_new)                    \
    each(BN_CTX_free)                   \
    each(BN_MONT_CTX_new)               \
    each(BN_MONT_CTX_set)               \
    each(BN_mod_exp_mont_consttime)     \
    each(BN_mod_mul)                    \
    each(BN_mod_add)                    \
    each(BN_nnmod)                      \
    each(BN_get_rfc3526_prime_3072)     \
    each(EVP_CIPHER_fetch)              \
    each(EVP_CIPHER_CTX_new)            \
    each(EVP_CIPHER_CTX_free)           \
    each(EVP_CIPHER_CTX_ctrl)           \
    each(EVP_CipherInit_ex2)            \
    each(EVP_CipherUpdate)              \
    each(EVP_CipherFinal_ex)            \
    each(EVP_MD_fetch)                  \
    each(EVP_PKEY_free)                 \
    each(EVP_PKEY_get_size)             \
    each(EVP_PKEY_CTX_new)              \
    each(EVP_PKEY_CTX_dup)              \
    each(EVP_PKEY_CTX_free)             \
    each(EVP_PKEY_CTX_set_rsa_padding)  \
    each(EVP_PKEY_CTX_set_signature_md) \
    each(EVP_PKEY_sign_init)            \
    each(EVP_PKEY_sign)                 \
    each(d2i_AutoPrivateKey)

struct hanok_libcrypto {
#define HANOK_POINTER(name) __typeof__(&name) name;
    HANOK_LIBCRYPTO_FUNCTIONS(HANOK_POINTER)
#undef HANOK_POINTER
};

// Fills the table. 0, or -1 where the library or one of the functions is missing.
int hanok_libcrypto_load(struct hanok_libcrypto *functions);
