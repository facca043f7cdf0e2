/// The answer to a request, with its reasons.
package struct Decision: Sendable, Equatable {
    package enum Outcome: String, Sendable { case allowed, implicitDeny, explicitDeny }

    /// A statement that decided.
    package struct Cause: Sendable, Equatable {
        package let type: PolicyType
        package let policy: String
        package let sid: String?
        /// Its place in the policy, from 0.
        package let index: Int
    }

    package enum Reason: Sendable, Equatable {
        /// The account's root needs no policy in its own account.
        case root
        case allowed(by: Cause)
        /// An access control list granted it.
        case aclGranted
        case denied(by: Cause)
        /// No policy of that type allows the action, though one would have to.
        case nothingAllows(PolicyType)
    }

    package let reason: Reason

    package var outcome: Outcome {
        switch reason {
        case .root, .allowed, .aclGranted: .allowed
        case .denied: .explicitDeny
        case .nothingAllows: .implicitDeny
        }
    }

    package var isAllowed: Bool { outcome == .allowed }

    /// For those whose user or role is gone: there are no policies left to ask.
    package static let ofNobody = Decision(reason: .nothingAllows(.identity))
}

extension Decision {
    /// AWS's sentence for a refusal. S3 puts the resource in quotation marks.
    package func message(for request: AccessRequest, quotingResource: Bool = false) -> String {
        message(
            principal: request.principal.arn, action: request.action, resource: request.resource,
            quotingResource: quotingResource)
    }

    /// The same, for those who no longer have the request.
    package func message(
        principal: String, action: String, resource: String, quotingResource: Bool = false
    ) -> String {
        let opening = Self.message(
            principal: principal, action: action,
            resource: quotingResource && !resource.isEmpty ? "\"\(resource)\"" : resource)
        switch reason {
        // STS does not say that it was the trust policy that allows nothing.
        case .root, .allowed, .aclGranted, .nothingAllows(.trust): return opening
        case .denied(let cause): return opening + " with an explicit deny in \(cause.type.phrase)"
        case .nothingAllows(let type):
            return opening + " because no \(type.rawValue) allows the \(action) action"
        }
    }

    /// The sentence without its reason.
    package static func message(principal: String, action: String, resource: String) -> String {
        "User: \(principal.isEmpty ? "anonymous" : principal) is not authorized to perform: \(action)"
            + (resource.isEmpty ? "" : " on resource: \(resource)")
    }
}
