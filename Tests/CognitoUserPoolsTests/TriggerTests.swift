import ServiceKit
import Testing
import Wire

@Suite("Triggers")
struct TriggerTests {
    let directory: Directory
    init() throws { directory = try Directory() }

    private func pool(_ triggers: JSONValue, _ more: JSONValue = [:]) async throws -> String {
        try await directory.makePool((["LambdaConfig": triggers] as JSONValue).merging(more))
    }

    private func signUp(_ client: String, _ name: String = "ann", _ more: JSONValue = [:]) async throws -> JSONValue {
        try await directory.call(
            "SignUp",
            ([
                "ClientId": .string(client), "Username": .string(name), "Password": .string(Directory.password),
                "UserAttributes": Directory.attributes(["email": "\(name)@example.com"]),
            ] as JSONValue).merging(more))
    }

    @Test func eventsHaveAWSsCommonParameters() async throws {
        let function = directory.functions.play("pre") { $0 }
        let pool = try await pool(["PreSignUp": .string(function)])
        let client = try await directory.makeClient(pool)
        _ = try await signUp(
            client, "ann",
            ["ClientMetadata": ["from": "test"], "ValidationData": Directory.attributes(["why": "because"])])
        let event = try #require(directory.functions.events.first)
        #expect(event.text("version") == "1")
        #expect(event.text("region") == "us-east-1")
        #expect(event.text("userPoolId") == pool)
        #expect(event.text("userName") == "ann")
        #expect(event.text("callerContext", "clientId") == client)
        #expect(event.text("callerContext", "awsSdkVersion") != nil)
        #expect(event.text("triggerSource") == "PreSignUp_SignUp")
        #expect(event.text("request", "userAttributes", "email") == "ann@example.com")
        #expect(event.text("request", "clientMetadata", "from") == "test")
        #expect(event.text("request", "validationData", "why") == "because")
        #expect(event["response"]?["autoConfirmUser"]?.bool == false)
    }

    @Test func preSignUpConfirmsAndVerifies() async throws {
        let function = directory.functions.play("pre") {
            $0.responding(["autoConfirmUser": true, "autoVerifyEmail": true])
        }
        let pool = try await pool(["PreSignUp": .string(function)], ["AutoVerifiedAttributes": ["email"]])
        let client = try await directory.makeClient(pool)
        let made = try await signUp(client)
        #expect(made["UserConfirmed"]?.bool == true)
        #expect(directory.mail.all.isEmpty)
        let user = try await directory.call("AdminGetUser", ["UserPoolId": .string(pool), "Username": "ann"])
        #expect(user.text("UserStatus") == "CONFIRMED")
        let verified = user["UserAttributes"]?.array?.first { $0.text("Name") == "email_verified" }
        #expect(verified?.text("Value") == "true")
    }

    @Test func aFunctionsErrorRefusesTheSignUp() async throws {
        let function = directory.functions.play("pre") { _ in throw PlayedFunctions.Raised(message: "not you") }
        let pool = try await pool(["PreSignUp": .string(function)])
        let client = try await directory.makeClient(pool)
        let input: JSONValue = [
            "ClientId": .string(client), "Username": "ann", "Password": .string(Directory.password),
        ]
        let refusal = try await directory.refusal("SignUp", input)
        #expect(refusal == "UserLambdaValidationException: PreSignUp failed with error not you.")
        let gone = try await directory.refusal("AdminGetUser", ["UserPoolId": .string(pool), "Username": "ann"])
        #expect(gone == "UserNotFoundException: User does not exist.")
    }

    @Test func aFunctionThatIsNotThereIsSaidSo() async throws {
        let pool = try await pool(["PreSignUp": "arn:aws:lambda:us-east-1:000000000000:function:none"])
        let client = try await directory.makeClient(pool)
        let input: JSONValue = [
            "ClientId": .string(client), "Username": "ann", "Password": .string(Directory.password),
        ]
        #expect(try await directory.refusal("SignUp", input).hasPrefix("UnexpectedLambdaException: "))
    }

    @Test func whatIsNoEventIsRefused() async throws {
        let function = directory.functions.play("pre") { _ in "nothing" }
        let pool = try await pool(["PreSignUp": .string(function)])
        let client = try await directory.makeClient(pool)
        let input: JSONValue = [
            "ClientId": .string(client), "Username": "ann", "Password": .string(Directory.password),
        ]
        let refusal = try await directory.refusal("SignUp", input)
        #expect(refusal == "InvalidLambdaResponseException: Unrecognizable lambda output")
    }

    @Test func customMessageWritesTheMail() async throws {
        let function = directory.functions.play("message") { event in
            event.responding(["emailSubject": "환영합니다", "emailMessage": "코드는 {####} 입니다"])
        }
        let pool = try await pool(["CustomMessage": .string(function)], ["AutoVerifiedAttributes": ["email"]])
        let client = try await directory.makeClient(pool)
        _ = try await signUp(client)
        let mail = try #require(directory.mail.all.last)
        #expect(mail.subject == "환영합니다")
        #expect(mail.body.wholeMatch(of: /코드는 \d{6} 입니다/) != nil)
        #expect(directory.functions.events.last?.text("triggerSource") == "CustomMessage_SignUp")
        #expect(directory.functions.events.last?.text("request", "codeParameter") == "{####}")
        try await directory.call(
            "ResendConfirmationCode", ["ClientId": .string(client), "Username": "ann"])
        #expect(directory.functions.events.last?.text("triggerSource") == "CustomMessage_ResendCode")
    }

