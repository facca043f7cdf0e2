import S3Model
import ServiceKit

extension S3 {
    func deleteBucketCors(_ input: DeleteBucketCorsRequest, _ call: Call) async throws -> DeleteBucketCorsResponse {
        try await clear(.cors, of: bucket(input.bucket, expectedOwner: input.expectedBucketOwner, call).bucket)
        return DeleteBucketCorsResponse()
    }
}
