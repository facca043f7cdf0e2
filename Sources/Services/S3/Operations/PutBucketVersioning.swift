import S3Model
import ServiceKit

extension S3 {
    /// Switches versioning on, or suspends it. It is never switched off again.
    func putBucketVersioning(
        _ input: PutBucketVersioningRequest, _ call: Call
    ) async throws -> PutBucketVersioningResponse {
        let found = try await bucket(input.bucket, expectedOwner: input.expectedBucketOwner, call).bucket
        let versioning: Versioning
        switch input.versioningConfiguration.status {
        case .enabled?: versioning = .enabled
        case .suspended?: versioning = .suspended
        case nil:
            throw ServiceError(
                "IllegalVersioningConfigurationException",
                "The Versioning element must be specified", status: 400)
        default: throw ServiceError.malformedXML
        }
        try await change(found) { bucket in
            guard versioning == .enabled || !bucket.hasObjectLock else {
                throw ServiceError(
                    "InvalidBucketState",
                    "An Object Lock configuration is present on this bucket, so the versioning state cannot be "
                        + "changed.", status: 409)
            }
            // Suspending what was never on leaves a bucket that knows null versions only.
            bucket.versioning = versioning
        }
        return PutBucketVersioningResponse()
    }
}
