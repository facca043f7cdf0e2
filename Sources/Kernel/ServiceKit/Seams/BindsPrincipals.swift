/// Knows who stands behind the ARNs that a resource's policy names. IAM does.
package protocol BindsPrincipals: Sendable {
    /// The unique ids of users and roles, by ARN: another of the same name is not meant. ARNs of accounts that are not
    /// of this server are left out.
    /// - Returns: nil in the place of an id where there is no such user or role.
    func principalIDs(of arns: [String]) async throws -> [String: String?]
}
