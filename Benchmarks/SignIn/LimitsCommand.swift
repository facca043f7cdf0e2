import ArgumentParser
import Crypto
import CryptoExtras
import LibCrypto
import PasswordHashing

/// Microseconds of CPU time of what a sign-in cannot do without, each alone on one thread.
struct LimitsCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(commandName: "limits")

    @Option(help: "Of each measurement.")
    var seconds = 2.0

    func run() async throws {
        let key = try _RSA.Signing.PrivateKey(keySize: .bits2048)
        let signer = try RSASigner(der: [UInt8](key.derRepresentation))
        let digest = Array(SHA256.hash(data: [1, 2, 3]))
        let openSSL = measure { _ = try? signer.signature(forDigest: digest) }
        let boring = measure { _ = try? key.signature(for: SHA256.hash(data: [1, 2, 3]), padding: .insecurePKCS1v1_5) }
        let group = try SRPGroup.shared()
        let exponent = Array(SHA256.hash(data: [4]))
        let power = measure { _ = try? group.verifier(exponent: exponent) }
        let hashing = PasswordHashing(parallel: 1)
        let hash = try await hashing.hash("Correct-horse-7")
        let before = CPUTime.ofProcess()
        var hashes = 0
        while CPUTime.ofProcess() - before < seconds {
            _ = try await hashing.verify("Correct-horse-7", against: hash)
            hashes += 1
        }
        let argon = (CPUTime.ofProcess() - before) / Double(hashes) * 1e6
        print(
            """
            {"rsa_openssl": \(openSSL), "rsa_swift_crypto": \(boring), "srp_power": \(power), "argon2id": \(argon)}
            """)
    }

    private func measure(_ body: () -> Void) -> Double {
        for _ in 0..<20 { body() }
        let began = CPUTime.ofProcess()
        var count = 0
        while CPUTime.ofProcess() - began < seconds {
            for _ in 0..<20 { body() }
            count += 20
        }
        return (CPUTime.ofProcess() - began) / Double(count) * 1e6
    }
}
