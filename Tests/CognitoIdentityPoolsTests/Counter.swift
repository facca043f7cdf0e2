import CognitoIdentityPools
import FoundationEssentials
import ServiceKit
import Storage
import StorageSQLite
import Synchronization
import TestSupport
import Testing
import Wire

/// The service on a store of its own, called as the gateway calls it: JSON in, JSON out.
final class Counter: Sendable {
    let clock = TestClock()
    let tokens = WrittenTokens()
    let providers = WrittenProviders()
    let sessions = KeptSessions()
    let store: CountingStore
    let service: CognitoIdentityPools
    private let trails = Mutex<[Trail]>([])
    private let folder = TemporaryFolder()

    init() throws {
        store = CountingStore(try SQLiteStore(path: folder.path + "/store.sqlite"))
        service = CognitoIdentityPools(
            store: store,
            sealer: Sealer(key: [UInt8](repeating: 7, count: 32), generation: "1"),
            accounts: Accounts([Self.account, Self.otherAccount], standard: Self.account), clock: clock,
            randomness: SystemRandomness(), tokens: tokens, providerTokens: providers, sessions: sessions)
    }

    static let account = Account(id: "000000000000", name: "one", email: "one@example.com", canonicalUserID: "a")
    static let otherAccount = Account(id: "111111111111", name: "two", email: "two@example.com", canonicalUserID: "b")
    static let provider = "cognito-idp.us-east-1.amazonaws.com/us-east-1_AAAAAAAAA"

    @discardableResult
    func call(_ name: String, _ input: JSONValue, as account: Account = account) async throws -> JSONValue {
        let decoded = try decode(name, input, as: account)
        _ = try await decoded.permissions()
        try decoded.validate()
        let body = try await decoded.perform().response.body
        return body.isEmpty ? [:] : try JSONValue(parsing: body)
    }

    /// What a call needs, by action and resource, with its condition keys.
    func permissions(_ name: String, _ input: JSONValue, as account: Account = account) async throws -> [Permission] {
        try await decode(name, input, as: account).permissions()
    }

    private func decode(_ name: String, _ input: JSONValue, as account: Account) throws -> any DecodedOperation {
        let operation = try #require(service.operations.first { $0.model.name == name })
        let call = Call(
            requestID: "request", time: clock.now,
            caller: operation.access == .open ? .anonymous : .root(account), region: "us-east-1",
            client: Call.Client(address: "127.0.0.1", isSecure: false, host: "localhost", userAgent: ""),
            headers: HeaderFields(), body: EmptyBody())
        trails.withLock { $0.append(call.trail) }
        return try operation.decode(WireRequest(body: input.serialized()), call)
    }

    /// What the last call noted, as `stage passed` or `stage refused`.
    var steps: [Trail.Step] { trails.withLock { $0.last?.steps ?? [] } }

    /// The error that a call ends with, as `Code: sentence`.
    func refusal(_ name: String, _ input: JSONValue, as account: Account = account) async throws -> String {
        do {
            let answer = try await call(name, input, as: account)
            return "no error: \(String(decoding: answer.serialized(), as: UTF8.self))"
        } catch let error as ServiceError { return "\(error.code): \(error.message)" }
    }

    func makePool(_ more: JSONValue = [:]) async throws -> String {
        let input: JSONValue = [
            "IdentityPoolName": "people", "AllowUnauthenticatedIdentities": false,
            "CognitoIdentityProviders": [["ProviderName": .string(Self.provider), "ClientId": "client"]],
        ]
        let made = try await call("CreateIdentityPool", input.merging(more))
        return try #require(made["IdentityPoolId"]?.string)
    }

    func setRoles(_ pool: String, mappings: JSONValue = [:]) async throws {
        try await call(
            "SetIdentityPoolRoles",
            [
                "IdentityPoolId": .string(pool),
                "Roles": [
                    "authenticated": .string(Self.role("members")), "unauthenticated": .string(Self.role("guests")),
                ],
                "RoleMappings": mappings,
            ])
    }

    static func role(_ name: String) -> String { "arn:aws:iam::000000000000:role/\(name)" }

    func identity(_ pool: String, _ token: String? = "ann") async throws -> String {
        try #require(try await call("GetId", Self.input(pool: pool, token))["IdentityId"]?.string)
    }

    /// A pool that takes two user pools, the developer's users and an OpenID Connect provider.
    func makeOpenPool(_ more: JSONValue = [:]) async throws -> String {
        let providers = [Self.provider, Self.otherProvider].map { name -> JSONValue in
            ["ProviderName": .string(name), "ClientId": "client"]
        }
        let all: JSONValue = [
            "CognitoIdentityProviders": .array(providers), "DeveloperProviderName": .string(Self.developer),
            "OpenIdConnectProviderARNs": [.string(Self.openIDProvider)], "AllowUnauthenticatedIdentities": true,
        ]
        let pool = try await makePool(all.merging(more))
        try await setRoles(pool)
        return pool
    }

