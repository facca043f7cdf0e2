import S3Model
import ServiceKit

extension S3 {
    /// Replaces an object's tags.
    func putObjectTagging(_ input: PutObjectTaggingRequest, _ call: Call) async throws -> PutObjectTaggingResponse {
        let tags = input.tagging.tagSet
        try TagSet.check(tags, limit: TagSet.mostOfObject)
        let id = objectIDs.next()
        let (object, bucket) = try await update(input, call) { object, transaction in
            let acl = try transaction.extras(of: object)?.acl
            try transaction.setExtras(of: &object, tags: tags, acl: acl, id: id)
        }
        try await tell(of: "ObjectTagging:Put", object, in: bucket, call)
        return PutObjectTaggingResponse(versionId: bucket.versioning == .never ? nil : object.versionID.text)
    }

    /// A policy sees the tags that the body brings.
    @Sendable func permissionsToTag(_ input: PutObjectTaggingRequest, _ call: Call) async throws -> [Permission] {
        var permissions = try await onObject("s3:PutObjectTagging", input, call)
        let existing = try await locate(input, call).1.extras?.tags ?? []
        permissions[0].finder = RequestKeys(
            permissions[0].action, call, versionID: input.versionId, tags: existing, newTags: input.tagging.tagSet)
        return permissions
    }
}
