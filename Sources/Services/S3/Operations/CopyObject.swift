import Checksums
import FoundationEssentials
import S3Model
import ServiceKit
import Storage
import Wire

extension S3 {
    /// A copy reads the source and writes the destination: both must be allowed. Where tags come along, they are read
    /// and written, and are what policies see; a header that is not used is not.
    @Sendable func permissionsToCopy(_ input: CopyObjectRequest, _ call: Call) async throws -> [Permission] {
        let source = try CopySource(input.copySource, expectedOwner: input.expectedSourceBucketOwner)
        guard input.taggingDirective != .replace, !input.bucket.isEmpty, !input.key.isEmpty else {
            let writing = try await toWrite(input, ifMatch: input.ifMatch, call)
            return try await toRead(source, call) + writing
        }
        _ = try await bucket(input.bucket, expectedOwner: input.expectedBucketOwner, call)
        let tags = try await locate(source, call).1.extras?.tags ?? []
        let reading = tags.isEmpty ? ["s3:GetObject"] : ["s3:GetObject", "s3:GetObjectTagging"]
        return try await onObject(reading, source, call)
            + toWrite(input, ifMatch: input.ifMatch, tags: tags, call)
    }

    /// What a copy needs on its source.
    func toRead(_ source: CopySource, _ call: Call) async throws -> [Permission] {
        try await onObject("s3:GetObject", source, call)
    }

    /// Copies an object with its bytes, and with its attributes unless others are given.
    func copyObject(_ input: CopyObjectRequest, _ call: Call) async throws -> CopyObjectResponse {
        let source = try CopySource(input.copySource, expectedOwner: input.expectedSourceBucketOwner)
        let condition = try WriteCondition(ifMatch: input.ifMatch, ifNoneMatch: input.ifNoneMatch)
        let to = try await bucket(input.bucket, expectedOwner: input.expectedBucketOwner, call)
        let (found, sourceKey) = try await copied(input, source, to: to.bucket, call)
        let (read, body) = try await open(
            found, sourceKey,
            again: {
                try await locateAnew(source, call)
                try await decide(permissionsToCopy(input, call), call)
                return try await copied(input, source, to: to.bucket, call)
            }
        ) { 0..<$0.object.size }
        var attributes = try await attributes(of: input, source, read.object, to: to, call)
        let key = try await keyring.newKey(asked: input, of: to.bucket, call)
        attributes.encryption = key?.encryption
        let received = try await receive(
            CopiedBody(body), expecting: try BodyExpectation(copying: read.object, input.checksumAlgorithm), key: key)
        let (object, bucket) = try await commit(received) { inline in
            let new = NewObject(
                object: self.object(input.key, received, key, in: to.bucket, attributes, call),
                attributes: attributes, inline: inline)
            return try await store(new, in: to.bucket, if: condition)
        }
        var result = CopyObjectResult(eTag: object.quotedETag, lastModified: object.modifiedAt)
        if let checksum = object.checksum {
            result.set(checksum)
            result.checksumType = checksum.type
        }
        var answer = CopyObjectResponse(copyObjectResult: result)
        if !read.object.isNullVersion { answer.copySourceVersionId = read.object.versionID.text }
        if bucket.versioning != .never { answer.versionId = object.versionID.text }
        answer.show(object.encryption)
        answer.ssekmsEncryptionContext = object.encryption?.context
        answer.expiration = try await expiration(of: object, in: bucket)
        try await tell(of: "ObjectCreated:Copy", object, in: bucket, call)
        return answer
    }

    /// The object that is to be copied, with the key that opens it.
    private func copied(
        _ input: CopyObjectRequest, _ source: CopySource, to bucket: Bucket, _ call: Call
    ) async throws -> (FoundObject, DataKey?) {
        let found = try await copySource(source, input.sourceConditions, call)
        try refuseCopyOntoItself(input, source, found.object, in: bucket)
        return (found, try await keyring.open(found.object.encryption, try input.sourceCustomerKey(), call))
    }

    /// The object that is to be copied, its conditions met.
    func copySource(
        _ source: CopySource, _ conditions: ReadConditions, _ call: Call
    ) async throws -> FoundObject {
        let (from, located) = try await locate(source, call)
        if located.version?.isDeleteMarker == true, source.versionId != nil {
            throw ServiceError.invalidRequest(
                "The source of a copy request may not specifically refer to a delete marker by version id.")
        }
        _ = try await version(source, located, in: from, call)
        guard let found = located.found else { throw ServiceError.noSuchKey(source.key) }
        guard found.object.size <= BodyIntake.sizeLimit else {
            throw ServiceError.invalidRequest(
                "The specified copy source is larger than the maximum allowable size for a copy source: "
                    + "\(BodyIntake.sizeLimit)")
        }
        do {
            try conditions.check(found.object, at: call.time)
        } catch let error as ServiceError where error.status == 304 || error.status == 412 {
            throw ServiceError.preconditionFailed(conditions.copySourceName(of: error))
        }
        return found
    }

    private func refuseCopyOntoItself(
        _ input: CopyObjectRequest, _ source: CopySource, _ object: StoredObject, in bucket: Bucket
    ) throws {
        guard source.bucket == input.bucket, source.key == input.key, source.versionId == nil,
            input.metadataDirective != .replace, input.storageClass == nil, input.websiteRedirectLocation == nil,
            input.serverSideEncryption == nil, input.sseCustomerAlgorithm == nil, object.encryption?.kind != .customer,
            keyring.standard(of: bucket) == nil
        else { return }
        throw ServiceError.invalidRequest(
            "This copy request is illegal because it is trying to copy an object to itself without changing the "
                + "object's metadata, storage class, website redirect location or encryption attributes.")
    }

    private func attributes(
        of input: CopyObjectRequest, _ source: CopySource, _ object: StoredObject, to: FoundBucket, _ call: Call
    ) async throws -> ObjectAttributes {
        var attributes = try attributes(of: input, in: to, call)
        switch input.metadataDirective?.rawValue {
        case "REPLACE": break
        case nil, "COPY":
            // A redirect is not copied along.
            let redirect = attributes.headers["x-amz-website-redirect-location"]
            attributes.headers = object.headers
            attributes.headers["x-amz-website-redirect-location"] = redirect
            attributes.metadata = object.metadata
        case let directive?:
            throw ServiceError.invalidArgument(
                "Unknown metadata directive.", name: "x-amz-metadata-directive", value: directive)
        }
        switch input.taggingDirective?.rawValue {
        case "REPLACE": break
        case nil, "COPY": attributes.tags = try await locate(source, call).1.extras?.tags ?? []
        case let directive?:
            throw ServiceError.invalidArgument(
                "Unknown tagging directive.", name: "x-amz-tagging-directive", value: directive)
        }
        return attributes
    }
}

extension CopyObjectRequest {
    fileprivate var sourceConditions: ReadConditions {
        ReadConditions(
            ifMatch: copySourceIfMatch, ifNoneMatch: copySourceIfNoneMatch, ifModifiedSince: copySourceIfModifiedSince,
            ifUnmodifiedSince: copySourceIfUnmodifiedSince)
    }

    fileprivate func sourceCustomerKey() throws -> CustomerKey? {
        try CustomerKey(
            algorithm: copySourceSSECustomerAlgorithm, key: copySourceSSECustomerKey,
            md5: copySourceSSECustomerKeyMD5)
    }
}
