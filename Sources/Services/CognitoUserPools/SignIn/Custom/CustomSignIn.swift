import CognitoUserPoolsModel
import ServiceKit
import Storage
import Wire

/// CUSTOM_AUTH: the pool's functions define which challenges are asked, make them and judge the answers.
extension CognitoUserPools {
    private static let maxRounds = 20

    func beginCustom(_ parameters: [String: String], _ context: SignInContext) async throws -> SignInStep {
        let name = try signInName(parameters)
        try checkSecretHash(parameters["SECRET_HASH"], of: context.client, names: [name])
        guard Trigger.defineAuthChallenge.function(in: context.pool.settings.lambda) != nil else {
            throw ServiceError.invalidParameter("Custom auth lambda trigger is not configured for the user pool.")
        }
        let user = try await signInUser(named: name, context)
        try await runPreAuthentication(
            user, name: name, context.pool, context.client, context.metadata, context.call)
        var session = AuthSession(context.client, user, name: name, at: context.call.time, randomness)
        session[.flow] = AuthFlowType.customAuth.rawValue
        session[.deviceKey] = deviceKey(parameters)
        var results: [JSONValue] = []
        if parameters["CHALLENGE_NAME"] == "SRP_A" {
            results.append(Self.result("SRP_A", isRight: true, metadata: nil))
        }
        return try await continueCustom(results, parameters, session, user, context)
    }

    /// CUSTOM_CHALLENGE
    func answerCustom(
        _ responses: [String: String], _ session: AuthSession, _ user: User?, _ context: SignInContext
    ) async throws -> SignInStep {
        let answer = try parameter("ANSWER", responses)
        try spend(session)
        let kept = session[.customPrivate].flatMap { try? JSONValue(parsing: $0) }
        var request: [JSONValue.Member] = [
            .init("userAttributes", user?.triggerAttributes ?? [:]),
            .init("privateChallengeParameters", kept?["parameters"] ?? [:]), .init("challengeAnswer", .string(answer)),
        ]
        if let metadata = context.metadata { request.append(.init("clientMetadata", .texts(metadata))) }
        request.append(.init("userNotFound", .bool(user == nil)))
        let response = try await run(
            event(.verifyAuthChallengeResponse, session, user, request, [.init("answerCorrect", false)], context),
            at: context.call.time)
        let isRight = response?["answerCorrect"]?.bool ?? false
        var results = Self.results(of: session)
        results.append(
            Self.result(
                ChallengeNameType.customChallenge.rawValue, isRight: isRight, metadata: kept?["metadata"]?.string))
        return try await continueCustom(results, responses, session, user, context)
    }

    /// Asks DefineAuthChallenge what comes next.
    func continueCustom(
        _ results: [JSONValue], _ parameters: [String: String], _ session: AuthSession, _ user: User?,
        _ context: SignInContext
    ) async throws -> SignInStep {
        guard results.count <= Self.maxRounds else { throw ServiceError.wrongPassword }
        var request: [JSONValue.Member] = [
            .init("userAttributes", user?.triggerAttributes ?? [:]), .init("session", .array(results)),
        ]
        if let metadata = context.metadata { request.append(.init("clientMetadata", .texts(metadata))) }
        request.append(.init("userNotFound", .bool(user == nil)))
        let asked: [JSONValue.Member] = [
            .init("challengeName", .null), .init("issueTokens", .null), .init("failAuthentication", .null),
        ]
        let response = try await run(
            event(.defineAuthChallenge, session, user, request, asked, context), at: context.call.time)
        guard let response else { throw Self.unrecognizable }
        if response["failAuthentication"]?.bool == true { throw ServiceError.wrongPassword }
        if response["issueTokens"]?.bool == true { return try await issueCustom(session, user, context) }
        var next = session
        next[.customResults] = String(decoding: JSONValue.array(results).serialized(), as: UTF8.self)
        switch response["challengeName"]?.string {
        case "CUSTOM_CHALLENGE"?: return try await createCustom(results, next, user, context)
        case "PASSWORD_VERIFIER"? where parameters["SRP_A"] != nil:
            return try await beginSRP(parameters, next, user, context.pool, context.call)
        default: throw Self.unrecognizable
        }
    }

    private func issueCustom(_ session: AuthSession, _ user: User?, _ context: SignInContext) async throws -> SignInStep
    {
        let user = try present(user)
        try checkStatus(of: user, in: context.pool, context.call)
        return try await firstFactorProven(user, session, asksSecondFactor: false, context)
    }

    private func createCustom(
        _ results: [JSONValue], _ session: AuthSession, _ user: User?, _ context: SignInContext
    ) async throws -> SignInStep {
        let name = ChallengeNameType.customChallenge
        var request: [JSONValue.Member] = [
            .init("userAttributes", user?.triggerAttributes ?? [:]), .init("challengeName", .string(name.rawValue)),
            .init("session", .array(results)),
        ]
        if let metadata = context.metadata { request.append(.init("clientMetadata", .texts(metadata))) }
        request.append(.init("userNotFound", .bool(user == nil)))
        let response = try await run(
            event(
                .createAuthChallenge, session, user, request,
                [
                    .init("publicChallengeParameters", .null), .init("privateChallengeParameters", .null),
                    .init("challengeMetadata", .null),
                ], context), at: context.call.time)
        var next = session.asking(name.rawValue, randomness)
        let kept: JSONValue = [
            "parameters": response?["privateChallengeParameters"] ?? [:],
            "metadata": response?["challengeMetadata"] ?? .null,
        ]
        next[.customPrivate] = String(decoding: kept.serialized(), as: UTF8.self)
        let text = try next.sealed(seals.authSession)
        guard text.utf8.count <= AuthSession.maxSealedBytes else {
            throw ServiceError(
                CognitoUserPoolsErrors.invalidLambdaResponse, "The challenge parameters are too long.")
        }
        var parameters = response?["publicChallengeParameters"]?.textMembers ?? [:]
        parameters["USERNAME"] = user?.username ?? session.name
        return .challenge(name, session: text, parameters: parameters)
    }

    private func event(
        _ trigger: Trigger, _ session: AuthSession, _ user: User?, _ request: [JSONValue.Member],
        _ response: [JSONValue.Member], _ context: SignInContext
    ) -> TriggerEvent {
        TriggerEvent(
            trigger: trigger, source: "Authentication", pool: context.pool, clientID: context.client.id,
            username: user?.username ?? session.name, request: request, response: response)
    }

    static func results(of session: AuthSession) -> [JSONValue] {
        session[.customResults].flatMap { try? JSONValue(parsing: $0) }?.array ?? []
    }

    static func result(_ name: String, isRight: Bool, metadata: String?) -> JSONValue {
        [
            "challengeName": .string(name), "challengeResult": .bool(isRight),
            "challengeMetadata": metadata.map(JSONValue.string) ?? .null,
        ]
    }
}
