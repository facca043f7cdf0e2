import IAMModel
import ServiceKit
import Storage

extension IAM {
    func listAttachedUserPolicies(
        _ input: ListAttachedUserPoliciesRequest, _ call: Call
    ) async throws -> ListAttachedUserPoliciesResponse {
        let page = try await attachedPolicies(
            UserRecord.self, input.userName, input.pathPrefix, input.marker, input.maxItems, call)
        return ListAttachedUserPoliciesResponse(
            attachedPolicies: page.items, isTruncated: page.isTruncated, marker: page.marker)
    }
}
