import S3Model
import ServiceKit
import Storage

extension S3 {
    func abortMultipartUpload(
        _ input: AbortMultipartUploadRequest, _ call: Call
    ) async throws -> AbortMultipartUploadResponse {
        let bucket = try await bucket(input.bucket, expectedOwner: input.expectedBucketOwner, call).bucket
        let orphans = try await store.write { transaction in
            let upload = try transaction.requireUpload(input.uploadId, input.key, in: bucket)
            return try transaction.complete(upload, try transaction.parts(of: upload), keeping: [])
        }
        await blobs.remove(orphans)
        return AbortMultipartUploadResponse()
    }
}
