import IAMModel
import ServiceKit
import Storage

extension IAM {
    func listUserPolicies(
        _ input: ListUserPoliciesRequest, _ call: Call
    ) async throws -> ListUserPoliciesResponse {
        let page = try await inlinePolicyNames(
            UserRecord.self, input.userName, input.marker, input.maxItems, call)
        return ListUserPoliciesResponse(
            policyNames: page.items, isTruncated: page.isTruncated, marker: page.marker)
    }
}
