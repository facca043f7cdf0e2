import S3Model
import ServiceKit

extension S3 {
    func putBucketLifecycleConfiguration(
        _ input: PutBucketLifecycleConfigurationRequest, _ call: Call
    ) async throws -> PutBucketLifecycleConfigurationResponse {
        let bucket = try await bucket(input.bucket, expectedOwner: input.expectedBucketOwner, call).bucket
        let minimum = input.transitionDefaultMinimumObjectSize ?? .allStorageClasses128k
        guard TransitionDefaultMinimumObjectSize.knownValues.contains(minimum.rawValue) else {
            throw ServiceError.invalidRequest(
                "Invalid TransitionDefaultMinimumObjectSize found: \(minimum.rawValue)")
        }
        guard let configuration = input.lifecycleConfiguration else { throw ServiceError.malformedXML }
        let rules = try LifecycleCheck.rules(of: configuration) {
            randomness.text(48, from: Alphabet.lowerAlphanumeric)
        }
        try await put(StoredLifecycle(rules: rules, minimumSize: minimum.rawValue), .lifecycle, of: bucket)
        return PutBucketLifecycleConfigurationResponse(transitionDefaultMinimumObjectSize: minimum)
    }
}
