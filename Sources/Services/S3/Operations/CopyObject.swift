import FoundationEssentials
import S3Model
import ServiceKit
import Storage
import Wire

extension S3 {
    /// A copy reads the source and writes the destination: both must be allowed.
    func permissionsToCopy(_ input: CopyObjectRequest, _ call: Call) async throws -> [Permission] {
        let source = try CopySource(input.copySource)
        let from = try await requireBucket(source.bucket, expectedOwner: input.expectedSourceBucketOwner)
        let to = try await requireBucket(input.bucket, expectedOwner: input.expectedBucketOwner)
        let read = source.versionID == nil ? "s3:GetObject" : "s3:GetObjectVersion"
        let keys = RequestKeys(read, call, versionID: source.versionID)
        return [
            Permission(read, on: Self.arn(from.name, source.key), in: from.ownerID, finder: keys)
        ] + write(input.actions, input.key, in: to, ifMatch: input.ifMatch, call)
    }

    /// Copies an object with its bytes, and with its attributes unless others are given.
    func copyObject(_ input: CopyObjectRequest, _ call: Call) async throws -> CopyObjectResponse {
        let source = try CopySource(input.copySource)
        try refuseVersion(source.versionID)
        try refuseCopyOntoItself(input, source)
        let condition = try WriteCondition(ifMatch: input.ifMatch, ifNoneMatch: input.ifNoneMatch)
        let from = try await requireBucket(source.bucket, expectedOwner: nil)
        let to = try await requireBucket(input.bucket, expectedOwner: nil)
        let opened = try await open(source.key, in: from) { found in
            try Self.checkSource(input, found.object)
            return 0..<found.object.size
        }
        guard let (found, body) = opened else { throw try await missingKey(source.key, in: from, call) }
        let attributes = try attributes(of: input, source: found.object, call)
        var intake = BodyIntake(
            CopiedBody(body), into: blobs,
            expecting: try BodyExpectation(copying: found.object, input.checksumAlgorithm))
        let received = try await intake.receive()
        let object = StoredObject(
            bucket: to.incarnation, name: Array(input.key.utf8), size: received.size, entityTag: received.md5,
            partCount: 0, modifiedAt: call.time, body: location(of: received), storageClass: attributes.storageClass,
            checksum: received.checksum, headers: attributes.headers, metadata: attributes.metadata)
        try await commit(received) { inline in try await store(object, inline: inline, in: to, if: condition) }
        var result = CopyObjectResult(eTag: object.quotedETag, lastModified: object.modifiedAt)
        if let checksum = object.checksum {
            result.set(checksum)
            result.checksumType = checksum.type
        }
        return CopyObjectResponse(copyObjectResult: result)
    }

    private func refuseCopyOntoItself(_ input: CopyObjectRequest, _ source: CopySource) throws {
        guard source.bucket == input.bucket, source.key == input.key, input.metadataDirective != .replace,
            input.storageClass == nil, input.websiteRedirectLocation == nil
        else { return }
        throw ServiceError.invalidRequest(
            "This copy request is illegal because it is trying to copy an object to itself without changing the "
                + "object's metadata, storage class, website redirect location or encryption attributes.")
    }

    private static func checkSource(_ input: CopyObjectRequest, _ object: StoredObject) throws {
        do {
            try ReadConditions(
                ifMatch: input.copySourceIfMatch, ifNoneMatch: input.copySourceIfNoneMatch,
                ifModifiedSince: input.copySourceIfModifiedSince,
                ifUnmodifiedSince: input.copySourceIfUnmodifiedSince
            ).check(object)
        } catch let error as ServiceError where error.status == 304 {
            throw ServiceError.preconditionFailed(
                input.copySourceIfNoneMatch == nil
                    ? "x-amz-copy-source-If-Modified-Since" : "x-amz-copy-source-If-None-Match")
        }
    }

    private func attributes(
        of input: CopyObjectRequest, source: StoredObject, _ call: Call
    ) throws -> ObjectAttributes {
        var attributes = try ObjectAttributes(
            key: input.key, storageClass: input.storageClass?.rawValue, acl: input.acl, metadata: input.metadata,
            call.headers)
        switch input.metadataDirective?.rawValue {
        case "REPLACE": break
        case nil, "COPY":
            attributes.headers = source.headers
            attributes.metadata = source.metadata
        case let directive?:
            throw ServiceError.invalidArgument(
                "Unknown metadata directive.", name: "x-amz-metadata-directive", value: directive)
        }
        return attributes
    }
}
