import IAMModel
import ServiceKit
import Storage

extension IAM {
    /// One that is not there is no error, as AWS documents it.
    func deleteOpenIDConnectProvider(
        _ input: DeleteOpenIDConnectProviderRequest, _ call: Call
    ) async throws -> DeleteOpenIDConnectProviderResponse {
        let account = call.accountID
        try Self.check(policyARN: input.openIDConnectProviderArn)
        try await change { transaction in
            guard
                let provider = try transaction.openIDConnectProvider(
                    arn: input.openIDConnectProviderArn, of: account)
            else { return }
            try transaction.remove(provider)
        }
        return DeleteOpenIDConnectProviderResponse()
    }
}
