import S3Model
import ServiceKit

extension S3 {
    func deleteObjectTagging(
        _ input: DeleteObjectTaggingRequest, _ call: Call
    ) async throws -> DeleteObjectTaggingResponse {
        let id = objectIDs.next()
        let (object, bucket) = try await update(input, call) { object, transaction in
            let acl = try transaction.extras(of: object)?.acl
            try transaction.setExtras(of: &object, tags: [], acl: acl, id: id)
        }
        try await tell(of: "ObjectTagging:Delete", object, in: bucket, call)
        return DeleteObjectTaggingResponse(versionId: bucket.versioning == .never ? nil : object.versionID.text)
    }
}
