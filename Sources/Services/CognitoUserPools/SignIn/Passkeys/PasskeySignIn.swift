import CognitoUserPoolsModel
import Crypto
import FoundationEssentials
import ServiceKit
import Storage
import Wire

/// WEB_AUTHN: a passkey signs the challenge (WebAuthn, section 7.2).
extension CognitoUserPools {
    func relyingParty(of pool: UserPool) -> RelyingParty { RelyingParty(pool, host: issuers.publicHost) }

    func passkeys(of user: User) async throws -> [WebAuthnCredential] {
        try await store.read { snapshot in
            try snapshot.list(
                WebAuthnCredential.self, prefix: WebAuthnCredential.listing(user.poolID, user.sub),
                limit: WebAuthnCredential.maxPerUser
            ).records
        }
    }

    func hasPasskey(_ user: User) async throws -> Bool { try await !passkeys(of: user).isEmpty }

    func askPasskey(_ session: AuthSession, _ user: User?, _ context: SignInContext) async throws -> SignInStep {
        let user = try present(user)
        let party = relyingParty(of: context.pool)
        var next = session.asking(ChallengeNameType.webAuthn.rawValue, randomness)
        let challenge = Base64URL.encode(randomness.bytes(32))
        next[.challenge] = challenge
        let options: JSONValue = [
            "challenge": .string(challenge), "timeout": 180_000, "rpId": .string(party.id),
            "allowCredentials": .array(try await passkeys(of: user).map(\.descriptor)),
            "userVerification": .string(party.userVerification),
        ]
        return .challenge(
            .webAuthn, session: try next.sealed(seals.authSession),
            parameters: [
                "CREDENTIAL_REQUEST_OPTIONS": String(decoding: options.serialized(), as: UTF8.self),
                "USERNAME": user.username,
            ])
    }

    func answerPasskey(
        _ responses: [String: String], _ session: AuthSession, _ user: User?, _ context: SignInContext
    ) async throws -> SignInStep {
        let user = try present(user)
        let text = try parameter("CREDENTIAL", responses)
        guard text.utf8.count <= 32_768, let credential = try? JSONValue(parsing: text, maximumDepth: 8) else {
            throw ServiceError.invalidParameter("CREDENTIAL is not a JSON document.")
        }
        // A signature cannot be guessed: the session is spent, and no failure is held against the user.
        try spend(session)
        let assertion = try PasskeyAssertion(credential)
        let party = relyingParty(of: context.pool)
        guard assertion.client.challenge == session[.challenge], assertion.client.type == "webauthn.get",
            party.accepts(origin: assertion.client.origin), party.isOf(assertion.data), assertion.data.userIsPresent,
            assertion.data.userIsVerified || !party.requiresVerification
        else { throw Self.passkeyRefused }
        try await use(assertion, of: user)
        var proven = session
        if party.isSecondFactorToo { proven[.secondFactorProven] = "true" }
        return try await firstFactorProven(user, proven, asksSecondFactor: false, context)
    }

    /// Checks the signature and keeps the authenticator's counter, which only goes up.
    private func use(_ assertion: PasskeyAssertion, of user: User) async throws {
        let isRight: Bool = try await store.write { transaction in
            let key = WebAuthnCredential.listing(user.poolID, user.sub).text(assertion.id)
            guard var stored = try transaction.find(WebAuthnCredential.self, key) else { return false }
            let count = assertion.data.signCount
            guard stored.publicKey.isSigned(assertion.signedBytes, assertion.signature),
                count > stored.signCount || (count == 0 && stored.signCount == 0)
            else { return false }
            stored.signCount = count
            try transaction.save(stored)
            return true
        }
        guard isRight else { throw Self.passkeyRefused }
    }

    static let passkeyRefused = ServiceError.notAuthorized("Incorrect username or passkey.")
}

/// A browser's answer to a challenge.
private struct PasskeyAssertion: Sendable {
    let id: String
    let client: ClientData
    let data: AuthenticatorData
    let signedBytes: [UInt8]
    let signature: [UInt8]

    init(_ credential: JSONValue) throws {
        let response = credential["response"]
        guard let id = credential["id"]?.string, id.utf8.count <= 1400,
            let client = ClientData(response?["clientDataJSON"]?.string),
            let bytes = response?["authenticatorData"]?.string.flatMap(Base64URL.decode),
            let data = AuthenticatorData(bytes),
            let signature = response?["signature"]?.string.flatMap(Base64URL.decode)
        else { throw ServiceError.invalidParameter("CREDENTIAL is not an answer of navigator.credentials.get.") }
        self.id = id
        self.client = client
        self.data = data
        signedBytes = bytes + Array(SHA256.hash(data: client.bytes))
        self.signature = signature
    }
}

extension WebAuthnCredential {
    /// PublicKeyCredentialDescriptor
    var descriptor: JSONValue {
        [
            "type": "public-key", "id": .string(id),
            "transports": .array(transports.map(JSONValue.string)),
        ]
    }
}
