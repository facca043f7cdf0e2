import S3Model
import ServiceKit

extension S3 {
    func getBucketCors(_ input: GetBucketCorsRequest, _ call: Call) async throws -> GetBucketCorsResponse {
        let bucket = try await bucket(input.bucket, expectedOwner: input.expectedBucketOwner, call).bucket
        let rules: [CORSRule]? = try await setting(.cors, of: bucket)
        guard let rules else {
            throw ServiceError.settingMissing(
                "NoSuchCORSConfiguration", "The CORS configuration does not exist", input.bucket)
        }
        return GetBucketCorsResponse(corsRules: rules)
    }
}
