import CognitoIdentityPoolsModel
import FoundationEssentials
import ServiceKit

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
