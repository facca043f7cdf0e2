import CognitoUserPoolsModel

/// A function that a pool calls at a step of its users' way, by its member in `LambdaConfig`.
enum Trigger: String, Sendable {
    case preSignUp = "PreSignUp"
    case customMessage = "CustomMessage"
    case postConfirmation = "PostConfirmation"
    case preAuthentication = "PreAuthentication"
    case postAuthentication = "PostAuthentication"
    case defineAuthChallenge = "DefineAuthChallenge"
    case createAuthChallenge = "CreateAuthChallenge"
    case verifyAuthChallengeResponse = "VerifyAuthChallengeResponse"
    case preTokenGeneration = "PreTokenGeneration"
    case userMigration = "UserMigration"
    case inboundFederation = "InboundFederation"

    func function(in config: LambdaConfigType?) -> String? {
        guard let config else { return nil }
        return switch self {
        case .preSignUp: config.preSignUp
        case .customMessage: config.customMessage
        case .postConfirmation: config.postConfirmation
        case .preAuthentication: config.preAuthentication
        case .postAuthentication: config.postAuthentication
        case .defineAuthChallenge: config.defineAuthChallenge
        case .createAuthChallenge: config.createAuthChallenge
        case .verifyAuthChallengeResponse: config.verifyAuthChallengeResponse
        case .preTokenGeneration: config.preTokenGenerationConfig?.lambdaArn ?? config.preTokenGeneration
        case .userMigration: config.userMigration
        case .inboundFederation: config.inboundFederation?.lambdaArn
        }
    }

    /// The version of the event that the pool's configuration asks for.
    func eventVersion(in config: LambdaConfigType?) -> String {
        switch self {
        case .preTokenGeneration:
            switch config?.preTokenGenerationConfig?.lambdaVersion.rawValue {
            case "V2_0"?: "2"
            case "V3_0"?: "3"
            default: "1"
            }
        default: "1"
        }
    }
}
