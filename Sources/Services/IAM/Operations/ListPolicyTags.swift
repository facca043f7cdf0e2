import IAMModel
import ServiceKit
import Storage

extension IAM {
    func listPolicyTags(_ input: ListPolicyTagsRequest, _ call: Call) async throws -> ListPolicyTagsResponse {
        let account = call.accountID
        try Self.check(policyARN: input.policyArn)
        // AWS's own policies have none.
        if input.policyArn.hasPrefix(AWSManagedPolicy.arnPrefix) {
            guard AWSManagedPolicy.find(input.policyArn) != nil else {
                throw ServiceError.noSuchPolicy(input.policyArn)
            }
            return ListPolicyTagsResponse(tags: [], isTruncated: false)
        }
        let page = try await tags(input.marker, input.maxItems) {
            try $0.require(customerPolicy: input.policyArn, of: account)
        }
        return ListPolicyTagsResponse(tags: page.items, isTruncated: page.isTruncated, marker: page.marker)
    }
}
