import CognitoUserPoolsModel
import ServiceKit
import Wire

extension CognitoUserPools {
    /// What a browser needs to make a passkey: PublicKeyCredentialCreationOptions.
    func startWebAuthnRegistration(
        _ input: StartWebAuthnRegistrationRequest, _ call: Call
    ) async throws -> StartWebAuthnRegistrationResponse {
        let (pool, _, user, _) = try await bearer(input.accessToken, call)
        return StartWebAuthnRegistrationResponse(
            credentialCreationOptions: try await passkeyOptions(for: user, in: pool, call))
    }

    func passkeyOptions(for user: User, in pool: UserPool, _ call: Call) async throws -> JSONValue {
        try requirePasskeys(pool)
        let party = relyingParty(of: pool)
        let name = user.attributes["email"] ?? user.attributes["preferred_username"] ?? user.username
        return [
            "challenge": .string(try PasskeyChallenge.make(for: user, at: call.time, seals.authSession)),
            "rp": ["id": .string(party.id), "name": .string(party.id)],
            "user": [
                "id": .string(Base64URL.encode(Array(user.sub.utf8))), "name": .string(name),
                "displayName": .string(user.attributes["name"] ?? name),
            ],
            "pubKeyCredParams": .array(
                PasskeyKey.Algorithm.allCases.map { ["type": "public-key", "alg": .number(String($0.rawValue))] }),
            "timeout": 60000, "excludeCredentials": .array(try await passkeys(of: user).map(\.descriptor)),
            "authenticatorSelection": [
                "requireResidentKey": true, "residentKey": "required",
                "userVerification": .string(party.userVerification),
            ],
        ]
    }

    func requirePasskeys(_ pool: UserPool) throws {
        guard pool.settings.signInPolicy?.allowedFirstAuthFactors?.contains(.webAuthn) == true else {
            throw ServiceError(CognitoUserPoolsErrors.webAuthnNotEnabled, "WebAuthn is not enabled for this user pool.")
        }
    }
}
