import CognitoUserPools
import Crypto
import CryptoExtras
import FoundationEssentials
import ServiceKit
import TestSupport
import Testing
import Wire

@Suite struct SignInTests {
    let directory: Directory
    init() throws { directory = try Directory() }

    @Test func tokensCarryWhatAWSPutsInThem() async throws {
        let pool = try await directory.makePool()
        let client = try await directory.makeClient(pool)
        try await directory.makeUser(pool, attributes: ["email": "ann@example.com", "email_verified": "true"])
        let tokens = try await directory.signIn(client)
        let id = try Tokens.payload(tokens.id)
        let access = try Tokens.payload(tokens.access)
        let now = Int(directory.clock.now.timeIntervalSince1970)

        #expect(tokens.expiresIn == 3600)
        #expect(id["iss"]?.string == "http://localhost:4566/\(pool)")
        #expect(id["aud"]?.string == client)
        #expect(id["token_use"]?.string == "id")
        #expect(id["cognito:username"]?.string == "ann")
        #expect(id["email"]?.string == "ann@example.com")
        #expect(id["email_verified"]?.bool == true)
        #expect(id["exp"]?.int == now + 3600)
        #expect(access["client_id"]?.string == client)
        #expect(access["token_use"]?.string == "access")
        #expect(access["username"]?.string == "ann")
        #expect(access["scope"]?.string == "aws.cognito.signin.user.admin")
        #expect(access["aud"] == nil)
        for claim in ["sub", "origin_jti", "event_id"] {
            #expect(id[claim]?.string?.isEmpty == false)
            #expect(id[claim] == access[claim])
        }
        #expect(id["jti"] != access["jti"])
    }

    @Test func keySetVerifiesBothTokens() async throws {
        let pool = try await directory.makePool()
        let client = try await directory.makeClient(pool)
        try await directory.makeUser(pool)
        let tokens = try await directory.signIn(client)
        let document = try await page("/\(pool)/.well-known/openid-configuration")
        #expect(document["issuer"] == (try Tokens.payload(tokens.id))["iss"])
        #expect(document["jwks_uri"]?.string == "http://localhost:4566/\(pool)/.well-known/jwks.json")
        let keys = try #require(try await page("/\(pool)/.well-known/jwks.json")["keys"]?.array)
        #expect(keys.count == 2)
        for token in [tokens.id, tokens.access] {
            let kid = try Tokens.header(token)["kid"]
            let key = try #require(keys.first { $0["kid"] == kid })
            let modulus = try #require(key["n"]?.string.flatMap { Base64URL.decode($0) })
            let exponent = try #require(key["e"]?.string.flatMap { Base64URL.decode($0) })
            let parts = token.split(separator: ".")
            let signature = try #require(Base64URL.decode(parts[2]))
            let isRight = try _RSA.Signing.PublicKey(n: modulus, e: exponent).isValidSignature(
                _RSA.Signing.RSASignature(rawRepresentation: signature),
                for: SHA256.hash(data: Array("\(parts[0]).\(parts[1])".utf8)), padding: .insecurePKCS1v1_5)
            #expect(isRight)
        }
        #expect(try Tokens.header(tokens.id)["kid"] != Tokens.header(tokens.access)["kid"])
    }

    private func page(_ path: String) async throws -> JSONValue {
        let request = PageRequest(
            method: "GET", path: path, rawQuery: "", headers: HeaderFields(), address: "127.0.0.1",
            host: "localhost", isSecure: false, time: directory.clock.now)
        let reply = try #require(try await directory.service.page(request))
        #expect(reply.status == 200)
        #expect(reply.headers.first("Access-Control-Allow-Origin") == "*")
        return try JSONValue(parsing: reply.body)
    }

