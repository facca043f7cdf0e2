import CognitoIdentityPoolsModel
import FoundationEssentials
import ServiceKit

/// STS's rules for the tags of a session.
enum PrincipalTags {
    private static let most = 50
    private static let mostBytes = 8192
    private static let longestName = 128
    private static let longestValue = 256

    /// Whether a session may be tagged so.
    static func areValid(_ tags: [String: String]) -> Bool {
        guard tags.count <= most, tags.reduce(0, { $0 + $1.key.utf8.count + $1.value.utf8.count }) <= mostBytes
        else { return false }
        return tags.allSatisfy { name, value in
            !name.isEmpty && name.unicodeScalars.count <= longestName && isText(name)
                && !name.lowercased().hasPrefix("aws:") && value.unicodeScalars.count <= longestValue
                && isText(value)
        }
    }

    private static func isText(_ text: String) -> Bool {
        text.unicodeScalars.allSatisfy { scalar in
            switch scalar.properties.generalCategory {
            case .uppercaseLetter, .lowercaseLetter, .titlecaseLetter, .modifierLetter, .otherLetter,
                .decimalNumber, .letterNumber, .otherNumber, .spaceSeparator, .lineSeparator, .paragraphSeparator:
                true
            default: "_.:/=+-@".unicodeScalars.contains(scalar)
            }
        }
    }
}

extension IdentityPool {
    /// Tags of the session, from the claims of the logins as the pool maps them. A claim that the token
    /// does not carry, or carries several times, gives no tag. Of two logins the first in order counts.
    func principalTags(of proof: Proof) throws -> [String: String] {
        var tags = proof.token?.principalTags ?? [:]
        for login in proof.logins {
            for (tag, claim) in login.tagMap(in: self)?.claims ?? [:] {
                guard tags[tag] == nil, let value = login.value(of: claim) else { continue }
                tags[tag] = value
            }
        }
        guard PrincipalTags.areValid(tags) else { throw ServiceError.invalidConfiguration }
        return tags
    }
}

extension ProvenLogin {
    fileprivate func value(of claim: String) -> String? {
        // Client and user are known of every login, whatever its verifier makes of the claims.
        switch claim {
        case "aud": return audience
        case "sub": return subject
        default: break
        }
        guard let values = claims[claim], values.count == 1 else { return nil }
        return values.first
    }
}
