import IAMModel
import ServiceKit
import Storage

extension IAM {
    func listAttachedRolePolicies(
        _ input: ListAttachedRolePoliciesRequest, _ call: Call
    ) async throws -> ListAttachedRolePoliciesResponse {
        let page = try await attachedPolicies(
            RoleRecord.self, input.roleName, input.pathPrefix, input.marker, input.maxItems, call)
        return ListAttachedRolePoliciesResponse(
            attachedPolicies: page.items, isTruncated: page.isTruncated, marker: page.marker)
    }
}
