import S3Model
import ServiceKit
import Storage

extension S3 {
    /// Sets the retention that new objects get, and switches object lock on where versioning is. It never goes off.
    func putObjectLockConfiguration(
        _ input: PutObjectLockConfigurationRequest, _ call: Call
    ) async throws -> PutObjectLockConfigurationResponse {
        let found = try await bucket(input.bucket, expectedOwner: input.expectedBucketOwner, call).bucket
        guard let configuration = input.objectLockConfiguration, configuration.objectLockEnabled == .enabled else {
            throw ServiceError.malformedXML
        }
        let standard = try Self.checked(configuration.rule)
        try await store.write { transaction in
            try transaction.change(found) { bucket in
                guard bucket.versioning == .enabled else {
                    throw ServiceError(
                        "InvalidBucketState",
                        "Versioning must be 'Enabled' on the bucket to apply a Object Lock configuration", status: 409)
                }
                bucket.hasObjectLock = true
            }
            if let standard {
                try transaction.set(standard, .objectLock, of: found)
            } else {
                try transaction.clear(.objectLock, of: found)
            }
        }
        return PutObjectLockConfigurationResponse()
    }

    private static func checked(_ rule: ObjectLockRule?) throws -> DefaultRetention? {
        guard let rule else { return nil }
        guard let standard = rule.defaultRetention, let mode = standard.mode?.rawValue,
            ObjectLockState.Mode(mode) != nil, (standard.days == nil) != (standard.years == nil)
        else { throw ServiceError.malformedXML }
        guard (standard.days ?? 1) > 0, (standard.years ?? 1) > 0 else {
            throw ServiceError(
                "InvalidArgument", "Default retention period must be a positive integer value.", status: 400)
        }
        guard (standard.days ?? 1) <= 36_500, (standard.years ?? 1) <= 100 else {
            throw ServiceError("InvalidArgument", "Default retention period too large.", status: 400)
        }
        return standard
    }
}
