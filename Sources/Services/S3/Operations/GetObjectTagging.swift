import S3Model
import ServiceKit

extension S3 {
    func getObjectTagging(_ input: GetObjectTaggingRequest, _ call: Call) async throws -> GetObjectTaggingResponse {
        let (bucket, located) = try await requireObject(input, call)
        return GetObjectTaggingResponse(
            versionId: bucket.bucket.versioning == .never ? nil : located.version?.versionID.text,
            tagSet: located.extras?.tags ?? [])
    }
}
