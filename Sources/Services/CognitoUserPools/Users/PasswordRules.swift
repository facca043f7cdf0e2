import CognitoUserPoolsModel
import ServiceKit

/// A pool's password policy.
struct PasswordRules {
    let policy: PasswordPolicyType

    /// The characters AWS's documentation calls special.
    private static let symbols = Set("^$*.[]{}()?-\"!@#%&/\\,><':;|_~`+= ")

    func check(_ password: String) throws {
        if password.count < policy.minimumLength ?? 8 { throw ServiceError.invalidPassword("Password not long enough") }
        if policy.requireUppercase == true, !password.contains(where: { ("A"..."Z").contains($0) }) {
            throw ServiceError.invalidPassword("Password must have uppercase characters")
        }
        if policy.requireLowercase == true, !password.contains(where: { ("a"..."z").contains($0) }) {
            throw ServiceError.invalidPassword("Password must have lowercase characters")
        }
        if policy.requireNumbers == true, !password.contains(where: { ("0"..."9").contains($0) }) {
            throw ServiceError.invalidPassword("Password must have numeric characters")
        }
        if policy.requireSymbols == true, !password.contains(where: { Self.symbols.contains($0) }) {
            throw ServiceError.invalidPassword("Password must have symbol characters")
        }
    }

    /// A random password that every policy takes.
    func temporary(_ randomness: any Randomness) -> String {
        let length = max(12, policy.minimumLength ?? 8) - 4
        return randomness.text(length, from: Alphabet.alphanumeric)
            + randomness.text(1, from: "ABCDEFGHJKLMNPQRSTUVWXYZ")
            + randomness.text(1, from: "abcdefghijkmnpqrstuvwxyz")
            + randomness.text(1, from: Alphabet.digits) + randomness.text(1, from: "!@#%*_-+=")
    }
}
