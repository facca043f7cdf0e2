import FoundationEssentials
import STSModel
import ServiceKit

extension STS {
    /// Temporary keys with the permissions of the user, or of the root.
    func getSessionToken(
        _ input: GetSessionTokenRequest, _ call: Call
    ) async throws -> GetSessionTokenResponse {
        var seconds = input.durationSeconds ?? SessionLength.standardOfUser
        let subject: SessionSubject
        switch call.caller {
        case .root(let account):
            subject = .root(accountID: account.id)
            // The root's sessions end within the hour, whatever was asked for.
            seconds = min(seconds, SessionLength.longestOfRoot)
        case .user(let user) where user.sessionExpires == nil: subject = .user(id: user.userID)
        case .user, .role, .anonymous:
            throw ServiceError.accessDenied("Cannot call GetSessionToken with session credentials")
        }
        let start = Date(timeIntervalSince1970: call.time.timeIntervalSince1970.rounded(.down))
        let issued = try iam.sessions.issue(
            subject, accountID: call.accountID, until: start.addingTimeInterval(Double(seconds)),
            iam.randomness)
        return GetSessionTokenResponse(credentials: Credentials(issued))
    }
}
