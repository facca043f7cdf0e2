import Crypto
import CryptoExtras
import FoundationEssentials

/// A passkey's public key, from its COSE form (RFC 9053): ES256, RS256 or EdDSA.
struct PasskeyKey: Codable, Sendable, Equatable {
    enum Algorithm: Int64, Codable, Sendable, CaseIterable {
        case es256 = -7
        case edDSA = -8
        case rs256 = -257
    }

    var algorithm: Algorithm
    /// The curve's point, or the key itself for EdDSA; the modulus for RSA.
    var main: [UInt8]
    /// RSA's exponent.
    var exponent: [UInt8] = []

    /// Nil for a key of another kind.
    init?(_ key: CBOR) {
        guard let algorithm = key[3]?.number.flatMap(Algorithm.init) else { return nil }
        self.algorithm = algorithm
        switch algorithm {
        case .es256:
            guard key[1]?.number == 2, key[-1]?.number == 1, let x = key[-2]?.data, let y = key[-3]?.data,
                x.count == 32, y.count == 32
            else { return nil }
            main = [4] + x + y
        case .edDSA:
            guard key[1]?.number == 1, key[-1]?.number == 6, let x = key[-2]?.data, x.count == 32 else { return nil }
            main = x
        case .rs256:
            guard key[1]?.number == 3, let n = key[-1]?.data, let e = key[-2]?.data, (256...1024).contains(n.count)
            else { return nil }
            main = n
            exponent = e
        }
    }

    func isSigned(_ message: [UInt8], _ signature: [UInt8]) -> Bool {
        switch algorithm {
        case .es256:
            guard let key = try? P256.Signing.PublicKey(x963Representation: Data(main)),
                let signature = try? P256.Signing.ECDSASignature(derRepresentation: Data(signature))
            else { return false }
            return key.isValidSignature(signature, for: Data(message))
        case .edDSA:
            guard let key = try? Curve25519.Signing.PublicKey(rawRepresentation: Data(main)) else { return false }
            return key.isValidSignature(Data(signature), for: Data(message))
        case .rs256:
            guard let key = try? _RSA.Signing.PublicKey(n: main, e: exponent) else { return false }
            return key.isValidSignature(
                _RSA.Signing.RSASignature(rawRepresentation: signature), for: SHA256.hash(data: message),
                padding: .insecurePKCS1v1_5)
        }
    }
}
