import CognitoUserPoolsModel
import FoundationEssentials
import ServiceKit
import Wire

extension CognitoUserPools {
    /// Calls the pool's function for the event, if it has one.
    ///
    /// - Returns: the function's `response`; nil where the pool has no such trigger.
    func run(_ event: TriggerEvent, at time: Date) async throws -> JSONValue? {
        guard let function = event.trigger.function(in: event.pool.settings.lambda) else { return nil }
        let invocation = FunctionInvocation(
            functionARN: function, payload: event.document().serialized(), principal: "cognito-idp.amazonaws.com",
            sourceARN: event.pool.arn, sourceAccount: event.pool.accountID, time: time)
        let outcome: FunctionOutcome
        do { outcome = try await functions.invoke(invocation) } catch let refusal as FunctionRefusal {
            throw Self.failure(refusal, event.trigger, function)
        }
        switch outcome {
        case .failed(let message):
            throw ServiceError(
                CognitoUserPoolsErrors.userLambdaValidation, "\(event.trigger.rawValue) failed with error \(message).")
        case .returned(let bytes):
            guard let answer = try? JSONValue(parsing: bytes), case .object? = answer["response"] else {
                throw Self.unrecognizable
            }
            return answer["response"]
        }
    }

    static let unrecognizable = ServiceError(
        CognitoUserPoolsErrors.invalidLambdaResponse, "Unrecognizable lambda output")

    private static func failure(_ refusal: FunctionRefusal, _ trigger: Trigger, _ function: String) -> ServiceError {
        switch refusal {
        case .noSuchFunction:
            ServiceError(
                CognitoUserPoolsErrors.unexpectedLambda,
                "\(trigger.rawValue) invocation failed due to error ResourceNotFoundException.")
        case .notPermitted:
            ServiceError(
                CognitoUserPoolsErrors.unexpectedLambda,
                "\(trigger.rawValue) invocation failed due to error AccessDeniedException.")
        case .throttled: ServiceError.tooManyRequests
        }
    }
}

extension User {
    /// The attributes as triggers see them: with `sub` and AWS's own.
    var triggerAttributes: JSONValue {
        var values = attributes
        values["sub"] = sub
        values["cognito:user_status"] = status.rawValue
        return .texts(values)
    }
}
