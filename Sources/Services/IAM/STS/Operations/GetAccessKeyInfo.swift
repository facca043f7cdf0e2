import STSModel
import ServiceKit

extension STS {
    /// The account is part of the key's id; whether there is such a key is not told.
    func getAccessKeyInfo(
        _ input: GetAccessKeyInfoRequest, _ call: Call
    ) async throws -> GetAccessKeyInfoResponse {
        guard let account = AccessKeyID.accountID(input.accessKeyId), iam.accounts[account] != nil else {
            throw ServiceError.validation(
                "The access key ID \(input.accessKeyId) is not of an account known here.")
        }
        return GetAccessKeyInfoResponse(account: account)
    }
}