    @Test func aSignInIsSeenBeforeAndAfter() async throws {
        let function = directory.functions.play("watch") { $0 }
        let pool = try await pool([
            "PreAuthentication": .string(function), "PostAuthentication": .string(function),
        ])
        let client = try await directory.makeClient(pool)
        try await directory.makeUser(pool)
        try await directory.call(
            "InitiateAuth", directory.signInInput(client).merging(["ClientMetadata": ["a": "b"]]))
        let events = directory.functions.events
        #expect(
            events.map { $0.text("triggerSource") } == [
                "PreAuthentication_Authentication", "PostAuthentication_Authentication",
            ])
        #expect(events[0].text("request", "validationData", "a") == "b")
        #expect(events[0]["request"]?["userNotFound"]?.bool == false)
        #expect(events[1].text("request", "clientMetadata", "a") == "b")
        #expect(events[1]["request"]?["newDeviceUsed"]?.bool == false)
    }

    @Test func confirmingTellsPostConfirmation() async throws {
        let function = directory.functions.play("post") { $0 }
        let pool = try await pool(["PostConfirmation": .string(function)], ["AutoVerifiedAttributes": ["email"]])
        let client = try await directory.makeClient(pool)
        _ = try await signUp(client)
        try await directory.call(
            "ConfirmSignUp",
            ["ClientId": .string(client), "Username": "ann", "ConfirmationCode": .string(directory.mail.lastCode)])
        #expect(directory.functions.events.last?.text("triggerSource") == "PostConfirmation_ConfirmSignUp")
        let status = directory.functions.events.last?.text("request", "userAttributes", "cognito:user_status")
        #expect(status == "CONFIRMED")
    }

    @Test func theFirstTokenEventChangesTheIDTokenAlone() async throws {
        let function = directory.functions.play("tokens") {
            $0.responding([
                "claimsOverrideDetails": [
                    "claimsToAddOrOverride": ["team": "blue", "sub": "somebody else"], "claimsToSuppress": ["email"],
                    "groupOverrideDetails": [
                        "groupsToOverride": ["a"], "iamRolesToOverride": ["arn:aws:iam::000000000000:role/a"],
                        "preferredRole": "arn:aws:iam::000000000000:role/a",
                    ],
                ]
            ])
        }
        let pool = try await pool(["PreTokenGeneration": .string(function)])
        let client = try await directory.makeClient(pool)
        try await directory.makeUser(pool, attributes: ["email": "ann@example.com"])
        let tokens = try await directory.signIn(client)
        let id = try Tokens.payload(tokens.id)
        #expect(id.text("team") == "blue")
        #expect(id["email"] == nil)
        #expect(id.text("sub") != "somebody else")
        #expect(id["cognito:groups"]?.array == ["a"])
        #expect(id.text("cognito:preferred_role") == "arn:aws:iam::000000000000:role/a")
        #expect(try Tokens.payload(tokens.access)["team"] == nil)
        let event = try #require(directory.functions.events.last)
        #expect(event.text("triggerSource") == "TokenGeneration_Authentication")
        #expect(event["request"]?["groupConfiguration"]?["groupsToOverride"]?.array == [])
    }

    @Test func theSecondTokenEventChangesBothAndTheScopes() async throws {
        let function = directory.functions.play("tokens") {
            $0.responding([
                "claimsAndScopeOverrideDetails": [
                    "idTokenGeneration": ["claimsToAddOrOverride": ["who": ["deep": 1]]],
                    "accessTokenGeneration": [
                        "claimsToAddOrOverride": ["plan": "pro", "client_id": "mine"],
                        "scopesToAdd": ["shop/read"], "scopesToSuppress": ["aws.cognito.signin.user.admin"],
                    ],
                ]
            ])
        }
        let pool = try await pool([
            "PreTokenGenerationConfig": ["LambdaVersion": "V2_0", "LambdaArn": .string(function)]
        ])
        let client = try await directory.makeClient(pool)
        try await directory.makeUser(pool)
        let tokens = try await directory.signIn(client)
        let access = try Tokens.payload(tokens.access)
        #expect(access.text("plan") == "pro")
        #expect(access.text("scope") == "shop/read")
        #expect(access.text("client_id") == client)
        #expect(try Tokens.payload(tokens.id)["who"]?["deep"]?.int == 1)
        #expect(directory.functions.events.last?.text("version") == "2")
        #expect(directory.functions.events.last?["request"]?["scopes"]?.array == ["aws.cognito.signin.user.admin"])
    }

    @Test func aUserIsMigratedWithTheirPassword() async throws {
        let function = directory.functions.play("migrate") { event in
            guard event.text("request", "password") == Directory.password else {
                throw PlayedFunctions.Raised(message: "no")
            }
            return event.responding([
                "userAttributes": ["email": "old@example.com", "email_verified": "true"],
                "finalUserStatus": "CONFIRMED", "messageAction": "SUPPRESS",
            ])
        }
        let pool = try await pool(["UserMigration": .string(function)])
        let client = try await directory.makeClient(pool)
        let wrong = try await directory.refusal(
            "InitiateAuth", directory.signInInput(client, "old", password: "Wrong-1234"))
        #expect(wrong == "UserNotFoundException: User does not exist.")
        _ = try await directory.call("InitiateAuth", directory.signInInput(client, "old"))
        #expect(directory.functions.events.last?.text("triggerSource") == "UserMigration_Authentication")
        let calls = directory.functions.events.count
        _ = try await directory.call("InitiateAuth", directory.signInInput(client, "old"))
        #expect(directory.functions.events.count == calls)
    }
}
