import FoundationEssentials
import STSModel
import ServiceKit

extension STS {
    /// Temporary keys with the permissions of the user, or of the root.
    func getSessionToken(
        _ input: GetSessionTokenRequest, _ call: Call
    ) async throws -> GetSessionTokenResponse {
        var seconds = input.durationSeconds ?? SessionLength.standardOfUser
        let start = Date(timeIntervalSince1970: call.time.timeIntervalSince1970.rounded(.down))
        let subject: SessionSubject
        switch call.caller {
        case .root(let account, nil) where input.tokenCode == nil && input.serialNumber == nil:
            // The root's sessions end within the hour, whatever was asked for.
            seconds = min(seconds, SessionLength.longestOfRoot)
            let end = start.addingTimeInterval(Double(seconds))
            subject = .root(accountID: account.id, UserSession(issuedAt: start, expiresAt: end))
        case .user(let user) where user.session == nil:
            let end = start.addingTimeInterval(Double(seconds))
            let mfa = try await iam.checkMFA(input.serialNumber, input.tokenCode, call)
            subject = .user(
                id: user.userID, UserSession(issuedAt: start, expiresAt: end, mfaAt: mfa ? call.time : nil))
        case .root(_, nil): throw ServiceError.wrongMFACode
        case .root, .user, .role, .federatedUser, .anonymous: throw Self.ofSession("GetSessionToken")
        }
        let issued = try iam.sessions.issue(
            subject, accountID: call.accountID, until: start.addingTimeInterval(Double(seconds)),
            iam.randomness)
        return GetSessionTokenResponse(credentials: Credentials(issued))
    }
}