    static let otherProvider = "cognito-idp.us-east-1.amazonaws.com/us-east-1_BBBBBBBBB"
    static let developer = "login.example.app"
    static let openIDName = "id.example.com/people"
    static let openIDProvider = "arn:aws:iam::000000000000:oidc-provider/id.example.com/people"

    /// A developer's user, registered or found: the identity and the token.
    func developerIdentity(
        _ pool: String, _ user: String, _ more: JSONValue = [:]
    ) async throws -> (id: String, token: String) {
        let reply = try await call("GetOpenIdTokenForDeveloperIdentity", Self.developer(pool, user, more))
        return (try #require(reply["IdentityId"]?.string), try #require(reply["Token"]?.string))
    }

    static func developer(_ pool: String, _ user: String, _ more: JSONValue = [:]) -> JSONValue {
        let input: JSONValue = ["IdentityPoolId": .string(pool), "Logins": logins([developer: user])]
        return input.merging(more)
    }

    static func logins(_ tokens: [String: String]) -> JSONValue {
        .object(tokens.sorted { $0.key < $1.key }.map { .init($0.key, .string($0.value)) })
    }

    static func input(identity: String, logins tokens: [String: String]) -> JSONValue {
        ["IdentityId": .string(identity), "Logins": logins(tokens)]
    }

    func claims(_ token: String) throws -> JSONValue {
        let body = try #require(Base64URL.decode(token.split(separator: ".")[1]))
        return try JSONValue(parsing: body)
    }

    static func input(pool: String, _ token: String?) -> JSONValue {
        withLogin(["IdentityPoolId": .string(pool)], token)
    }

    static func input(identity: String, _ token: String?) -> JSONValue {
        withLogin(["IdentityId": .string(identity)], token)
    }

    private static func withLogin(_ input: JSONValue, _ token: String?) -> JSONValue {
        guard let token else { return input }
        return input.merging(["Logins": .object([.init(provider, .string(token))])])
    }
}

/// Stands in for user pools: a token is its subject's name, or a word for what is wrong with it.
final class WrittenTokens: VerifiesTokens {
    private let known = Mutex<[String: [String: [String]]]>([:])

    /// What tokens of that user say beside the user's name.
    func tell(_ subject: String, _ claims: [String: [String]]) { known.withLock { $0[subject] = claims } }

    func verify(_ token: String, issuer: String?, at time: Date) async throws -> VerifiedToken? {
        let named = issuer.map { $0.hasPrefix("https://") ? String($0.dropFirst(8)) : $0 }
        guard let issuer = named, issuer.hasPrefix("cognito-idp.") else { return nil }
        switch token {
        case "forged": throw TokenRefusal.invalid("Token signature invalid.")
        case "expired": throw TokenRefusal.expired
        default: break
        }
        var claims = ["sub": [token], "custom:level": [token == "bob" ? "gold" : "iron"]]
        claims.merge(known.withLock { $0[token] ?? [:] }) { _, told in told }
        return VerifiedToken(
            subject: token, audience: token == "other-client" ? "other" : "client",
            use: token == "access" ? "access" : "id", claims: claims,
            expiresAt: time.addingTimeInterval(3600), provider: issuer, isRevoked: token == "signed-out")
    }
}

/// Stands in for IAM's OpenID Connect providers, of which there is one.
struct WrittenProviders: VerifiesProviderTokens {
    func verify(_ token: String, ofProvider arn: String, at time: Date) async throws -> VerifiedToken? {
        guard arn == Counter.openIDProvider else { return nil }
        if token == "forged" { throw TokenRefusal.invalid("Token signature invalid.") }
        return VerifiedToken(
            subject: token == "endless" ? String(repeating: "x", count: 2000) : token, audience: "their-app",
            use: nil, claims: ["sub": [token], "aud": ["their-app"], "department": ["sales"], "groups": ["a", "b"]],
            expiresAt: time.addingTimeInterval(600), provider: Counter.openIDName)
    }
}

/// Stands in for STS: keeps what was asked.
final class KeptSessions: IssuesSessions {
    private let requests = Mutex<[WebIdentitySession]>([])
    private let refusal = Mutex<TrustRefusal?>(nil)

    var last: WebIdentitySession? { requests.withLock { $0.last } }

    func refuse(_ reason: TrustRefusal) { refusal.withLock { $0 = reason } }

    func issueSession(_ request: WebIdentitySession) async throws -> TemporaryCredentials {
        if let reason = refusal.withLock({ $0 }) { throw reason }
        requests.withLock { $0.append(request) }
        return TemporaryCredentials(
            accessKeyID: "ASIAEXAMPLE", secretAccessKey: "secret", sessionToken: "token",
            expiration: request.time.addingTimeInterval(Double(request.durationSeconds)))
    }
}

extension JSONValue {
    func merging(_ other: JSONValue) -> JSONValue {
        let added = other.members ?? []
        let kept = (members ?? []).filter { member in !added.contains { $0.key == member.key } }
        return .object(kept + added)
    }
}
