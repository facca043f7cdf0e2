import CognitoUserPoolsModel
import ServiceKit
import Storage

extension CognitoUserPools {
    /// The sign-in of somebody whose password was right and whose code was too; nil where more than
    /// that is asked of them, which the sign-in page then does.
    func confirmedStep(
        _ pending: User, _ client: UserPoolClient, _ request: HostedRequest
    ) async throws -> SignInStep? {
        let key = User.subIndex(request.site.pool.id, pending.sub)
        let user = try await store.read { snapshot in try snapshot.find(User.self, index: key) }
        guard let user, user.status == .confirmed, user.enabled, user.passwordCount == pending.passwordCount else {
            return nil
        }
        return .signedIn(SignedIn(user: user))
    }
}
