import CognitoUserPoolsModel
import ServiceKit

/// What SetUserMFAPreference and its Admin form ask for.
struct MFAPreference: Sendable {
    struct Wish: Sendable {
        var enabled: Bool?
        var preferred: Bool?
    }

    var sms: Wish?
    var email: Wish?
    var softwareToken: Wish?

    func apply(to user: inout User, in pool: UserPool) throws {
        let wishes: [(UserMFA.Method, Wish?)] = [(.sms, sms), (.email, email), (.softwareToken, softwareToken)]
        guard wishes.filter({ $0.1?.preferred == true }).count <= 1 else {
            throw ServiceError.invalidParameter("Only one MFA method can be preferred.")
        }
        for case (let method, let wish?) in wishes {
            let isEnabled = wish.enabled ?? false
            if isEnabled { try check(method, user, pool) }
            if isEnabled { user.mfa.enabled.insert(method) } else { user.mfa.enabled.remove(method) }
            if wish.preferred == true {
                guard isEnabled else {
                    throw ServiceError.invalidParameter("\(method.rawValue) must be enabled to be preferred.")
                }
                user.mfa.preferred = method
            } else if user.mfa.preferred == method {
                user.mfa.preferred = nil
            }
        }
    }

    private func check(_ method: UserMFA.Method, _ user: User, _ pool: UserPool) throws {
        switch method {
        case .softwareToken:
            guard user.mfa.hasToken else {
                throw ServiceError.invalidParameter("User has not verified software token mfa")
            }
        case .sms, .email:
            guard pool.destination(of: method, user) != nil else {
                throw ServiceError.invalidParameter(
                    "User does not have delivery config set to turn on \(method.rawValue)")
            }
        }
    }
}

extension User {
    /// `UserMFASettingList` and `PreferredMfaSetting` of GetUser.
    var mfaSettingList: [String]? {
        UserMFA.Method.allCases.filter(mfa.enabled.contains).map(\.rawValue).nilIfEmpty
    }
}
