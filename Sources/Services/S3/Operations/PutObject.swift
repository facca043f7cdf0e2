import S3Model
import ServiceKit
import Storage

extension S3 {
    /// Stores an object. It is there, whole and synced, when the answer is; before, not at all.
    func putObject(_ input: PutObjectRequest, _ call: Call) async throws -> PutObjectResponse {
        let attributes = try ObjectAttributes(
            key: input.key, storageClass: input.storageClass?.rawValue, acl: input.acl, metadata: input.metadata,
            call.headers)
        let condition = try WriteCondition(ifMatch: input.ifMatch, ifNoneMatch: input.ifNoneMatch)
        let expectation = try BodyExpectation(call.headers)
        let bucket = try await requireBucket(input.bucket, expectedOwner: nil)
        var intake = BodyIntake(call.body, into: blobs, expecting: expectation)
        let received = try await intake.receive()
        let object = StoredObject(
            bucket: bucket.incarnation, name: Array(input.key.utf8), size: received.size, entityTag: received.md5,
            partCount: 0, modifiedAt: call.time, body: location(of: received), storageClass: attributes.storageClass,
            checksum: received.checksum, headers: attributes.headers, metadata: attributes.metadata)
        try await commit(received) { inline in
            try await store(object, inline: inline, in: bucket, if: condition)
        }
        var answer = PutObjectResponse(eTag: object.quotedETag)
        if let checksum = received.checksum {
            answer.set(checksum)
            answer.checksumType = checksum.type
        }
        return answer
    }

    func location(of received: BodyIntake.Received) -> BodyLocation {
        switch received.content {
        case .inline(let bytes): bytes.isEmpty ? .empty : .inline(objectIDs.next())
        case .blob(let writer): .blob(writer.id)
        }
    }

    /// Runs the commit that gives a received body its owner; without one, the blob is discarded.
    func commit<Value: Sendable>(
        _ received: BodyIntake.Received, _ body: ([UInt8]?) async throws -> Value
    ) async throws -> Value {
        switch received.content {
        case .inline(let bytes): return try await body(bytes)
        case .blob(let writer):
            do {
                return try await body(nil)
            } catch {
                await blobs.remove([writer.id])
                throw error
            }
        }
    }
}
