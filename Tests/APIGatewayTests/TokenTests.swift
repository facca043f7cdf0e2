import APIGateway
import FoundationEssentials
import ServiceKit
import Synchronization
import Testing
import Wire

@Suite("Who may call")
struct TokenTests {
    private static let now = Date(timeIntervalSince1970: 1_795_000_000)
    private static let issuer = "https://cognito-idp.us-east-1.amazonaws.com/us-east-1_a"

    /// Knows one issuer, and takes a token whose signature is `good`.
    private final class Pools: VerifiesTokens {
        let asked = Mutex(0)

        func verify(_ token: String, issuer: String?, at time: Date) async throws -> VerifiedToken? {
            asked.withLock { $0 += 1 }
            guard issuer == TokenTests.issuer else { return nil }
            guard token.hasSuffix(Base64URL.encode("good".utf8)) else {
                throw TokenRefusal.invalid("Token signature invalid.")
            }
            return VerifiedToken(
                subject: "s", audience: "a", use: "id", claims: [:], expiresAt: time.addingTimeInterval(60),
                provider: "p")
        }
    }

    private static func token(_ claims: JSONValue, algorithm: String = "RS256", signature: String = "good") -> String {
        let head: JSONValue = ["kid": "k", "alg": .string(algorithm)]
        return [head.serialized(), claims.serialized(), Array(signature.utf8)].map { Base64URL.encode($0) }
            .joined(separator: ".")
    }

    private static func claims(_ changes: [(String, JSONValue?)] = []) -> JSONValue {
        let second = Int(now.timeIntervalSince1970)
        var members: [JSONValue.Member] = [
            .init("sub", "s"), .init("aud", "app"), .init("exp", .number(String(second + 60))),
            .init("iat", .number(String(second))), .init("scope", "read write"),
        ]
        for (name, value) in changes {
            members.removeAll { $0.key == name }
            if let value { members.append(.init(name, value)) }
        }
        return .object(members)
    }

    private static func authorizer(_ issuer: String = issuer) throws -> JWTAuthorizer {
        JWTAuthorizer(
            source: try #require(IdentitySource(v2: "$request.header.Authorization")), issuer: issuer, audience: ["app"]
        )
    }

    private func refusal(
        _ token: String, scopes: [String] = [], issuer: String = issuer, at time: Date = now
    ) async throws -> JWTRefusal? {
        let checks = TokenChecks(ours: Pools(), http: NoHTTPCalls())
        do {
            _ = try await Self.authorizer(issuer).check(token, scopes: scopes, checks, at: time)
            return nil
        } catch let refusal as JWTRefusal {
            return refusal
        }
    }

    @Test func aGoodTokenIsTaken() async throws {
        #expect(try await refusal(Self.token(Self.claims())) == nil)
        #expect(try await refusal(Self.token(Self.claims([("aud", ["x", "app"])]))) == nil)
        #expect(try await refusal(Self.token(Self.claims([("aud", nil), ("client_id", "app")]))) == nil)
        #expect(try await refusal(Self.token(Self.claims()), scopes: ["other", "read"]) == nil)
    }

