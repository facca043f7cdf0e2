import CLibCrypto

/// AES-256-GCM by OpenSSL: from one place in memory to another, in pieces, without copies between. One message after
/// another under one key, each with a nonce of its own.
///
/// It is used by one task at a time.
package final class AESGCM: @unchecked Sendable {
    package enum Direction: Int32, Sendable {
        case opens = 0
        case seals = 1
    }

    package static let nonceBytes = 12
    package static let tagBytes = 16
    /// So many bytes at most in one update: its length is an `Int32`.
    private static let mostUpdated = 1 << 30

    private let context: OpaquePointer
    private let lib: hanok_libcrypto

    private struct Algorithm: @unchecked Sendable {
        let pointer: OpaquePointer?
        static let aes256 = Algorithm(
            pointer: (try? LibCrypto.functions())?.EVP_CIPHER_fetch(nil, "AES-256-GCM", nil))
    }

    /// - Parameter key: 32 bytes.
    package init(key: UnsafeRawBufferPointer, _ direction: Direction) throws {
        lib = try LibCrypto.functions()
        guard key.count == 32, let algorithm = Algorithm.aes256.pointer, let context = lib.EVP_CIPHER_CTX_new() else {
            throw LibCryptoFailure.failed
        }
        self.context = context
        let bytes = key.bindMemory(to: UInt8.self).baseAddress
        guard lib.EVP_CipherInit_ex2(context, algorithm, bytes, nil, direction.rawValue, nil) == 1 else {
            throw LibCryptoFailure.failed
        }
    }

    deinit { lib.EVP_CIPHER_CTX_free(context) }

    /// Begins a message.
    package func begin(nonce: [UInt8]) throws {
        guard nonce.count == Self.nonceBytes,
            lib.EVP_CipherInit_ex2(context, nil, nil, nonce, -1, nil) == 1
        else { throw LibCryptoFailure.failed }
    }

    /// The next bytes of the message, as many out as in; what is opened is not to be believed before `finishOpening`.
    package func update(_ input: UnsafeRawBufferPointer, into output: UnsafeMutableRawBufferPointer) throws {
        guard !input.isEmpty else { return }
        var written: Int32 = 0
        guard input.count <= Self.mostUpdated, output.count >= input.count,
            lib.EVP_CipherUpdate(
                context, output.bindMemory(to: UInt8.self).baseAddress, &written,
                input.bindMemory(to: UInt8.self).baseAddress, Int32(input.count)) == 1, Int(written) == input.count
        else { throw LibCryptoFailure.failed }
    }

    /// Ends a sealed message by its tag.
    package func finishSealing(tag: UnsafeMutableRawBufferPointer) throws {
        var written: Int32 = 0
        var none: UInt8 = 0
        guard tag.count == Self.tagBytes, lib.EVP_CipherFinal_ex(context, &none, &written) == 1,
            lib.EVP_CIPHER_CTX_ctrl(context, EVP_CTRL_AEAD_GET_TAG, Int32(Self.tagBytes), tag.baseAddress) == 1
        else { throw LibCryptoFailure.failed }
    }

    /// Ends an opened message; throws where it is not what was sealed.
    package func finishOpening(tag: UnsafeRawBufferPointer) throws {
        var written: Int32 = 0
        var none: UInt8 = 0
        guard tag.count == Self.tagBytes,
            lib.EVP_CIPHER_CTX_ctrl(
                context, EVP_CTRL_AEAD_SET_TAG, Int32(Self.tagBytes), UnsafeMutableRawPointer(mutating: tag.baseAddress)
            )
                == 1,
            lib.EVP_CipherFinal_ex(context, &none, &written) == 1
        else { throw LibCryptoFailure.notAuthentic }
    }
}
