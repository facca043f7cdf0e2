import S3Model
import ServiceKit

extension S3 {
    func putBucketCors(_ input: PutBucketCorsRequest, _ call: Call) async throws -> PutBucketCorsResponse {
        let bucket = try await bucket(input.bucket, expectedOwner: input.expectedBucketOwner, call).bucket
        try CORSRules.check(input.corsConfiguration.corsRules)
        try await put(input.corsConfiguration.corsRules, .cors, of: bucket)
        return PutBucketCorsResponse()
    }
}
