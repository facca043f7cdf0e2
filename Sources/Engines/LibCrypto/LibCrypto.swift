import CLibCrypto

/// OpenSSL's libcrypto, loaded at its first use.
struct LibCrypto: @unchecked Sendable {
    /// Function pointers that never change once filled.
    let functions: hanok_libcrypto

    static let loaded: LibCrypto? = {
        var functions = hanok_libcrypto()
        guard hanok_libcrypto_load(&functions) == 0 else { return nil }
        return LibCrypto(functions: functions)
    }()

    static func functions() throws -> hanok_libcrypto {
        guard let loaded else { throw LibCryptoFailure.missing }
        return loaded.functions
    }
}

package enum LibCryptoFailure: Error, Sendable {
    /// `libcrypto.so.3` (Debian's libssl3) is not on this machine.
    case missing
    case keyUnreadable, failed
    /// A message is not what was sealed under the key.
    case notAuthentic
}
