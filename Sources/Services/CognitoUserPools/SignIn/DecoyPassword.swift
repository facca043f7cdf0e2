import Crypto
import FoundationEssentials
import PasswordHashing
import Synchronization

/// Stands in for what an unknown user does not have, so that they cost as much time as a known one
/// and are answered alike each time.
final class DecoyPassword: Sendable {
    private let passwords: PasswordHashing
    private let hash = Mutex<String?>(nil)
    private let key: SymmetricKey

    init(passwords: PasswordHashing, key: SymmetricKey) {
        self.passwords = passwords
        self.key = key
    }

    /// A hash nobody knows the password of.
    func current() async throws -> String {
        if let known = hash.withLock({ $0 }) { return known }
        let made = try await passwords.hash("no user has this password")
        hash.withLock { $0 = made }
        return made
    }

    /// 32 bytes that nobody can foretell, always the same for the same text.
    func bytes(_ text: String) -> [UInt8] {
        Array(HMAC<SHA256>.authenticationCode(for: Data(text.utf8), using: key))
    }

    /// The same, in the form of a `sub`.
    func uuid(_ text: String) -> String {
        let digits = Array(Hexadecimal.encode(bytes("uuid " + text).prefix(16)))
        return [0..<8, 8..<12, 12..<16, 16..<20, 20..<32].map { String(digits[$0]) }.joined(separator: "-")
    }
}
