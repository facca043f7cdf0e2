import PolicyEngine
import ServiceKit
import Wire

/// A refusal by policy, in the service's own words. It names principal, action, resource and the
/// kind of policy that decided, and no more: what AWS shows the caller.
struct Denial {
    private let permission: Permission
    private let decision: Decision
    private let caller: Caller

    init(_ permission: Permission, _ decision: Decision, _ caller: Caller) {
        self.permission = permission
        self.decision = decision
        self.caller = caller
    }

    func error(for service: ServiceModel) -> ServiceError {
        switch service.awsProtocol {
        case .restXML: ServiceError("AccessDenied", sentence(quoting: true), status: 403)
        case .query: ServiceError("AccessDenied", sentence(quoting: false), status: 403)
        case .json10, .json11: ServiceError("AccessDeniedException", sentence(quoting: false), status: 400)
        case .restJSON: ServiceError("AccessDeniedException", sentence(quoting: false), status: 403)
        }
    }

    private func sentence(quoting: Bool) -> String {
        if case .anonymous = caller { return "Access Denied" }
        return decision.message(
            principal: caller.arn, action: permission.action,
            resource: permission.namesResource ? permission.shownAs ?? permission.resource : "",
            quotingResource: quoting)
    }
}
