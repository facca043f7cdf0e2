import S3Model
import ServiceKit

extension S3 {
    /// A bucket whose versioning was never switched on has no status.
    func getBucketVersioning(_ input: GetBucketVersioningRequest, _ call: Call) async throws
        -> GetBucketVersioningResponse
    {
        GetBucketVersioningResponse()
    }
}
