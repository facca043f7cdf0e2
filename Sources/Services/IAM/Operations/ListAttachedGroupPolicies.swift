import IAMModel
import ServiceKit
import Storage

extension IAM {
    func listAttachedGroupPolicies(
        _ input: ListAttachedGroupPoliciesRequest, _ call: Call
    ) async throws -> ListAttachedGroupPoliciesResponse {
        let page = try await attachedPolicies(
            GroupRecord.self, input.groupName, input.pathPrefix, input.marker, input.maxItems, call)
        return ListAttachedGroupPoliciesResponse(
            attachedPolicies: page.items, isTruncated: page.isTruncated, marker: page.marker)
    }
}
