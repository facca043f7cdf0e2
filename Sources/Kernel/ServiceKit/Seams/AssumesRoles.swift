import FoundationEssentials

/// Takes on a role for a service of this house, as its trust policy allows the service's principal. IAM does.
package protocol AssumesRoles: Sendable {
    /// - Throws: `TrustRefusal` if the role is not there or does not trust the service.
    func assumeRole(_ request: ServiceSession) async throws -> ServiceCredentials
}

/// A service and the role it wants to work as.
package struct ServiceSession: Sendable {
    package var roleARN: String
    /// `lambda.amazonaws.com`
    package var principal: String
    package var sessionName: String
    package var durationSeconds: Int
    /// What the service does it for: `aws:SourceArn` and `aws:SourceAccount`.
    package var sourceARN: String?
    package var sourceAccount: String?
    package var time: Date

    package init(
        roleARN: String, principal: String, sessionName: String, durationSeconds: Int, sourceARN: String? = nil,
        sourceAccount: String? = nil, time: Date
    ) {
        self.roleARN = roleARN
        self.principal = principal
        self.sessionName = sessionName
        self.durationSeconds = durationSeconds
        self.sourceARN = sourceARN
        self.sourceAccount = sourceAccount
        self.time = time
    }
}

package struct ServiceCredentials: Sendable {
    package var credentials: TemporaryCredentials
    /// Who signs with them.
    package var session: RoleSession

    package init(credentials: TemporaryCredentials, session: RoleSession) {
        self.credentials = credentials
        self.session = session
    }
}
