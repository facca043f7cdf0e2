import ServiceKit

/// What a request is about.
extension S3Control {
    /// Accounts speak for themselves alone.
    /// - Parameter accountID: `x-amz-account-id`.
    func requireOwn(_ accountID: String, _ call: Call) throws {
        guard call.caller.accountID == accountID else { throw ServiceError.accessDenied() }
    }

    /// The account's bucket that an ARN names.
    func bucket(_ arn: String, of accountID: String, _ call: Call) async throws -> FoundBucket {
        try requireOwn(accountID, call)
        guard let name = Self.bucketName(arn) else { throw ServiceError.noSuchResource }
        do {
            return try await s3.bucket(name, expectedOwner: accountID, call)
        } catch let error as ServiceError where error.code == "NoSuchBucket" {
            throw ServiceError.noSuchResource
        }
    }

    /// Access points, grants and lenses have tags too; there are none here.
    private static func bucketName(_ text: String) -> String? {
        guard let arn = ARN(text), arn.service == "s3", arn.region.isEmpty, arn.account.isEmpty else { return nil }
        return arn.resource
    }
}

extension ServiceError {
    static let noSuchResource = ServiceError("NoSuchResource", "The specified resource doesn't exist.", status: 404)
}
