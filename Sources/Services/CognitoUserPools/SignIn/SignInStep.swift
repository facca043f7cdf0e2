import CognitoUserPoolsModel

/// What a sign-in comes to: tokens, or one more question.
enum SignInStep {
    case tokens(AuthenticationResultType)
    case challenge(ChallengeNameType, session: String, parameters: [String: String])
}
