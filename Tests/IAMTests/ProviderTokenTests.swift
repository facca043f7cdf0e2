import Crypto
import FoundationEssentials
import IAM
import ServiceKit
import Synchronization
import TestSupport
import Testing
import Wire

/// Tokens of an OpenID Connect provider that the account has registered, its documents fetched over the seam.
@Suite struct ProviderTokenTests {
    let house: House
    private let provider = FakeProvider()

    init() throws { house = try House(http: provider) }

    private let role = "arn:aws:iam::111122223333:role/deployer"

    private func setUp(when condition: String = #"{"StringEquals":{"id.example.com:aud":"app"}}"#) async throws {
        try await house.call(
            "CreateOpenIDConnectProvider", ["Url": "https://id.example.com", "ClientIDList.member.1": "app"])
        try await house.call(
            "CreateRole",
            [
                "RoleName": "deployer",
                "AssumeRolePolicyDocument": Policies.trust(
                    #"{"Federated":"arn:aws:iam::111122223333:oidc-provider/id.example.com"}"#,
                    action: "sts:AssumeRoleWithWebIdentity sts:TagSession", when: condition),
            ])
        try await house.call(
            "PutRolePolicy",
            ["RoleName": "deployer", "PolicyName": "p", "PolicyDocument": Policies.allow("s3:GetObject")])
    }

    private func claims(_ changes: [String: JSONValue] = [:]) -> JSONValue {
        let now = Int(house.clock.now.timeIntervalSince1970)
        var claims: [String: JSONValue] = [
            "iss": "https://id.example.com", "aud": "app", "sub": "repo:hanok", "exp": .number(String(now + 300)),
            "iat": .number(String(now)),
        ]
        claims.merge(changes) { $1 }
        return .object(claims.map { .init($0.key, $0.value) })
    }

    private func assume(_ token: String) async throws -> Answer {
        try await house.call(
            "AssumeRoleWithWebIdentity", ["RoleArn": role, "RoleSessionName": "ci", "WebIdentityToken": token],
            as: .anonymous)
    }

    @Test func aTokenOfTheProviderBecomesTheRole() async throws {
        try await setUp()
        let answer = try await assume(provider.token(claims()))
        #expect(answer["SubjectFromWebIdentityToken"] == "repo:hanok")
        #expect(answer["Audience"] == "app" && answer["Provider"] == "id.example.com")
        let session = try #require(try await house.caller(with: answer))
        #expect(try await house.may(session, "s3:GetObject", "arn:aws:s3:::b/k"))
        guard case .role(let role) = session else { return }
        #expect(role.federatedProvider == "arn:aws:iam::111122223333:oidc-provider/id.example.com")
    }

    @Test func documentsAreFetchedOnce() async throws {
        try await setUp()
        for _ in 0..<5 { _ = try await assume(provider.token(claims())) }
        #expect(provider.fetches.withLock { $0 } == 2)
    }

    @Test func tagsOfTheTokenAreTheSessions() async throws {
        try await setUp()
        let tags: JSONValue = ["principal_tags": ["team": ["blue"]], "transitive_tag_keys": ["team"]]
        let answer = try await assume(provider.token(claims(["https://aws.amazon.com/tags": tags])))
        guard case .role(let session)? = try await house.caller(with: answer) else { return }
        #expect(session.tags == ["team": "blue"] && session.transitiveTagKeys == ["team"])
    }

    @Test func theTrustPolicysConditionsCount() async throws {
        try await setUp(when: #"{"StringEquals":{"id.example.com:sub":"repo:other"}}"#)
        await expectRefusal("AccessDenied", "Not authorized to perform sts:AssumeRoleWithWebIdentity", status: 403) {
            _ = try await assume(provider.token(claims()))
        }
    }

    @Test func whatIsNotTheProvidersIsRefused() async throws {
        try await setUp()
        let now = Int(house.clock.now.timeIntervalSince1970)
        let refused: [([String: JSONValue], String)] = [
            (["aud": "another"], "InvalidIdentityToken"), (["azp": "another"], "InvalidIdentityToken"),
            (["exp": .number(String(now - 1))], "ExpiredTokenException"),
            (["nbf": .number(String(now + 3600))], "InvalidIdentityToken"),
            (["iss": "https://elsewhere.example.com"], "InvalidIdentityToken"),
        ]
        for (change, code) in refused {
            await expectRefusal(code, status: 400) { _ = try await assume(provider.token(claims(change))) }
        }
        let stranger = FakeProvider()
        await expectRefusal("InvalidIdentityToken") { _ = try await assume(stranger.token(claims())) }
        await expectRefusal("InvalidIdentityToken") {
            _ = try await assume(provider.token(claims(), algorithm: "none"))
        }
    }

    @Test func anUnregisteredProviderIsSaidToBe() async throws {
        await expectRefusal(
            "InvalidIdentityToken", "No OpenIDConnect provider found in your account for https://id.example.com",
            status: 400
        ) { _ = try await assume(provider.token(claims())) }
    }

    @Test func aProviderThatIsAwayIsSaidToBe() async throws {
        try await setUp()
        provider.isAway.withLock { $0 = true }
        await expectRefusal("IDPCommunicationError", status: 400) { _ = try await assume(provider.token(claims())) }
    }
}

/// An issuer with one key of P-256, and its two documents.
private final class FakeProvider: CallsHTTP {
    private let key = P256.Signing.PrivateKey()
    let fetches = Mutex(0)
    let isAway = Mutex(false)

    func token(_ claims: JSONValue, algorithm: String = "ES256") -> String {
        let header: JSONValue = ["kid": "k1", "alg": .string(algorithm)]
        let signed = Base64URL.encode(header.serialized()) + "." + Base64URL.encode(claims.serialized())
        guard let signature = try? key.signature(for: Data(signed.utf8)) else { return "" }
        return signed + "." + Base64URL.encode(signature.rawRepresentation)
    }

    func call(_ request: OutboundRequest) async throws -> OutboundAnswer {
        fetches.withLock { $0 += 1 }
        if isAway.withLock({ $0 }) { return OutboundAnswer(status: 503, body: []) }
        let point = [UInt8](key.publicKey.rawRepresentation)
        let document: JSONValue =
            request.url.hasSuffix("/keys")
            ? [
                "keys": [
                    [
                        "kty": "EC", "crv": "P-256", "kid": "k1", "x": .string(Base64URL.encode(point[..<32])),
                        "y": .string(Base64URL.encode(point[32...])),
                    ]
                ]
            ] : ["issuer": "https://id.example.com", "jwks_uri": "https://id.example.com/keys"]
        return OutboundAnswer(status: 200, body: document.serialized())
    }
}
