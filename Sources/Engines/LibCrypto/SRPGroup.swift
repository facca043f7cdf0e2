import CLibCrypto

/// The group arithmetic of the Secure Remote Password protocol (RFC 5054) in the 3072-bit group of
/// RFC 3526 with generator 2. Secret exponents go through OpenSSL's constant-time exponentiation.
package struct SRPGroup: @unchecked Sendable {
    /// Bytes of a group element.
    package static let size = 384

    private let lib: hanok_libcrypto
    // Both are only read after `init`; the group lives as long as the process.
    private let modulus: OpaquePointer
    private let montgomery: OpaquePointer

    private static let made: SRPGroup? = try? SRPGroup()

    package static func shared() throws -> SRPGroup {
        guard let made else { throw LibCryptoFailure.missing }
        return made
    }

    private init() throws {
        lib = try LibCrypto.functions()
        guard let modulus = lib.BN_get_rfc3526_prime_3072(nil), let montgomery = lib.BN_MONT_CTX_new(),
            let context = lib.BN_CTX_new()
        else { throw LibCryptoFailure.failed }
        self.modulus = modulus
        self.montgomery = montgomery
        defer { lib.BN_CTX_free(context) }
        guard lib.BN_MONT_CTX_set(montgomery, modulus, context) == 1 else { throw LibCryptoFailure.failed }
    }

    /// N, big end first.
    package func prime() throws -> [UInt8] { try bytes(of: modulus) }

    /// g^x
    package func verifier(exponent: [UInt8]) throws -> [UInt8] {
        try compute { numbers in
            try bytes(of: numbers.power(of: numbers.generator(), to: numbers.secret(exponent)))
        }
    }

    /// B = k·v + g^b
    package func serverPublic(secret: [UInt8], verifier: [UInt8], multiplier: [UInt8]) throws -> [UInt8] {
        try compute { numbers in
            let power = try numbers.power(of: numbers.generator(), to: numbers.secret(secret))
            let product = try numbers.product(numbers.number(multiplier), numbers.number(verifier))
            return try bytes(of: numbers.sum(product, power))
        }
    }

    /// S = (A·v^u)^b; nil where A is a multiple of N, which would make S known to anybody.
    package func sharedSecret(
        clientPublic: [UInt8], verifier: [UInt8], scramble: [UInt8], secret: [UInt8]
    ) throws -> [UInt8]? {
        try compute { numbers in
            guard let client = try numbers.reduced(numbers.number(clientPublic)) else { return nil }
            let power = try numbers.power(of: numbers.number(verifier), to: numbers.number(scramble))
            let base = try numbers.product(client, power)
            return try bytes(of: numbers.power(of: base, to: numbers.secret(secret)))
        }
    }

    private func compute<Result>(_ body: (Numbers) throws -> Result) throws -> Result {
        let numbers = try Numbers(lib: lib, modulus: modulus, montgomery: montgomery)
        return try body(numbers)
    }

    private func bytes(of number: OpaquePointer) throws -> [UInt8] {
        var bytes = [UInt8](repeating: 0, count: Self.size)
        guard lib.BN_bn2binpad(number, &bytes, Int32(Self.size)) == Self.size else { throw LibCryptoFailure.failed }
        return bytes
    }
}

/// The numbers of one computation, wiped when it is over.
private final class Numbers {
    private let lib: hanok_libcrypto
    private let modulus: OpaquePointer
    private let montgomery: OpaquePointer
    private let context: OpaquePointer
    private var owned: [OpaquePointer] = []

    init(lib: hanok_libcrypto, modulus: OpaquePointer, montgomery: OpaquePointer) throws {
        guard let context = lib.BN_CTX_new() else { throw LibCryptoFailure.failed }
        self.lib = lib
        self.modulus = modulus
        self.montgomery = montgomery
        self.context = context
    }

    deinit {
        for number in owned { lib.BN_clear_free(number) }
        lib.BN_CTX_free(context)
    }

    private func fresh() throws -> OpaquePointer {
        guard let number = lib.BN_new() else { throw LibCryptoFailure.failed }
        owned.append(number)
        return number
    }

    func number(_ bytes: [UInt8]) throws -> OpaquePointer {
        let number = try fresh()
        guard lib.BN_bin2bn(bytes, Int32(bytes.count), number) != nil else { throw LibCryptoFailure.failed }
        return number
    }

    /// A number that must not be told by how long computing takes.
    func secret(_ bytes: [UInt8]) throws -> OpaquePointer {
        let number = try number(bytes)
        lib.BN_set_flags(number, BN_FLG_CONSTTIME)
        return number
    }

    func generator() throws -> OpaquePointer {
        let number = try fresh()
        guard lib.BN_set_word(number, 2) == 1 else { throw LibCryptoFailure.failed }
        return number
    }

    /// Nil for zero.
    func reduced(_ number: OpaquePointer) throws -> OpaquePointer? {
        let result = try fresh()
        guard lib.BN_nnmod(result, number, modulus, context) == 1 else { throw LibCryptoFailure.failed }
        return lib.BN_num_bits(result) == 0 ? nil : result
    }

    /// Constant-time whatever the exponent: neither passwords nor secrets show in it.
    func power(of base: OpaquePointer, to exponent: OpaquePointer) throws -> OpaquePointer {
        let result = try fresh()
        guard lib.BN_mod_exp_mont_consttime(result, base, exponent, modulus, context, montgomery) == 1 else {
            throw LibCryptoFailure.failed
        }
        return result
    }

    func product(_ first: OpaquePointer, _ second: OpaquePointer) throws -> OpaquePointer {
        let result = try fresh()
        guard lib.BN_mod_mul(result, first, second, modulus, context) == 1 else { throw LibCryptoFailure.failed }
        return result
    }

    func sum(_ first: OpaquePointer, _ second: OpaquePointer) throws -> OpaquePointer {
        let result = try fresh()
        guard lib.BN_mod_add(result, first, second, modulus, context) == 1 else { throw LibCryptoFailure.failed }
        return result
    }
}
