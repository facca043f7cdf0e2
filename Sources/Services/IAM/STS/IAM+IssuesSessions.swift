import FoundationEssentials
import ServiceKit

extension IAM: IssuesSessions {
    package func issueSession(_ request: WebIdentitySession) async throws -> TemporaryCredentials {
        let role = try await role(trusting: request)
        let session = RoleSession(
            role, request, lasting: min(request.durationSeconds, role.maxSessionSeconds))
        return try issue(session)
    }

    func issue(_ session: RoleSession) throws -> TemporaryCredentials {
        try sessions.issue(
            .role(session), accountID: session.accountID, until: session.expiresAt, randomness)
    }
}

extension RoleSession {
    init(_ role: RoleRecord, named sessionName: String, at time: Date, lasting seconds: Int) {
        // Times in tokens and answers are of whole seconds.
        let start = Date(timeIntervalSince1970: time.timeIntervalSince1970.rounded(.down))
        self.init(
            accountID: role.accountID, roleARN: role.arn, roleName: role.name, roleID: role.id,
            sessionName: sessionName, issuedAt: start, expiresAt: start.addingTimeInterval(Double(seconds)))
    }

    init(_ role: RoleRecord, _ request: WebIdentitySession, lasting seconds: Int) {
        self.init(role, named: request.sessionName, at: request.time, lasting: seconds)
        sessionPolicies = request.sessionPolicies
        tags = request.tags
        transitiveTagKeys = request.transitiveTagKeys
        sourceIdentity = request.sourceIdentity
        federatedProvider = request.principal
        federatedClaims = request.claimsByKey
        provenance = request.provenance
    }
}
