import IAMModel
import ServiceKit

/// An account's password policy.
struct PasswordRules: Sendable, Hashable, Codable {
    static let standardLength = 6

    var minimumLength: Int
    var requiresSymbols: Bool
    var requiresNumbers: Bool
    var requiresUppercase: Bool
    var requiresLowercase: Bool
    var allowsUsersToChange: Bool
    var maximumAgeInDays: Int?
    var remembered: Int?
    var hardExpiry: Bool?

    /// What an update does not name goes back to its standard.
    init(_ input: UpdateAccountPasswordPolicyRequest) {
        minimumLength = input.minimumPasswordLength ?? Self.standardLength
        requiresSymbols = input.requireSymbols ?? false
        requiresNumbers = input.requireNumbers ?? false
        requiresUppercase = input.requireUppercaseCharacters ?? false
        requiresLowercase = input.requireLowercaseCharacters ?? false
        allowsUsersToChange = input.allowUsersToChangePassword ?? false
        maximumAgeInDays = input.maxPasswordAge
        remembered = input.passwordReusePrevention
        hardExpiry = input.hardExpiry
    }

    var answer: PasswordPolicy {
        PasswordPolicy(
            minimumPasswordLength: minimumLength, requireSymbols: requiresSymbols,
            requireNumbers: requiresNumbers, requireUppercaseCharacters: requiresUppercase,
            requireLowercaseCharacters: requiresLowercase,
            allowUsersToChangePassword: allowsUsersToChange, expirePasswords: maximumAgeInDays != nil,
            maxPasswordAge: maximumAgeInDays, passwordReusePrevention: remembered, hardExpiry: hardExpiry)
    }

    /// - Throws: `PasswordPolicyViolation`.
    func check(_ password: String) throws {
        let kinds = CharacterKinds(password)
        guard password.unicodeScalars.count >= minimumLength else {
            throw ServiceError.weakPassword("Password should have a minimum length of \(minimumLength)")
        }
        let demands = [
            (requiresUppercase, kinds.hasUppercase, "uppercase letter"),
            (requiresLowercase, kinds.hasLowercase, "lowercase letter"),
            (requiresNumbers, kinds.hasDigit, "number"), (requiresSymbols, kinds.hasSymbol, "symbol"),
        ]
        for (isRequired, isThere, what) in demands where isRequired && !isThere {
            throw ServiceError.weakPassword("Password should have at least one \(what)")
        }
    }
}

/// What AWS asks of passwords in accounts without a policy of their own: eight characters of three kinds,
/// and neither the account's name nor its address.
enum StandardPasswordRules {
    static let minimumLength = 8
    static let leastKinds = 3

    static func check(_ password: String, _ account: Account?) throws {
        guard password.unicodeScalars.count >= minimumLength else {
            throw ServiceError.weakPassword("Password should have a minimum length of \(minimumLength)")
        }
        let kinds = CharacterKinds(password)
        let count = [kinds.hasUppercase, kinds.hasLowercase, kinds.hasDigit, kinds.hasSymbol].count { $0 }
        guard count >= leastKinds, password != account?.name, password != account?.email else {
            throw ServiceError.passwordUnfit
        }
    }
}

/// Which kinds of characters a password has, as AWS counts them.
private struct CharacterKinds {
    var hasUppercase = false
    var hasLowercase = false
    var hasDigit = false
    var hasSymbol = false

    private static let symbols = Set("!@#$%^&*()_+-=[]{}|'".unicodeScalars)

    init(_ password: String) {
        for letter in password.unicodeScalars {
            switch letter {
            case "A"..."Z": hasUppercase = true
            case "a"..."z": hasLowercase = true
            case "0"..."9": hasDigit = true
            default: hasSymbol = hasSymbol || Self.symbols.contains(letter)
            }
        }
    }
}