    @Test func audiencesAndScopes() async throws {
        let audience = JWTRefusal.unauthorized("the token does not have a valid audience")
        #expect(try await refusal(Self.token(Self.claims([("aud", "other")]))) == audience)
        // `client_id` counts only where there is no audience.
        #expect(try await refusal(Self.token(Self.claims([("aud", "other"), ("client_id", "app")]))) == audience)
        #expect(try await refusal(Self.token(Self.claims()), scopes: ["admin"]) == .insufficientScope(["admin"]))
        #expect(
            try await refusal(Self.token(Self.claims([("scope", nil)])), scopes: ["a"]) == .insufficientScope(["a"]))
    }

    @Test func times() async throws {
        let second = Int(Self.now.timeIntervalSince1970)
        let expired = JWTRefusal.unauthorized("the token has expired")
        #expect(try await refusal(Self.token(Self.claims([("exp", .number(String(second)))]))) == expired)
        #expect(try await refusal(Self.token(Self.claims([("exp", nil)]))) == .unauthorized("the token has no expiry"))
        let early = JWTRefusal.unauthorized("the token is not valid yet")
        #expect(try await refusal(Self.token(Self.claims([("nbf", .number(String(second + 60)))]))) == early)
        #expect(try await refusal(Self.token(Self.claims([("iat", .number(String(second + 60)))]))) == early)
    }

    @Test(arguments: ["HS256", "none", "ES256", "rs256"])
    func theAlgorithmIsNotTheTokensToChoose(_ algorithm: String) async throws {
        let token = Self.token(Self.claims(), algorithm: algorithm)
        #expect(try await refusal(token) == .unauthorized("the token is signed by an unsupported algorithm"))
    }

    @Test func nonsenseAndStrangers() async throws {
        for text in ["", "a", "a.b.c", "a.b.c.d"] {
            #expect(try await refusal(text) == .unauthorized("the token is malformed"))
        }
        #expect(
            try await refusal(Self.token(Self.claims(), signature: "bad"))
                == .unauthorized("the token's signature is invalid"))
        #expect(
            try await refusal(Self.token(Self.claims()), issuer: "https://else.example")
                == .unauthorized("the token's issuer is invalid"))
    }

    @Test func whatWasVerifiedIsKeptUntilItExpires() async throws {
        let pools = Pools()
        let checks = TokenChecks(ours: pools, http: NoHTTPCalls())
        let token = Self.token(Self.claims())
        for _ in 0..<3 { _ = try await Self.authorizer().check(token, scopes: [], checks, at: Self.now) }
        #expect(pools.asked.withLock { $0 } == 1)
        let later = Self.now.addingTimeInterval(61)
        await #expect(throws: JWTRefusal.unauthorized("the token has expired")) {
            try await Self.authorizer().check(token, scopes: [], checks, at: later)
        }
        await #expect(throws: JWTRefusal.self) {
            try await Self.authorizer().check(token + "A", scopes: [], checks, at: Self.now)
        }
    }

    @Test func claimsAreTexts() throws {
        let claims: JSONValue = ["exp": 5, "groups": ["a", "b"], "email_verified": true, "sub": "s"]
        let token = try #require(KnownToken(claims))
        let texts = token.texts.map { "\($0.name)=\($0.value)" }
        #expect(texts == ["exp=5", "groups=[a b]", "email_verified=true", "sub=s"])
    }

    @Test(
        arguments: [
            ("arn:aws:execute-api:r:1:api/dev/GET/a", true), ("arn:aws:execute-api:r:1:api/dev/GET/b/c", true),
            ("arn:aws:execute-api:r:1:api/dev/POST/b", false), ("arn:aws:execute-api:r:1:api/dev/GET/secret", false),
        ])
    func policiesOfAuthorizers(_ arn: String, _ isAllowed: Bool) throws {
        let document: JSONValue = [
            "Statement": [
                [
                    "Effect": "Allow", "Action": "execute-api:Invoke",
                    "Resource": ["arn:aws:execute-api:r:1:api/*/GET/*"],
                ],
                ["Effect": "Deny", "Action": "execute-api:*", "Resource": "*/secret"],
            ]
        ]
        #expect(try #require(AuthorizerPolicy(document)).allows(arn) == isAllowed)
    }

    @Test func policiesThatAreNone() {
        #expect(AuthorizerPolicy([:]) == nil)
        #expect(AuthorizerPolicy(["Statement": []]) == nil)
        #expect(AuthorizerPolicy(["Statement": ["Effect": "Maybe", "Action": "*", "Resource": "*"]]) == nil)
        #expect(Wildcard.matches("a*c?", "abbcd"))
        #expect(!Wildcard.matches("a*c?", "abbc"))
    }

    @Test func sources() {
        #expect(IdentitySource(v2: "$request.header.A") == IdentitySource(v1: "method.request.header.A"))
        #expect(IdentitySource(v2: "$request.header.") == nil)
        #expect(IdentitySource(v2: "Authorization") == nil)
        #expect(IdentitySource(v1: "method.request.body.x") == nil)
    }
}
