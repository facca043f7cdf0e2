import CognitoUserPoolsModel
import ServiceKit
import Storage

extension CognitoUserPools {
    func describeTerms(_ input: DescribeTermsRequest, _ call: Call) async throws -> DescribeTermsResponse {
        try await store.read { snapshot in
            let pool = try pool(input.userPoolId, call, snapshot)
            return DescribeTermsResponse(terms: try snapshot.requireTerms(input.termsId, of: pool).summary)
        }
    }
}
