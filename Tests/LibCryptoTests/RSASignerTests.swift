import Crypto
import CryptoExtras
import LibCrypto
import Testing

@Suite("RSA signatures")
struct RSASignerTests {
    @Test func anotherLibraryVerifiesThem() throws {
        let key = try _RSA.Signing.PrivateKey(keySize: .bits2048)
        let signer = try RSASigner(der: [UInt8](key.derRepresentation))
        for text in ["", "a", String(repeating: "x", count: 5000)] {
            let digest = SHA256.hash(data: Array(text.utf8))
            let signature = try signer.signature(forDigest: Array(digest))
            #expect(
                key.publicKey.isValidSignature(
                    _RSA.Signing.RSASignature(rawRepresentation: signature), for: digest, padding: .insecurePKCS1v1_5))
        }
    }

    @Test func whatIsNoKeyIsRefused() { #expect(throws: (any Error).self) { try RSASigner(der: [1, 2, 3]) } }

    @Test func manyThreadsSignAtOnce() async throws {
        let key = try _RSA.Signing.PrivateKey(keySize: .bits2048)
        let signer = try RSASigner(der: [UInt8](key.derRepresentation))
        let digest = Array(SHA256.hash(data: [7]))
        let expected = try signer.signature(forDigest: digest)
        try await withThrowingTaskGroup(of: [UInt8].self) { group in
            for _ in 0..<64 { group.addTask { try signer.signature(forDigest: digest) } }
            for try await signature in group { #expect(signature == expected) }
        }
    }
}
