import CognitoUserPoolsModel
import ServiceKit
import Storage

extension CognitoUserPools {
    /// The sign-in of somebody whose password was right and whose code was too: on to whatever follows
    /// a password. Nil where the account was changed meanwhile.
    func confirmedStep(
        _ pending: User, _ client: UserPoolClient, _ request: HostedRequest
    ) async throws -> SignInStep? {
        let key = User.subIndex(request.site.pool.id, pending.sub)
        let user = try await store.read { snapshot in try snapshot.find(User.self, index: key) }
        guard let user, user.status == .confirmed, user.enabled, user.passwordCount == pending.passwordCount else {
            return nil
        }
        let session = AuthSession(client, user, name: user.username, at: request.page.time, randomness)
        let context = SignInContext(pool: request.site.pool, client: client, call: request.call)
        return try await passwordProven(user, session, context)
    }
}
