import ServiceKit

/// STS's table of contents: each operation, and what it needs.
extension STS {
    package var operations: [Operation] {
        [
            // Nobody can be denied to learn who he is.
            signed(getCallerIdentity) { _, _ in [] },
            signed(assumeRole, needs: assumingRole),
            open(assumeRoleWithWebIdentity),
            signed(getFederationToken, needs: gettingFederationToken),
            signed(decodeAuthorizationMessage) { _, _ in [Permission("sts:DecodeAuthorizationMessage", on: "*")] },
            // Every user may have a session of its own permissions.
            signed(getSessionToken) { _, _ in [] },
            signed(getAccessKeyInfo) { _, _ in [Permission("sts:GetAccessKeyInfo", on: "*")] },
        ]
    }
}
