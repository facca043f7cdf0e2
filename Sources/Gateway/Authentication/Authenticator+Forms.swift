import FoundationEssentials
import ServiceKit
import SigV4

extension Authenticator {
    /// Who signed the policy of an upload form.
    func authenticate(
        _ signature: PostPolicySignature, of request: HTTPRequest, now: Date
    ) async throws(AuthenticationFailure) -> Authenticated {
        let credential = try await find(signature.accessKeyID, signature.securityToken, now: now)
        do {
            if let scope = signature.scope {
                try signature.verify(
                    keys.key(
                        accessKeyID: signature.accessKeyID, secretAccessKey: credential.secretAccessKey, scope: scope))
            } else {
                try signature.verifyV2(secretAccessKey: credential.secretAccessKey)
            }
        } catch {
            throw .signature(error)
        }
        try checkOrigin(of: request, caller: credential.caller)
        return Authenticated(
            caller: credential.caller, region: signature.scope?.region ?? defaultRegion,
            facts: .form(version: signature.scope == nil ? "AWS" : "AWS4-HMAC-SHA256"),
            accessKeyID: signature.accessKeyID)
    }
}
