import CognitoUserPoolsModel
import Crypto
import FoundationEssentials
import ServiceKit
import Storage
import Wire

extension CognitoUserPools {
    /// Keeps a passkey that a browser has made (WebAuthn, section 7.1). Attestation is not asked
    /// for, so none is judged.
    func completeWebAuthnRegistration(
        _ input: CompleteWebAuthnRegistrationRequest, _ call: Call
    ) async throws -> CompleteWebAuthnRegistrationResponse {
        let (pool, _, user, _) = try await bearer(input.accessToken, call)
        try await keepPasskey(input.credential, of: user, in: pool, call)
        return CompleteWebAuthnRegistrationResponse()
    }

    func keepPasskey(_ answer: JSONValue, of user: User, in pool: UserPool, _ call: Call) async throws {
        try requirePasskeys(pool)
        let registration = try PasskeyRegistration(answer)
        try check(registration, relyingParty(of: pool), user, call)
        let party = relyingParty(of: pool)
        let credential = WebAuthnCredential(
            poolID: pool.id, sub: user.sub, id: registration.id, publicKey: registration.key,
            signCount: registration.data.signCount, name: registration.name, relyingPartyID: party.id,
            attachment: registration.attachment, transports: registration.transports, createdAt: call.time)
        try await store.write { transaction in
            let listing = WebAuthnCredential.listing(pool.id, user.sub)
            let present = try transaction.list(
                WebAuthnCredential.self, prefix: listing, limit: WebAuthnCredential.maxPerUser)
            guard present.records.count < WebAuthnCredential.maxPerUser else {
                throw ServiceError(
                    CognitoUserPoolsErrors.limitExceeded, "A user can have up to 20 passkeys.")
            }
            try transaction.save(credential)
        }
    }

    private func check(
        _ registration: PasskeyRegistration, _ party: RelyingParty, _ user: User, _ call: Call
    ) throws {
        let challenge = registration.client.challenge
        guard registration.client.type == "webauthn.create",
            PasskeyChallenge.isOf(user, challenge, at: call.time, seals.authSession), spentSessions.spend(challenge)
        else {
            throw ServiceError(
                CognitoUserPoolsErrors.webAuthnChallengeNotFound, "The challenge was not found or has expired.")
        }
        guard party.accepts(origin: registration.client.origin) else {
            throw ServiceError(
                CognitoUserPoolsErrors.webAuthnOriginNotAllowed, "The origin is not allowed for the relying party.")
        }
        guard party.isOf(registration.data) else {
            throw ServiceError(
                CognitoUserPoolsErrors.webAuthnRelyingPartyMismatch,
                "The credential was made for another relying party.")
        }
        guard registration.data.userIsPresent, registration.data.userIsVerified || !party.requiresVerification else {
            throw ServiceError(
                CognitoUserPoolsErrors.webAuthnCredentialNotSupported, "The authenticator has not verified the user.")
        }
    }
}

/// A browser's answer to StartWebAuthnRegistration's options.
private struct PasskeyRegistration {
    let id: String
    let client: ClientData
    let data: AuthenticatorData
    let key: PasskeyKey
    let attachment: String?
    let transports: [String]
    let name: String

    init(_ credential: JSONValue) throws {
        let response = credential["response"]
        guard let id = credential["id"]?.string, let client = ClientData(response?["clientDataJSON"]?.string),
            let object = response?["attestationObject"]?.string.flatMap(Base64URL.decode), object.count <= 16_384,
            let attestation = try? CBOR(parsing: object), let bytes = attestation["authData"]?.data,
            let data = AuthenticatorData(bytes), let made = data.credential, Base64URL.encode(made.id) == id
        else { throw ServiceError.invalidParameter("Credential is not an answer of navigator.credentials.create.") }
        guard let key = PasskeyKey(made.key) else {
            throw ServiceError(
                CognitoUserPoolsErrors.webAuthnCredentialNotSupported, "The credential's algorithm is not supported.")
        }
        self.id = id
        self.client = client
        self.data = data
        self.key = key
        attachment = credential["authenticatorAttachment"]?.string
        transports = (response?["transports"]?.array ?? []).prefix(8).compactMap(\.string)
        name = attachment == "cross-platform" ? "Security key" : "Passkey"
    }
}
