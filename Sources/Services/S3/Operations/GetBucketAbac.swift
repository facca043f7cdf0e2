import S3Model
import ServiceKit

extension S3 {
    /// Access by the bucket's tags cannot be switched on.
    func getBucketAbac(_ input: GetBucketAbacRequest, _ call: Call) async throws -> GetBucketAbacResponse {
        GetBucketAbacResponse(abacStatus: AbacStatus(status: .disabled))
    }
}
