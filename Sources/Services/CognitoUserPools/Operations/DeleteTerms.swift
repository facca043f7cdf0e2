import CognitoUserPoolsModel
import ServiceKit
import Storage

extension CognitoUserPools {
    func deleteTerms(_ input: DeleteTermsRequest, _ call: Call) async throws -> DeleteTermsResponse {
        try await store.write { transaction in
            let pool = try pool(input.userPoolId, call, transaction)
            try transaction.remove(try transaction.requireTerms(input.termsId, of: pool))
        }
        return DeleteTermsResponse()
    }
}
