import ServiceKit
import Wire

/// PreSignUp, which may refuse a new user or take the confirming off them, and PostConfirmation.
extension CognitoUserPools {
    enum Registration: String, Sendable {
        case signUp = "SignUp"
        case administrator = "AdminCreateUser"
        case externalProvider = "ExternalProvider"
    }

    /// What PreSignUp decided; nothing where the pool has no such function.
    struct PreSignUpDecision: Sendable {
        var confirms = false
        var verifiesEmail = false
        var verifiesPhone = false
    }

    func runPreSignUp(
        _ registration: Registration, _ user: User, validationData: [String: String]?, _ pool: UserPool,
        clientID: String?, _ metadata: [String: String]?, _ call: Call
    ) async throws -> PreSignUpDecision {
        var request: [JSONValue.Member] = [.init("userAttributes", .texts(user.attributes))]
        if let validationData { request.append(.init("validationData", .texts(validationData))) }
        if let metadata { request.append(.init("clientMetadata", .texts(metadata))) }
        let event = TriggerEvent(
            trigger: .preSignUp, source: registration.rawValue, pool: pool, clientID: clientID,
            username: user.username, request: request,
            response: [
                .init("autoConfirmUser", false), .init("autoVerifyEmail", false), .init("autoVerifyPhone", false),
            ])
        guard let response = try await run(event, at: call.time) else { return PreSignUpDecision() }
        let decision = PreSignUpDecision(
            confirms: response["autoConfirmUser"]?.bool ?? false,
            verifiesEmail: response["autoVerifyEmail"]?.bool ?? false,
            verifiesPhone: response["autoVerifyPhone"]?.bool ?? false)
        if decision.verifiesEmail, user.attributes["email"] == nil {
            throw ServiceError.invalidParameter("Cannot autoVerifyEmail when email is not provided.")
        }
        if decision.verifiesPhone, user.attributes["phone_number"] == nil {
            throw ServiceError.invalidParameter("Cannot autoVerifyPhone when phone_number is not provided.")
        }
        return decision
    }

    enum Confirmation: String, Sendable {
        case signUp = "ConfirmSignUp"
        case forgotPassword = "ConfirmForgotPassword"
    }

    func runPostConfirmation(
        _ confirmation: Confirmation, _ user: User, _ pool: UserPool, clientID: String?,
        _ metadata: [String: String]?, _ call: Call
    ) async throws {
        var request: [JSONValue.Member] = [.init("userAttributes", user.triggerAttributes)]
        if let metadata { request.append(.init("clientMetadata", .texts(metadata))) }
        let event = TriggerEvent(
            trigger: .postConfirmation, source: confirmation.rawValue, pool: pool, clientID: clientID,
            username: user.username, request: request, response: [])
        _ = try await run(event, at: call.time)
    }
}
