import CLibCrypto

/// RSASSA-PKCS1-v1_5 with SHA-256 by OpenSSL, which signs about twice as often a second as the
/// other libraries at hand (docs/benchmarks.md).
package final class RSASigner: @unchecked Sendable {
    // A key and a context prepared for signing: both are only read after `init`.
    private let key: OpaquePointer
    private let prepared: OpaquePointer
    private let size: Int

    /// - Parameter der: the private key, PKCS #1 or PKCS #8.
    package init(der: [UInt8]) throws {
        let lib = try LibCrypto.functions()
        let key = der.withUnsafeBufferPointer { bytes in
            var position = bytes.baseAddress
            return lib.d2i_AutoPrivateKey(nil, &position, bytes.count)
        }
        guard let key else { throw LibCryptoFailure.keyUnreadable }
        guard let context = lib.EVP_PKEY_CTX_new(key, nil) else {
            lib.EVP_PKEY_free(key)
            throw LibCryptoFailure.failed
        }
        guard let digest = lib.EVP_MD_fetch(nil, "SHA256", nil), lib.EVP_PKEY_sign_init(context) == 1,
            lib.EVP_PKEY_CTX_set_rsa_padding(context, RSA_PKCS1_PADDING) == 1,
            lib.EVP_PKEY_CTX_set_signature_md(context, digest) == 1
        else {
            lib.EVP_PKEY_CTX_free(context)
            lib.EVP_PKEY_free(key)
            throw LibCryptoFailure.failed
        }
        self.key = key
        prepared = context
        size = Int(lib.EVP_PKEY_get_size(key))
    }

    deinit {
        guard let lib = LibCrypto.loaded?.functions else { return }
        lib.EVP_PKEY_CTX_free(prepared)
        lib.EVP_PKEY_free(key)
    }

    /// - Parameter digest: SHA-256, 32 bytes.
    package func signature(forDigest digest: [UInt8]) throws -> [UInt8] {
        let lib = try LibCrypto.functions()
        guard let context = lib.EVP_PKEY_CTX_dup(prepared) else { throw LibCryptoFailure.failed }
        defer { lib.EVP_PKEY_CTX_free(context) }
        var length = size
        var signature = [UInt8](repeating: 0, count: size)
        guard lib.EVP_PKEY_sign(context, &signature, &length, digest, digest.count) == 1, length == size else {
            throw LibCryptoFailure.failed
        }
        return signature
    }
}
