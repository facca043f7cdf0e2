import CognitoIdentityPools
import FoundationEssentials
import ServiceKit
import StorageSQLite
import Synchronization
import TestSupport
import Testing
import Wire

/// The service on a store of its own, called as the gateway calls it: JSON in, JSON out.
final class Counter: Sendable {
    let clock = TestClock()
    let tokens = WrittenTokens()
    let sessions = KeptSessions()
    let service: CognitoIdentityPools
    private let folder = TemporaryFolder()

    init() throws {
        service = CognitoIdentityPools(
            store: try SQLiteStore(path: folder.path + "/store.sqlite"),
            sealer: Sealer(key: [UInt8](repeating: 7, count: 32), generation: "1"),
            accounts: Accounts([Self.account, Self.otherAccount], standard: Self.account), clock: clock,
            randomness: SystemRandomness(), tokens: tokens, sessions: sessions)
    }

    static let account = Account(id: "000000000000", name: "one", email: "one@example.com", canonicalUserID: "a")
    static let otherAccount = Account(id: "111111111111", name: "two", email: "two@example.com", canonicalUserID: "b")
    static let provider = "cognito-idp.us-east-1.amazonaws.com/us-east-1_AAAAAAAAA"

    @discardableResult
    func call(_ name: String, _ input: JSONValue, as account: Account = account) async throws -> JSONValue {
        let operation = try #require(service.operations.first { $0.model.name == name })
        let call = Call(
            requestID: "request", time: clock.now,
            caller: operation.access == .open ? .anonymous : .root(account), region: "us-east-1",
            client: Call.Client(address: "127.0.0.1", isSecure: false, host: "localhost", userAgent: ""),
            headers: HeaderFields(), body: EmptyBody())
        let decoded = try operation.decode(WireRequest(body: input.serialized()), call)
        _ = try await decoded.permissions()
        try decoded.validate()
        let body = try await decoded.perform().response.body
        return body.isEmpty ? [:] : try JSONValue(parsing: body)
    }

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
struct WrittenTokens: VerifiesTokens {
    func verify(_ token: String, issuer: String?, at time: Date) async throws -> VerifiedToken? {
        guard let issuer, issuer.hasPrefix("cognito-idp.") else { return nil }
        switch token {
        case "forged": throw TokenRefusal.invalid("Token signature invalid.")
        case "expired": throw TokenRefusal.expired
        default: break
        }
        return VerifiedToken(
            subject: token, audience: token == "other-client" ? "other" : "client",
            use: token == "access" ? "access" : "id",
            claims: ["sub": [token], "custom:level": [token == "bob" ? "gold" : "iron"]],
            expiresAt: time.addingTimeInterval(3600), provider: issuer, isRevoked: token == "signed-out")
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
