import S3Model
import ServiceKit

extension S3 {
    /// No bucket has CORS rules yet.
    func getBucketCors(_ input: GetBucketCorsRequest, _ call: Call) async throws -> GetBucketCorsResponse {
        throw ServiceError(
            "NoSuchCORSConfiguration", "The CORS configuration does not exist", status: 404,
            members: [("BucketName", input.bucket)])
    }
}
