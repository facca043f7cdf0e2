import IAMModel
import ServiceKit
import Storage

extension IAM {
    func listRolePolicies(
        _ input: ListRolePoliciesRequest, _ call: Call
    ) async throws -> ListRolePoliciesResponse {
        let page = try await inlinePolicyNames(
            RoleRecord.self, input.roleName, input.marker, input.maxItems, call)
        return ListRolePoliciesResponse(
            policyNames: page.items, isTruncated: page.isTruncated, marker: page.marker)
    }
}