    @Test func wrongPasswordsAreRefusedAndThenLockedOut() async throws {
        let pool = try await directory.makePool()
        let client = try await directory.makeClient(pool)
        try await directory.makeUser(pool)
        let wrong = directory.signInInput(client, password: "Wrong-horse-7")
        for _ in 1...5 {
            #expect(
                try await directory.refusal("InitiateAuth", wrong)
                    == "NotAuthorizedException: Incorrect username or password.")
        }
        #expect(
            try await directory.refusal("InitiateAuth", directory.signInInput(client))
                == "NotAuthorizedException: Password attempts exceeded")
        directory.clock.advance(bySeconds: 2)
        _ = try await directory.signIn(client)
    }

    @Test(arguments: [
        ("LEGACY", "UserNotFoundException: User does not exist."),
        ("ENABLED", "NotAuthorizedException: Incorrect username or password."),
    ])
    func unknownUsersAreToldOfAsTheClientAsks(setting: String, expected: String) async throws {
        let pool = try await directory.makePool()
        let client = try await directory.makeClient(pool, ["PreventUserExistenceErrors": .string(setting)])
        #expect(try await directory.refusal("InitiateAuth", directory.signInInput(client, "nobody")) == expected)
    }

    @Test func invitedUserMustChangeTheirPassword() async throws {
        let pool = try await directory.makePool()
        let client = try await directory.makeClient(pool)
        try await directory.call(
            "AdminCreateUser",
            [
                "UserPoolId": .string(pool), "Username": "bob", "TemporaryPassword": "Temporary-1",
                "UserAttributes": Directory.attributes(["email": "bob@example.com"]),
            ])
        #expect(directory.mail.all.last?.to == "bob@example.com")
        #expect(directory.mail.all.last?.body.contains("Temporary-1") == true)
        let challenge = try await directory.call(
            "InitiateAuth", directory.signInInput(client, "bob", password: "Temporary-1"))
        #expect(challenge.text("ChallengeName") == "NEW_PASSWORD_REQUIRED")
        #expect(challenge.text("ChallengeParameters", "requiredAttributes") == "[]")
        let answer: JSONValue = [
            "ClientId": .string(client), "ChallengeName": "NEW_PASSWORD_REQUIRED",
            "Session": challenge["Session"] ?? "",
            "ChallengeResponses": ["USERNAME": "bob", "NEW_PASSWORD": "Permanent-1"],
        ]
        _ = try Tokens(try await directory.call("RespondToAuthChallenge", answer))
        #expect(
            try await directory.refusal("RespondToAuthChallenge", answer)
                == "NotAuthorizedException: Invalid session for the user, session can only be used once.")
        _ = try await directory.signIn(client, "bob", password: "Permanent-1")
        let user = try await directory.call("AdminGetUser", ["UserPoolId": .string(pool), "Username": "bob"])
        #expect(user.text("UserStatus") == "CONFIRMED")
    }

    @Test func challengeSessionEndsAfterThreeMinutesAndServesOneUserOnly() async throws {
        let pool = try await directory.makePool()
        let client = try await directory.makeClient(pool)
        for name in ["bob", "eve"] {
            try await directory.call(
                "AdminCreateUser",
                [
                    "UserPoolId": .string(pool), "Username": .string(name), "TemporaryPassword": "Temporary-1",
                    "MessageAction": "SUPPRESS",
                ])
        }
        let challenge = try await directory.call(
            "AdminInitiateAuth",
            directory.signInInput(client, "bob", password: "Temporary-1").merging(
                ["AuthFlow": "ADMIN_USER_PASSWORD_AUTH", "UserPoolId": .string(pool)]))
        func answer(_ name: String, session: JSONValue?) -> JSONValue {
            [
                "ClientId": .string(client), "ChallengeName": "NEW_PASSWORD_REQUIRED", "UserPoolId": .string(pool),
                "Session": session ?? "",
                "ChallengeResponses": ["USERNAME": .string(name), "NEW_PASSWORD": "Permanent-1"],
            ]
        }
        #expect(
            try await directory.refusal("AdminRespondToAuthChallenge", answer("eve", session: challenge["Session"]))
                == "NotAuthorizedException: Invalid session for the user.")
        #expect(
            try await directory.refusal(
                "AdminRespondToAuthChallenge", answer("bob", session: "AAAAAAAAAAAAAAAAAAAAAAAA"))
                == "NotAuthorizedException: Invalid session for the user.")
        directory.clock.advance(bySeconds: 181)
        #expect(
            try await directory.refusal("AdminRespondToAuthChallenge", answer("bob", session: challenge["Session"]))
                == "NotAuthorizedException: Invalid session for the user, session is expired.")
    }

    @Test func temporaryPasswordExpires() async throws {
        let pool = try await directory.makePool()
        let client = try await directory.makeClient(pool)
        try await directory.call(
            "AdminCreateUser",
            ["UserPoolId": .string(pool), "Username": "bob", "TemporaryPassword": "Temporary-1"])
        directory.clock.advance(bySeconds: 7 * 86_400 + 1)
        #expect(
            try await directory.refusal("InitiateAuth", directory.signInInput(client, "bob", password: "Temporary-1"))
                == "NotAuthorizedException: Temporary password has expired and must be reset by an administrator.")
    }

    @Test(arguments: [
        ("USER_SRP_AUTH", "InvalidParameterException: USER_SRP_AUTH flow not enabled for this client"),
        ("CUSTOM_AUTH", "InvalidParameterException: CUSTOM_AUTH flow not enabled for this client"),
        ("ADMIN_USER_PASSWORD_AUTH", "InvalidParameterException: Initiate Auth method not supported."),
    ])
    func flowsThatAreNotEnabled(flow: String, expected: String) async throws {
        let pool = try await directory.makePool()
        let client = try await directory.makeClient(pool)
        let input = directory.signInInput(client).merging(["AuthFlow": .string(flow)])
        #expect(try await directory.refusal("InitiateAuth", input) == expected)
    }

    @Test func aClientWithSecretMustProveIt() async throws {
        let pool = try await directory.makePool()
        let client = try await directory.makeClient(pool, ["GenerateSecret": true])
        try await directory.makeUser(pool)
        let described = try await directory.call(
            "DescribeUserPoolClient", ["UserPoolId": .string(pool), "ClientId": .string(client)])
        let secret = try #require(described.text("UserPoolClient", "ClientSecret"))
        #expect(
            try await directory.refusal("InitiateAuth", directory.signInInput(client))
                == "NotAuthorizedException: Client \(client) is configured with secret but SECRET_HASH was not received"
        )
        func input(_ hash: String) -> JSONValue {
            directory.signInInput(client).merging([
                "AuthParameters": [
                    "USERNAME": "ann", "PASSWORD": .string(Directory.password), "SECRET_HASH": .string(hash),
                ]
            ])
        }
        #expect(
            try await directory.refusal("InitiateAuth", input("d3Jvbmc="))
                == "NotAuthorizedException: Unable to verify secret hash for client \(client)")
        let code = HMAC<SHA256>.authenticationCode(
            for: Data("ann\(client)".utf8), using: SymmetricKey(data: Data(secret.utf8)))
        _ = try Tokens(try await directory.call("InitiateAuth", input(Data(code).base64EncodedString())))
    }

    @Test func disabledUsersAreShutOut() async throws {
        let pool = try await directory.makePool()
        let client = try await directory.makeClient(pool)
        try await directory.makeUser(pool)
        let tokens = try await directory.signIn(client)
        let user: JSONValue = ["UserPoolId": .string(pool), "Username": "ann"]
        try await directory.call("AdminDisableUser", user)
        #expect(
            try await directory.refusal("InitiateAuth", directory.signInInput(client))
                == "NotAuthorizedException: User is disabled.")
        try await directory.call("AdminEnableUser", user)
        _ = try await directory.signIn(client)
        #expect(
            try await directory.refusal(
                "InitiateAuth", directory.refreshInput(client, try #require(tokens.refresh)))
                == "NotAuthorizedException: Refresh Token has been revoked")
    }
}
