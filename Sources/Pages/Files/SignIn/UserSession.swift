import AWSClient
import FoundationEssentials
import ServiceKit
import Wire

/// Somebody who is signed in: the pool's tokens and the credentials they are changed for, which never leave the server.
package actor UserSession {
    /// It is over: the pool knows the user no more, or the tokens cannot be renewed.
    package struct Ended: Error {}

    nonisolated let id: String
    /// Sent with all that changes something, from the page itself.
    nonisolated let formToken: String
    nonisolated let name: String
    nonisolated let settings: FilesSettings
    private let provider: OpenIDProvider
    private let client: AWSClient
    private let clock: any Clock
    private var tokens: OpenIDProvider.Tokens
    private var checkedAt: Date
    private var identity: String?
    private var credentials: AWSCredentials?
    private var renewal: Task<AWSCredentials, any Error>?
    private var tokenRenewal: Task<Void, any Error>?

    /// Credentials are renewed while they hold for so long.
    private static let margin: TimeInterval = 5 * 60

    package init(
        id: String, formToken: String, claims: JSONValue, tokens: OpenIDProvider.Tokens, provider: OpenIDProvider,
        client: AWSClient, clock: any Clock
    ) {
        self.id = id
        self.formToken = formToken
        name = claims["email"]?.string ?? claims["cognito:username"]?.string ?? claims["sub"]?.string ?? ""
        self.tokens = tokens
        self.provider = provider
        settings = provider.settings
        self.client = client
        self.clock = clock
        checkedAt = clock.now
    }

    /// Asks the pool, every few seconds at most, whether the user may still be here.
    package func check() async throws {
        let now = clock.now
        try await renewTokens(at: now)
        guard now.timeIntervalSince(checkedAt) >= settings.checkSeconds else { return }
        checkedAt = now
        guard try await provider.knows(tokens.access, at: now) else { throw Ended() }
    }

    /// Once for all who ask meanwhile: a refresh token that rotates is good for one use. The task is nobody's, so that
    /// no request that is given up takes the new token along.
    private func renewTokens(at now: Date) async throws {
        guard tokens.expireAt < now.addingTimeInterval(30) else { return }
        if let tokenRenewal { return try await tokenRenewal.value }
        let task = Task { try await self.newTokens(at: now) }
        tokenRenewal = task
        defer { tokenRenewal = nil }
        try await task.value
    }

    private func newTokens(at now: Date) async throws {
        guard let refresh = tokens.refresh else { throw Ended() }
        do {
            let renewed = try await provider.renewed(refresh, at: now)
            tokens = renewed
            tokens.refresh = renewed.refresh ?? refresh
        } catch is OpenIDProvider.Refusal { throw Ended() }
    }

    /// S3 with the user's own credentials.
    ///
    /// - Parameter seconds: how long they should still hold, as far as new ones would for longer.
    func storage(holding seconds: TimeInterval = 0) async throws -> UserStorage {
        let now = clock.now
        if let credentials, let end = credentials.expiration {
            let left = end.timeIntervalSince(now)
            let isYoung = left > 3600 - 60
            if left > Self.margin, left > seconds || isYoung {
                return UserStorage(client: client.with(credentials), expiration: end)
            }
        }
        let credentials = try await renewCredentials()
        return UserStorage(client: client.with(credentials), expiration: credentials.expiration ?? now)
    }

    /// Others who ask meanwhile wait for the same.
    private func renewCredentials() async throws -> AWSCredentials {
        if let renewal { return try await renewal.value }
        let task = Task { try await self.newCredentials() }
        renewal = task
        defer { renewal = nil }
        return try await task.value
    }

    private func newCredentials() async throws -> AWSCredentials {
        try await renewTokens(at: clock.now)
        let logins: JSONValue = .object([.init(settings.providerName, .string(tokens.id))])
        let identity = try await identityID(logins)
        let answer = try await client.json(
            "cognito-identity", "AWSCognitoIdentityService.GetCredentialsForIdentity",
            ["IdentityId": .string(identity), "Logins": logins])
        guard let given = answer["Credentials"], let id = given["AccessKeyId"]?.string,
            let secret = given["SecretKey"]?.string, let token = given["SessionToken"]?.string,
            case .number(let expiration)? = given["Expiration"], let end = Double(expiration)
        else { throw AWSFailure(status: 502, code: "NoCredentials", message: "The identity pool gave no credentials.") }
        let made = AWSCredentials(
            accessKeyID: id, secretAccessKey: secret, sessionToken: token,
            expiration: Date(timeIntervalSince1970: end))
        credentials = made
        return made
    }

    private func identityID(_ logins: JSONValue) async throws -> String {
        if let identity { return identity }
        let answer = try await client.json(
            "cognito-identity", "AWSCognitoIdentityService.GetId",
            ["IdentityPoolId": .string(settings.identityPoolID), "Logins": logins])
        guard let found = answer["IdentityId"]?.string else {
            throw AWSFailure(status: 502, code: "NoIdentity", message: "The identity pool gave no identity.")
        }
        identity = found
        return found
    }

    /// The user's own folder, where there is one.
    func home() async throws -> String? {
        guard let home = settings.home else { return nil }
        _ = try await storage()
        return home.replacing(FilesSettings.identityVariable, with: identity ?? "")
    }

    /// The expired ones are forgotten; the next call gets new ones.
    func forgetCredentials() { credentials = nil }

    func revoke() async {
        guard let refresh = tokens.refresh else { return }
        await provider.revoke(refresh, at: clock.now)
    }
}
