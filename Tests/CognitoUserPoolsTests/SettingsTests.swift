import Crypto
import FoundationEssentials
import ServiceKit
import Storage
import StorageSQLite
import TestSupport
import Testing
import Wire

@Suite struct SettingsTests {
    let directory: Directory
    init() throws { directory = try Directory() }

    @Test func registrationsAreConfirmedByLink() async throws {
        let pool = try await directory.makePool([
            "AutoVerifiedAttributes": ["email"],
            "VerificationMessageTemplate": [
                "DefaultEmailOption": "CONFIRM_WITH_LINK", "EmailMessageByLink": "Press {##here & now##}, please.",
                "EmailSubjectByLink": "Your link",
            ],
        ])
        let client = try await directory.makeClient(pool)
        let input: JSONValue = [
            "ClientId": .string(client), "Username": "ann+1", "Password": .string(Directory.password),
            "UserAttributes": Directory.attributes(["email": "ann@example.com"]),
        ]
        #expect(
            try await directory.refusal("SignUp", input)
                == "InvalidParameterException: Cannot perform specific action because there does not exist a valid "
                + "user pool domain associated with the user pool")
        try await directory.call("CreateUserPoolDomain", ["UserPoolId": .string(pool), "Domain": "people"])
        try await directory.call("SignUp", input)
        let message = try #require(directory.mail.all.last)
        #expect(message.subject == "Your link")
        let start =
            "Press <a href=\"http://localhost:4566/_hanok/auth/people/confirmUser?client_id=\(client)"
            + "&amp;user_name=ann%2B1&amp;confirmation_code="
        #expect(message.body.hasPrefix(start))
        #expect(message.body.hasSuffix("\">here & now</a>, please."))
        let code = message.body.dropFirst(start.count).prefix(6)
        try await directory.call(
            "ConfirmSignUp",
            ["ClientId": .string(client), "Username": "ann+1", "ConfirmationCode": .string(String(code))])
        _ = try await directory.signIn(client, "ann+1")
    }

    @Test func formerPasswordsAreNotSetAgain() async throws {
        let pool = try await directory.makePool(["Policies": ["PasswordPolicy": ["PasswordHistorySize": 2]]])
        let client = try await directory.makeClient(pool)
        try await directory.makeUser(pool, attributes: ["email": "ann@example.com", "email_verified": "true"])
        let token = JSONValue.string(try await directory.signIn(client).access)
        func change(_ previous: String, _ proposed: String) -> JSONValue {
            [
                "AccessToken": token, "PreviousPassword": .string(previous), "ProposedPassword": .string(proposed),
            ]
        }
        let first = Directory.password
        #expect(
            try await directory.refusal("ChangePassword", change(first, first))
                .hasPrefix("PasswordHistoryPolicyViolationException: "))
        try await directory.call("ChangePassword", change(first, "Second-horse-7"))
        #expect(
            try await directory.refusal("ChangePassword", change("Second-horse-7", first))
                .hasPrefix("PasswordHistoryPolicyViolationException: "))
        try await directory.call("ChangePassword", change("Second-horse-7", "Third-horse-7"))
        // Two are remembered, the present one among them.
        try await directory.call("ChangePassword", change("Third-horse-7", first))
        try await directory.call("ForgotPassword", ["ClientId": .string(client), "Username": "ann"])
        let code = directory.mail.lastCode
        func reset(_ code: String, _ password: String) -> JSONValue {
            [
                "ClientId": .string(client), "Username": "ann", "ConfirmationCode": .string(code),
                "Password": .string(password),
            ]
        }
        // Without the code nobody learns what the passwords were.
        #expect(
            try await directory.refusal("ConfirmForgotPassword", reset(code == "1" ? "2" : "1", "Third-horse-7"))
                == "CodeMismatchException: Invalid verification code provided, please try again.")
        #expect(
            try await directory.refusal("ConfirmForgotPassword", reset(code, "Third-horse-7"))
                .hasPrefix("PasswordHistoryPolicyViolationException: "))
        try await directory.call("ConfirmForgotPassword", reset(code, "Fourth-horse-7"))
    }

    @Test func aClientHasTwoSecrets() async throws {
        let pool = try await directory.makePool()
        let client = try await directory.makeClient(pool, ["GenerateSecret": true])
        let input: JSONValue = ["UserPoolId": .string(pool), "ClientId": .string(client)]
        try await directory.makeUser(pool)
        let first = try #require(
            try await directory.call("DescribeUserPoolClient", input).text("UserPoolClient", "ClientSecret"))
        #expect(
            try await directory.refusal(
                "DeleteUserPoolClientSecret", input.merging(["ClientSecretId": .string("\(client)--none")])
            )
            .hasPrefix("ResourceNotFoundException: "))
        directory.clock.advance(bySeconds: 1)
        let added = try await directory.call("AddUserPoolClientSecret", input)
        let second = try #require(added.text("ClientSecretDescriptor", "ClientSecretValue"))
        #expect(
            try await directory.refusal("AddUserPoolClientSecret", input).hasPrefix("LimitExceededException: "))
        _ = try await signIn(client, first)
        _ = try await signIn(client, second)
        let listed = try await directory.call("ListUserPoolClientSecrets", input)
        let ids = listed["ClientSecrets"]?.array?.compactMap { $0.text("ClientSecretId") } ?? []
        #expect(ids.count == 2 && ids.last == added.text("ClientSecretDescriptor", "ClientSecretId"))
        #expect(listed["ClientSecrets"]?.array?.first?["ClientSecretValue"] == nil)
        try await directory.call(
            "DeleteUserPoolClientSecret", input.merging(["ClientSecretId": .string(ids[0])]))
        let refusal = try await directory.refusal("InitiateAuth", signInInput(client, first))
        #expect(refusal == "NotAuthorizedException: Unable to verify secret hash for client \(client)")
        let tokens = try Tokens(try await signIn(client, second))
        try await directory.call(
            "RevokeToken",
            [
                "ClientId": .string(client), "ClientSecret": .string(second),
                "Token": .string(try #require(tokens.refresh)),
            ])
        #expect(
            try await directory.refusal(
                "DeleteUserPoolClientSecret", input.merging(["ClientSecretId": .string(ids[1])]))
                == "InvalidParameterException: The last secret of a client cannot be deleted.")
        let open = try await directory.makeClient(pool)
        #expect(
            try await directory.refusal(
                "AddUserPoolClientSecret", ["UserPoolId": .string(pool), "ClientId": .string(open)])
                == "InvalidParameterException: Client \(open) is configured without secret.")
    }

    /// Clients stored when they had one secret at most.
    @Test func aClientOfBeforeHasItsSecret() async throws {
        let pool = try await directory.makePool()
        let client = try await directory.makeClient(pool, ["GenerateSecret": true])
        let input: JSONValue = ["UserPoolId": .string(pool), "ClientId": .string(client)]
        let secret = try #require(
            try await directory.call("DescribeUserPoolClient", input).text("UserPoolClient", "ClientSecret"))
        try await directory.store.write { transaction in
            let key = Key(table: .userPoolClients).text(pool).text(client).bytes
            let stored = try #require(try transaction.get(key))
            let members = try #require(try JSONValue(parsing: Array(stored.dropFirst())).members)
            let sealed = try #require(members.first { $0.key == "keptSecrets" }?.value.array?.first?["sealed"])
            let former = members.filter { $0.key != "keptSecrets" } + [.init("sealedSecret", sealed)]
            try transaction.put(key, stored.prefix(1) + JSONValue.object(former).serialized())
        }
        let described = try await directory.call("DescribeUserPoolClient", input)
        #expect(described.text("UserPoolClient", "ClientSecret") == secret)
        let added = try await directory.call("AddUserPoolClientSecret", input)
        #expect(added["ClientSecretDescriptor"]?["ClientSecretId"] != nil)
        let listed = try await directory.call("ListUserPoolClientSecrets", input)
        #expect(listed["ClientSecrets"]?.array?.count == 2)
    }

    private func signInInput(_ client: String, _ secret: String) -> JSONValue {
        let key = SymmetricKey(data: Data(secret.utf8))
        let hash = Data(HMAC<SHA256>.authenticationCode(for: Data("ann\(client)".utf8), using: key))
        return [
            "ClientId": .string(client), "AuthFlow": "USER_PASSWORD_AUTH",
            "AuthParameters": [
                "USERNAME": "ann", "PASSWORD": .string(Directory.password),
                "SECRET_HASH": .string(hash.base64EncodedString()),
            ],
        ]
    }

    private func signIn(_ client: String, _ secret: String) async throws -> JSONValue {
        try await directory.call("InitiateAuth", signInInput(client, secret))
    }
}
