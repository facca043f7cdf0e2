import ServiceKit
import TestSupport
import Testing
import Wire

/// With PreventUserExistenceErrors ENABLED nobody learns who has an account by forgetting a password.
@Suite("Unknown users are answered as known ones")
struct HiddenUserTests {
    let directory: Directory
    init() throws { directory = try Directory() }

    private func makeClient() async throws -> (pool: String, client: String) {
        let pool = try await directory.makePool()
        let client = try await directory.makeClient(pool, ["PreventUserExistenceErrors": "ENABLED"])
        try await directory.makeUser(pool, "known", attributes: ["email": "k@example.com", "email_verified": "true"])
        try await directory.makeUser(pool, "silent")
        try await directory.makeUser(pool, "gone", attributes: ["email": "g@example.com", "email_verified": "true"])
        try await directory.call("AdminDisableUser", ["UserPoolId": .string(pool), "Username": "gone"])
        return (pool, client)
    }

    private func confirmInput(_ client: String, _ name: String) -> JSONValue {
        [
            "ClientId": .string(client), "Username": .string(name), "ConfirmationCode": "no-code",
            "Password": "Another-horse-9",
        ]
    }

    @Test(arguments: ["known", "nobody", "silent", "gone"])
    func aForgottenPasswordIsAnsweredAlike(name: String) async throws {
        let (_, client) = try await makeClient()
        let input: JSONValue = ["ClientId": .string(client), "Username": .string(name)]
        let before = try await directory.refusal("ConfirmForgotPassword", confirmInput(client, name))
        #expect(before == "ExpiredCodeException: Invalid code provided, please request a code again.")
        for _ in 0..<10 {
            let reply = try await directory.call("ForgotPassword", input)
            #expect(reply.text("CodeDeliveryDetails", "DeliveryMedium") == "EMAIL")
        }
        #expect(directory.mail.all.count == (name == "known" ? 10 : 0))
        let limited = try await directory.refusal("ForgotPassword", input)
        #expect(limited == "LimitExceededException: Attempt limit exceeded, please try after some time.")
        let wrong = try await directory.refusal("ConfirmForgotPassword", confirmInput(client, name))
        #expect(wrong == "CodeMismatchException: Invalid verification code provided, please try again.")
    }

    @Test func whoIsThereStillResetsTheirPassword() async throws {
        let (_, client) = try await makeClient()
        try await directory.call("ForgotPassword", ["ClientId": .string(client), "Username": "known"])
        let code = JSONValue.string(directory.mail.lastCode)
        try await directory.call(
            "ConfirmForgotPassword", confirmInput(client, "known").merging(["ConfirmationCode": code]))
        try await directory.call(
            "InitiateAuth", directory.signInInput(client, "known", password: "Another-horse-9"))
    }
}

@Suite("Many sign-ins of one user at once")
struct ConcurrentSignInTests {
    let directory: Directory
    init() throws { directory = try Directory() }

    @Test func rightPasswordsDoNotLockEachOtherOut() async throws {
        let pool = try await directory.makePool()
        let client = try await directory.makeClient(pool)
        try await directory.makeUser(pool)
        let directory = directory
        try await withThrowingTaskGroup(of: Void.self) { group in
            for _ in 0..<24 {
                group.addTask { _ = try await directory.call("InitiateAuth", directory.signInInput(client)) }
            }
            try await group.waitForAll()
        }
    }

    @Test func aFunctionThatFailsLocksNobodyOut() async throws {
        let arn = JSONValue.string("arn:aws:lambda:us-east-1:000000000000:function:none")
        let pool = try await directory.makePool(["LambdaConfig": ["PreAuthentication": arn]])
        let client = try await directory.makeClient(pool)
        try await directory.makeUser(pool)
        for _ in 0..<8 {
            let refusal = try await directory.refusal("InitiateAuth", directory.signInInput(client))
            #expect(refusal.hasPrefix("UnexpectedLambdaException: "))
        }
        try await directory.call("UpdateUserPool", ["UserPoolId": .string(pool)])
        try await directory.call("InitiateAuth", directory.signInInput(client))
    }

    @Test func wrongOnesAtOnceLockTheUser() async throws {
        let pool = try await directory.makePool()
        let client = try await directory.makeClient(pool)
        try await directory.makeUser(pool)
        let directory = directory
        await withTaskGroup(of: Void.self) { group in
            for _ in 0..<24 {
                group.addTask {
                    _ = try? await directory.call(
                        "InitiateAuth", directory.signInInput(client, password: "Wrong-horse-1"))
                }
            }
        }
        let refusal = try await directory.refusal("InitiateAuth", directory.signInInput(client))
        #expect(refusal == "NotAuthorizedException: Password attempts exceeded")
        directory.clock.advance(bySeconds: 901)
        try await directory.call("InitiateAuth", directory.signInInput(client))
    }
}
