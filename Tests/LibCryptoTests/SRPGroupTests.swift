import Crypto
import LibCrypto
import Testing

@Suite("The SRP group")
struct SRPGroupTests {
    /// RFC 3526's 3072-bit prime begins and ends with 64 one bits.
    @Test func thePrimeIsTheOneOfTheRFC() throws {
        let prime = try SRPGroup.shared().prime()
        #expect(prime.count == 384)
        #expect(prime.prefix(8).allSatisfy { $0 == 0xFF } && prime.suffix(8).allSatisfy { $0 == 0xFF })
        #expect(Array(prime[8..<16]) == [0xC9, 0x0F, 0xDA, 0xA2, 0x21, 0x68, 0xC2, 0x34])
    }

    /// Small exponents can be reckoned by hand: 2^10 = 1024.
    @Test func aSmallPowerIsRight() throws {
        let power = try SRPGroup.shared().verifier(exponent: [10])
        #expect(Array(power.suffix(2)) == [4, 0] && power.dropLast(2).allSatisfy { $0 == 0 })
    }

    /// B = 3·v + 2^b, with v = 5 and b = 4: 31.
    @Test func theServersNumberIsRight() throws {
        let number = try SRPGroup.shared().serverPublic(secret: [4], verifier: [5], multiplier: [3])
        #expect(number.last == 31 && number.dropLast().allSatisfy { $0 == 0 })
    }

    /// (A·v^u)^b, with A = 2, v = 3, u = 2, b = 3: 18^3 = 5832.
    @Test func theSharedSecretIsRight() throws {
        let secret = try SRPGroup.shared().sharedSecret(
            clientPublic: [2], verifier: [3], scramble: [2], secret: [3])
        #expect(secret.map { Array($0.suffix(2)) } == [5832 >> 8, 5832 & 255])
    }

    @Test func aClientsNumberOfNoneIsRefused() throws {
        let group = try SRPGroup.shared()
        for number in [[0], try group.prime(), [UInt8](repeating: 0, count: 400)] {
            #expect(try group.sharedSecret(clientPublic: number, verifier: [3], scramble: [2], secret: [3]) == nil)
        }
    }
}
