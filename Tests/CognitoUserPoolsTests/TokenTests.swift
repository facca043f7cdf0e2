import CognitoUserPools
import FoundationEssentials
import ServiceKit
import TestSupport
import Testing
import Wire

@Suite struct TokenTests {
    let directory: Directory
    init() throws { directory = try Directory() }

    @Test func refreshKeepsTheSignIn() async throws {
        let (client, first) = try await signedIn()
        directory.clock.advance(bySeconds: 4000)
        let reply = try await directory.call(
            "InitiateAuth", directory.refreshInput(client, try #require(first.refresh)))
        let second = try Tokens(reply)
        #expect(second.refresh == nil)
        let before = try Tokens.payload(first.id)
        let after = try Tokens.payload(second.id)
        for claim in ["sub", "origin_jti", "auth_time", "aud", "iss"] { #expect(before[claim] == after[claim]) }
        #expect(after["iat"]?.int == (before["iat"]?.int).map { $0 + 4000 })
    }

    @Test func globalSignOutEndsEveryTokenGivenBefore() async throws {
        let (client, old) = try await signedIn()
        try await directory.call("GlobalSignOut", ["AccessToken": .string(old.access)])
        #expect(
            try await directory.refusal("GetUser", ["AccessToken": .string(old.access)])
                == "NotAuthorizedException: Access Token has been revoked")
        #expect(
            try await directory.refusal("InitiateAuth", directory.refreshInput(client, try #require(old.refresh)))
                == "NotAuthorizedException: Refresh Token has been revoked")
        // In the same second.
        let new = try await directory.signIn(client)
        #expect(try await directory.call("GetUser", ["AccessToken": .string(new.access)]).text("Username") == "ann")
    }

    @Test func revokeTokenEndsOneSignInOnly() async throws {
        let (client, first) = try await signedIn()
        let second = try await directory.signIn(client)
        let input: JSONValue = ["ClientId": .string(client), "Token": .string(try #require(first.refresh))]
        try await directory.call("RevokeToken", input)
        try await directory.call("RevokeToken", input)
        #expect(
            try await directory.refusal("InitiateAuth", directory.refreshInput(client, try #require(first.refresh)))
                == "NotAuthorizedException: Refresh Token has been revoked")
        #expect(
            try await directory.refusal("GetUser", ["AccessToken": .string(first.access)])
                == "NotAuthorizedException: Access Token has been revoked")
        _ = try Tokens(
            try await directory.call("InitiateAuth", directory.refreshInput(client, try #require(second.refresh))))
        #expect(
            try await directory.refusal(
                "RevokeToken", ["ClientId": .string(client), "Token": .string(second.access)])
                == "UnsupportedTokenTypeException: Unsupported token type")
    }

    @Test func refreshTokensExpireAndAreOfOneClient() async throws {
        let (client, tokens) = try await signedIn()
        let refresh = try #require(tokens.refresh)
        let pool = try #require(
            try Tokens.payload(tokens.id)["iss"]?.string?.split(separator: "/").last.map(String.init))
        let other = try await directory.makeClient(pool)
        for (asker, token) in [(other, refresh), (client, "AAAA" + refresh.dropFirst(4)), (client, tokens.id)] {
            #expect(
                try await directory.refusal("InitiateAuth", directory.refreshInput(asker, token))
                    == "NotAuthorizedException: Invalid Refresh Token")
        }
        directory.clock.advance(bySeconds: 30 * 86_400)
        #expect(
            try await directory.refusal("InitiateAuth", directory.refreshInput(client, refresh))
                == "NotAuthorizedException: Refresh Token has expired")
    }

    @Test func accessTokensThatAreNone() async throws {
        let (_, tokens) = try await signedIn()
        let pieces = tokens.access.split(separator: ".").map(String.init)
        let unsigned = Base64URL.encode(Array(#"{"alg":"none","kid":"x"}"#.utf8)) + ".\(pieces[1])."
        let tampered =
            pieces[0] + "."
            + Base64URL.encode(
                Array(
                    String(decoding: try #require(Base64URL.decode(pieces[1])), as: UTF8.self)
                        .replacing("ann", with: "bob").utf8)) + "." + pieces[2]
        for token in [tokens.id, unsigned, tampered, "nonsense", "a.b.c"] {
            #expect(
                try await directory.refusal("GetUser", ["AccessToken": .string(token)])
                    == "NotAuthorizedException: Invalid Access Token")
        }
        directory.clock.advance(bySeconds: 3600)
        #expect(
            try await directory.refusal("GetUser", ["AccessToken": .string(tokens.access)])
                == "NotAuthorizedException: Access Token has expired")
    }

    @Test func otherServicesVerifyIDTokensByAnyNameOfThePool() async throws {
        let (client, tokens) = try await signedIn()
        let pool = try #require(
            try Tokens.payload(tokens.id)["iss"]?.string?.split(separator: "/").last.map(String.init))
        let names: [String?] = [
            nil, "http://localhost:4566/\(pool)", "cognito-idp.us-east-1.amazonaws.com/\(pool)",
            "https://cognito-idp.us-east-1.amazonaws.com/\(pool)",
            "https://issuer-cognito-idp.us-east-1.amazonaws.com/\(pool)",
        ]
        for name in names {
            let verified = try await directory.service.verify(tokens.id, issuer: name, at: directory.clock.now)
            #expect(verified?.audience == client)
            #expect(verified?.isRevoked == false)
            #expect(verified?.provider == "cognito-idp.us-east-1.amazonaws.com/\(pool)")
        }
        let service = directory.service
        #expect(try await service.verify(tokens.id, issuer: "accounts.google.com", at: directory.clock.now) == nil)
        let other = try await directory.makePool()
        await #expect(throws: TokenRefusal.invalid("Issuer doesn't match providerName")) {
            try await service.verify(
                tokens.id, issuer: "cognito-idp.us-east-1.amazonaws.com/\(other)", at: directory.clock.now)
        }
        await #expect(throws: TokenRefusal.expired) {
            try await service.verify(tokens.id, issuer: nil, at: directory.clock.now.addingTimeInterval(3600))
        }
        try await directory.call("AdminDeleteUser", ["UserPoolId": .string(pool), "Username": "ann"])
        #expect(try await service.verify(tokens.id, issuer: nil, at: directory.clock.now)?.isRevoked == true)
        try await directory.call("DeleteUserPool", ["UserPoolId": .string(pool)])
        await #expect(throws: TokenRefusal.self) {
            try await service.verify(tokens.id, issuer: nil, at: directory.clock.now)
        }
    }

    @Test func tokenValiditiesAreHonoured() async throws {
        let pool = try await directory.makePool()
        let client = try await directory.makeClient(
            pool,
            [
                "AccessTokenValidity": 10, "IdTokenValidity": 20, "RefreshTokenValidity": 2,
                "TokenValidityUnits": ["AccessToken": "minutes", "IdToken": "minutes", "RefreshToken": "hours"],
            ])
        try await directory.makeUser(pool)
        let tokens = try await directory.signIn(client)
        let access = try Tokens.payload(tokens.access)
        let id = try Tokens.payload(tokens.id)
        #expect((access["exp"]?.int ?? 0) - (access["iat"]?.int ?? 0) == 600)
        #expect((id["exp"]?.int ?? 0) - (id["iat"]?.int ?? 0) == 1200)
        directory.clock.advance(bySeconds: 7200)
        #expect(
            try await directory.refusal("InitiateAuth", directory.refreshInput(client, try #require(tokens.refresh)))
                == "NotAuthorizedException: Refresh Token has expired")
    }

    @Test func issuerTemplateIsTheIssuerOfTokens() async throws {
        let directory = try Directory(issuer: "https://cognito-idp.{region}.amazonaws.com/{poolId}")
        let pool = try await directory.makePool(region: "eu-west-1")
        let input: JSONValue = [
            "UserPoolId": .string(pool), "ClientName": "app", "ExplicitAuthFlows": ["ALLOW_USER_PASSWORD_AUTH"],
        ]
        let made = try await directory.call("CreateUserPoolClient", input, region: "eu-west-1")
        let client = try #require(made.text("UserPoolClient", "ClientId"))
        try await directory.call(
            "AdminCreateUser", ["UserPoolId": .string(pool), "Username": "ann"], region: "eu-west-1")
        try await directory.call(
            "AdminSetUserPassword",
            [
                "UserPoolId": .string(pool), "Username": "ann", "Password": .string(Directory.password),
                "Permanent": true,
            ], region: "eu-west-1")
        let tokens = try await directory.signIn(client)
        #expect(
            try Tokens.payload(tokens.id)["iss"]?.string == "https://cognito-idp.eu-west-1.amazonaws.com/\(pool)")
        #expect(try await directory.call("GetUser", ["AccessToken": .string(tokens.access)]).text("Username") == "ann")
    }

    private func signedIn() async throws -> (String, Tokens) {
        let pool = try await directory.makePool()
        let client = try await directory.makeClient(pool)
        try await directory.makeUser(pool)
        return (client, try await directory.signIn(client))
    }
}
