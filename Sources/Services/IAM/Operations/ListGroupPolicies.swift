import IAMModel
import ServiceKit
import Storage

extension IAM {
    func listGroupPolicies(
        _ input: ListGroupPoliciesRequest, _ call: Call
    ) async throws -> ListGroupPoliciesResponse {
        let page = try await inlinePolicyNames(
            GroupRecord.self, input.groupName, input.marker, input.maxItems, call)
        return ListGroupPoliciesResponse(
            policyNames: page.items, isTruncated: page.isTruncated, marker: page.marker)
    }
}
