import ServiceKit
import Testing
import Wire

@Suite("CUSTOM_AUTH")
struct CustomSignInTests {
    let directory: Directory
    init() throws { directory = try Directory() }

    /// Two questions, one after the other, and a third chance for none.
    private func makePool() async throws -> (pool: String, client: String) {
        let define = directory.functions.play("define") { event in
            let session = event["request"]?["session"]?.array ?? []
            if session.contains(where: { $0["challengeResult"]?.bool == false }) {
                return event.responding(["failAuthentication": true, "issueTokens": false])
            }
            if session.count == 2 { return event.responding(["issueTokens": true, "failAuthentication": false]) }
            return event.responding([
                "challengeName": "CUSTOM_CHALLENGE", "issueTokens": false, "failAuthentication": false,
            ])
        }
        let create = directory.functions.play("create") { event in
            let number = event["request"]?["session"]?.array?.count ?? 0
            return event.responding([
                "publicChallengeParameters": ["question": .string("q\(number)")],
                "privateChallengeParameters": ["answer": .string("a\(number)")],
                "challengeMetadata": .string("step\(number)"),
            ])
        }
        let verify = directory.functions.play("verify") { event in
            let right = event.text("request", "privateChallengeParameters", "answer")
            return event.responding(["answerCorrect": .bool(event.text("request", "challengeAnswer") == right)])
        }
        let pool = try await directory.makePool([
            "LambdaConfig": [
                "DefineAuthChallenge": .string(define), "CreateAuthChallenge": .string(create),
                "VerifyAuthChallengeResponse": .string(verify),
            ]
        ])
        let client = try await directory.makeClient(pool, ["ExplicitAuthFlows": ["ALLOW_CUSTOM_AUTH"]])
        try await directory.makeUser(pool)
        return (pool, client)
    }

    private func begin(_ client: String, _ name: String = "ann") async throws -> JSONValue {
        try await directory.call(
            "InitiateAuth",
            [
                "ClientId": .string(client), "AuthFlow": "CUSTOM_AUTH",
                "AuthParameters": ["USERNAME": .string(name)],
            ])
    }

    private func answerInput(_ client: String, _ asked: JSONValue, _ answer: String) -> JSONValue {
        [
            "ClientId": .string(client), "ChallengeName": "CUSTOM_CHALLENGE", "Session": asked["Session"] ?? "",
            "ChallengeResponses": ["USERNAME": "ann", "ANSWER": .string(answer)],
        ]
    }

    @Test func rightAnswersLeadToTokens() async throws {
        let (_, client) = try await makePool()
        let first = try await begin(client)
        #expect(first.text("ChallengeName") == "CUSTOM_CHALLENGE")
        #expect(first.text("ChallengeParameters", "question") == "q0")
        #expect(first.text("ChallengeParameters", "answer") == nil)
        let second = try await directory.call("RespondToAuthChallenge", answerInput(client, first, "a0"))
        #expect(second.text("ChallengeParameters", "question") == "q1")
        let done = try await directory.call("RespondToAuthChallenge", answerInput(client, second, "a1"))
        #expect(done.text("AuthenticationResult", "IdToken") != nil)
        let lastDefine = try #require(
            directory.functions.events.last { $0.text("triggerSource")?.hasPrefix("DefineAuthChallenge") == true })
        let results = try #require(lastDefine["request"]?["session"]?.array)
        #expect(results.map { $0.text("challengeMetadata") } == ["step0", "step1"])
        #expect(results.allSatisfy { $0["challengeResult"]?.bool == true })
    }

    @Test func aWrongAnswerFails() async throws {
        let (_, client) = try await makePool()
        let first = try await begin(client)
        let refusal = try await directory.refusal("RespondToAuthChallenge", answerInput(client, first, "wrong"))
        #expect(refusal == "NotAuthorizedException: Incorrect username or password.")
    }

    @Test func aSessionAnswersOnce() async throws {
        let (_, client) = try await makePool()
        let first = try await begin(client)
        try await directory.call("RespondToAuthChallenge", answerInput(client, first, "a0"))
        let again = try await directory.refusal("RespondToAuthChallenge", answerInput(client, first, "a0"))
        #expect(again == "NotAuthorizedException: Invalid session for the user, session can only be used once.")
    }

    @Test func disabledUsersGetNoTokens() async throws {
        let (pool, client) = try await makePool()
        let first = try await begin(client)
        let second = try await directory.call("RespondToAuthChallenge", answerInput(client, first, "a0"))
        try await directory.call("AdminDisableUser", ["UserPoolId": .string(pool), "Username": "ann"])
        let refusal = try await directory.refusal("RespondToAuthChallenge", answerInput(client, second, "a1"))
        #expect(refusal == "NotAuthorizedException: User is disabled.")
    }
}
