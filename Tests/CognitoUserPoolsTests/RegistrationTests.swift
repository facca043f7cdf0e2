import FoundationEssentials
import ServiceKit
import TestSupport
import Testing
import Wire

@Suite struct RegistrationTests {
    let directory: Directory
    init() throws { directory = try Directory() }

    private func input(_ client: String, _ name: String, _ attributes: [String: String] = [:]) -> JSONValue {
        [
            "ClientId": .string(client), "Username": .string(name), "Password": .string(Directory.password),
            "UserAttributes": Directory.attributes(attributes),
        ]
    }

    private func confirm(_ client: String, _ name: String, _ code: String) -> JSONValue {
        ["ClientId": .string(client), "Username": .string(name), "ConfirmationCode": .string(code)]
    }

    @Test func signUpConfirmSignIn() async throws {
        let pool = try await directory.makePool(["AutoVerifiedAttributes": ["email"]])
        let client = try await directory.makeClient(pool)
        let reply = try await directory.call("SignUp", input(client, "ann", ["email": "ann@example.com"]))
        #expect(reply["UserConfirmed"]?.bool == false)
        #expect(reply.text("CodeDeliveryDetails", "Destination") == "a***@e***")
        #expect(reply.text("CodeDeliveryDetails", "DeliveryMedium") == "EMAIL")
        #expect(directory.mail.all.last?.to == "ann@example.com")
        #expect(
            try await directory.refusal("InitiateAuth", directory.signInInput(client))
                == "UserNotConfirmedException: User is not confirmed.")
        let code = directory.mail.lastCode
        #expect(code.count == 6)
        let wrong = code == "000000" ? "000001" : "000000"
        #expect(
            try await directory.refusal("ConfirmSignUp", confirm(client, "ann", wrong))
                == "CodeMismatchException: Invalid verification code provided, please try again.")
        try await directory.call("ConfirmSignUp", confirm(client, "ann", code))
        let tokens = try await directory.signIn(client)
        #expect(try Tokens.payload(tokens.id)["email_verified"]?.bool == true)
        #expect(
            try await directory.refusal("ConfirmSignUp", confirm(client, "ann", code))
                == "NotAuthorizedException: User cannot be confirmed. Current status is CONFIRMED")
        #expect(
            try await directory.refusal("SignUp", input(client, "ann"))
                == "UsernameExistsException: User already exists")
    }

    @Test func codesExpireAreReplacedAndCannotBeGuessed() async throws {
        let pool = try await directory.makePool(["AutoVerifiedAttributes": ["email"]])
        let client = try await directory.makeClient(pool)
        try await directory.call("SignUp", input(client, "ann", ["email": "ann@example.com"]))
        let first = directory.mail.lastCode
        directory.clock.advance(bySeconds: 86_400)
        #expect(
            try await directory.refusal("ConfirmSignUp", confirm(client, "ann", first))
                == "ExpiredCodeException: Invalid code provided, please request a code again.")
        let resend: JSONValue = ["ClientId": .string(client), "Username": "ann"]
        try await directory.call("ResendConfirmationCode", resend)
        let second = directory.mail.lastCode
        for guess in 0..<10 {
            let wrong = "99999\(guess)" == second ? "888888" : "99999\(guess)"
            #expect(
                try await directory.refusal("ConfirmSignUp", confirm(client, "ann", wrong))
                    == "CodeMismatchException: Invalid verification code provided, please try again.")
        }
        #expect(
            try await directory.refusal("ConfirmSignUp", confirm(client, "ann", second))
                == "LimitExceededException: Attempt limit exceeded, please try after some time.")
        // A new code does not buy new guesses within the hour.
        try await directory.call("ResendConfirmationCode", resend)
        #expect(
            try await directory.refusal("ConfirmSignUp", confirm(client, "ann", directory.mail.lastCode))
                == "LimitExceededException: Attempt limit exceeded, please try after some time.")
        directory.clock.advance(bySeconds: 3600)
        try await directory.call("ConfirmSignUp", confirm(client, "ann", directory.mail.lastCode))
    }

    @Test func codesAreSentTenTimesAnHour() async throws {
        let pool = try await directory.makePool(["AutoVerifiedAttributes": ["email"]])
        let client = try await directory.makeClient(pool)
        try await directory.call("SignUp", input(client, "ann", ["email": "ann@example.com"]))
        let resend: JSONValue = ["ClientId": .string(client), "Username": "ann"]
        for _ in 2...10 { try await directory.call("ResendConfirmationCode", resend) }
        #expect(
            try await directory.refusal("ResendConfirmationCode", resend)
                == "LimitExceededException: Attempt limit exceeded, please try after some time.")
    }

    @Test func oneOfManySignUpsForANameWins() async throws {
        let pool = try await directory.makePool()
        let client = try await directory.makeClient(pool)
        let outcomes = try await withThrowingTaskGroup(of: String.self) { group in
            for _ in 0..<20 { group.addTask { try await directory.refusal("SignUp", input(client, "ann")) } }
            return try await group.reduce(into: [String]()) { $0.append($1) }
        }
        #expect(outcomes.filter { $0 == "UsernameExistsException: User already exists" }.count == 19)
    }

    @Test(arguments: [
        ("Short-1", "Password not long enough"), ("lower-case-1", "Password must have uppercase characters"),
        ("UPPER-CASE-1", "Password must have lowercase characters"),
        ("No-numbers", "Password must have numeric characters"),
        ("NoSymbols1", "Password must have symbol characters"),
    ])
    func passwordPolicy(password: String, reason: String) async throws {
        let pool = try await directory.makePool()
        let client = try await directory.makeClient(pool)
        let weak = input(client, "ann").merging(["Password": .string(password)])
        #expect(
            try await directory.refusal("SignUp", weak)
                == "InvalidPasswordException: Password did not conform with policy: \(reason)")
    }

    @Test func emailInPlaceOfUsername() async throws {
        let pool = try await directory.makePool([
            "UsernameAttributes": ["email"], "UsernameConfiguration": ["CaseSensitive": false],
        ])
        let client = try await directory.makeClient(pool)
        let reply = try await directory.call("SignUp", input(client, "Ann@example.com"))
        #expect(
            try await directory.refusal("SignUp", input(client, "ann@EXAMPLE.com"))
                == "UsernameExistsException: An account with the given email already exists.")
        #expect(
            try await directory.refusal("SignUp", input(client, "ann"))
                == "InvalidParameterException: Username should be an email.")
        try await directory.call("AdminConfirmSignUp", ["UserPoolId": .string(pool), "Username": "ann@example.com"])
        let tokens = try await directory.signIn(client, "ANN@example.com")
        #expect(try Tokens.payload(tokens.id)["cognito:username"] == reply["UserSub"])
    }

    @Test func aliasesBelongToWhoProvedThem() async throws {
        let pool = try await directory.makePool([
            "AliasAttributes": ["email"], "AutoVerifiedAttributes": ["email"],
        ])
        let client = try await directory.makeClient(pool)
        #expect(
            try await directory.refusal("SignUp", input(client, "ann@example.com"))
                == "InvalidParameterException: Username cannot be of email format, since user pool is configured for "
                + "email alias.")
        for name in ["ann", "eve"] {
            try await directory.call("SignUp", input(client, name, ["email": "ann@example.com"]))
            if name == "ann" {
                try await directory.call("ConfirmSignUp", confirm(client, name, directory.mail.lastCode))
            }
        }
        let code = directory.mail.lastCode
        #expect(
            try await directory.refusal("ConfirmSignUp", confirm(client, "eve", code))
                == "AliasExistsException: An account with the email already exists.")
        #expect(
            try Tokens.payload(try await directory.signIn(client, "ann@example.com").id)["cognito:username"]?.string
                == "ann")
        try await directory.call(
            "ConfirmSignUp", confirm(client, "eve", code).merging(["ForceAliasCreation": true]))
        #expect(
            try Tokens.payload(try await directory.signIn(client, "ann@example.com").id)["cognito:username"]?.string
                == "eve")
    }

    @Test func forgottenPassword() async throws {
        let pool = try await directory.makePool()
        let client = try await directory.makeClient(pool)
        try await directory.makeUser(pool, attributes: ["email": "ann@example.com", "email_verified": "true"])
        let tokens = try await directory.signIn(client)
        let reply = try await directory.call("ForgotPassword", ["ClientId": .string(client), "Username": "ann"])
        #expect(reply.text("CodeDeliveryDetails", "Destination") == "a***@e***")
        let change = confirm(client, "ann", directory.mail.lastCode).merging(["Password": "New-horse-77"])
        try await directory.call("ConfirmForgotPassword", change)
        _ = try await directory.signIn(client, password: "New-horse-77")
        #expect(
            try await directory.refusal("InitiateAuth", directory.refreshInput(client, try #require(tokens.refresh)))
                == "NotAuthorizedException: Refresh Token has been revoked")
        #expect(
            try await directory.refusal("ConfirmForgotPassword", change)
                == "ExpiredCodeException: Invalid code provided, please request a code again.")
    }

    @Test func strangersDoNotLearnWhoExists() async throws {
        let pool = try await directory.makePool()
        let client = try await directory.makeClient(pool, ["PreventUserExistenceErrors": "ENABLED"])
        let nobody: JSONValue = ["ClientId": .string(client), "Username": "nobody"]
        let reply = try await directory.call("ForgotPassword", nobody)
        #expect(reply.text("CodeDeliveryDetails", "DeliveryMedium") == "EMAIL")
        #expect(directory.mail.all.isEmpty)
        let legacy = try await directory.makeClient(pool)
        #expect(
            try await directory.refusal("ForgotPassword", ["ClientId": .string(legacy), "Username": "nobody"])
                == "UserNotFoundException: Username/client id combination not found.")
    }

    @Test func attributesFollowTheSchema() async throws {
        let pool = try await directory.makePool([
            "Schema": [
                ["Name": "email", "Required": true],
                ["Name": "level", "AttributeDataType": "Number", "NumberAttributeConstraints": ["MaxValue": "5"]],
                ["Name": "badge", "AttributeDataType": "String", "Mutable": false],
            ]
        ])
        let client = try await directory.makeClient(pool)
        let schema = "InvalidParameterException: Attributes did not conform to the schema: "
        #expect(
            try await directory.refusal("SignUp", input(client, "ann"))
                == schema + "email: The attribute email is required\n")
        #expect(
            try await directory.refusal("SignUp", input(client, "ann", ["email": "a@b.c", "custom:none": "1"]))
                == schema + "custom:none: Attribute does not exist in the schema.\n")
        #expect(
            try await directory.refusal("SignUp", input(client, "ann", ["email": "a@b.c", "custom:level": "6"]))
                .hasPrefix(schema + "custom:level: "))
        #expect(
            try await directory.refusal("SignUp", input(client, "ann", ["email": "no address"]))
                == "InvalidParameterException: Invalid email address format.")
        #expect(
            try await directory.refusal("SignUp", input(client, "ann", ["email": "a@b.c", "email_verified": "true"]))
                == "NotAuthorizedException: A client attempted to write unauthorized attribute")
        try await directory.call(
            "SignUp", input(client, "ann", ["email": "a@b.c", "custom:level": "5", "custom:badge": "x"]))
        #expect(
            try await directory.refusal(
                "AdminUpdateUserAttributes",
                [
                    "UserPoolId": .string(pool), "Username": "ann",
                    "UserAttributes": Directory.attributes(["custom:badge": "y"]),
                ]) == "InvalidParameterException: user.custom:badge: Attribute cannot be updated.")
    }

    @Test func administratorsOnly() async throws {
        let pool = try await directory.makePool(["AdminCreateUserConfig": ["AllowAdminCreateUserOnly": true]])
        let client = try await directory.makeClient(pool)
        #expect(
            try await directory.refusal("SignUp", input(client, "ann"))
                == "NotAuthorizedException: SignUp is not permitted for this user pool")
    }
}
