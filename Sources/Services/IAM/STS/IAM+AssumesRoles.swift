import PolicyEngine
import ServiceKit

extension IAM: AssumesRoles {
    package func assumeRole(_ request: ServiceSession) async throws -> ServiceCredentials {
        guard let role = try await role(request.roleARN) else { throw TrustRefusal.noSuchRole }
        let trust = PolicySet(resource: try role.compiledTrustPolicy(), resourceMustAllow: true)
        var context = ContextValues([:])
        context.add(time: request.time)
        context.set("aws:SourceArn", request.sourceARN)
        context.set("aws:SourceAccount", request.sourceAccount)
        context.set("sts:RoleSessionName", request.sessionName)
        context.set("aws:PrincipalIsAWSService", "true")
        context.set("aws:PrincipalServiceName", request.principal)
        let access = AccessRequest(
            action: "sts:AssumeRole", resource: role.arn,
            principal: PrincipalDescription(kind: .service, serviceName: request.principal),
            context: context, resourceAccount: role.accountID)
        guard trust.decide(access).isAllowed else { throw TrustRefusal.notTrusted }
        let session = RoleSession(
            role, named: request.sessionName, at: request.time,
            lasting: min(request.durationSeconds, role.maxSessionSeconds))
        return ServiceCredentials(credentials: try issue(session), session: session)
    }
}
