import Checksums
import S3Model
import ServiceKit
import Storage

extension S3 {
    /// Stores an object. It is there, whole and synced, when the answer is; before, not at all.
    func putObject(_ input: PutObjectRequest, _ call: Call) async throws -> PutObjectResponse {
        let found = try await bucket(input.bucket, expectedOwner: input.expectedBucketOwner, call)
        var attributes = try attributes(of: input, in: found, call)
        let condition = try WriteCondition(ifMatch: input.ifMatch, ifNoneMatch: input.ifNoneMatch)
        try condition.requireTag()
        let expectation = try BodyExpectation(call.headers, assumed: .crc64nvme)
        if found.bucket.hasObjectLock, input.objectLockMode != nil || input.objectLockLegalHoldStatus != nil {
            try expectation.require()
        }
        let key = try await keyring.newKey(asked: input, of: found.bucket, call)
        attributes.encryption = key?.encryption
        let received = try await receive(call.body, expecting: expectation, key: key)
        let (object, bucket) = try await commit(received) { inline in
            let new = NewObject(
                object: self.object(input.key, received, key, in: found.bucket, attributes, call),
                attributes: attributes, inline: inline)
            return try await store(new, in: found.bucket, if: condition)
        }
        var answer = PutObjectResponse(eTag: object.quotedETag)
        if let checksum = received.checksum {
            answer.set(checksum)
            answer.checksumType = checksum.type
        }
        if bucket.versioning != .never { answer.versionId = object.versionID.text }
        answer.show(object.encryption)
        answer.ssekmsEncryptionContext = object.encryption?.context
        answer.expiration = try await expiration(of: object, in: bucket)
        try await tell(of: "ObjectCreated:Put", object, in: bucket, call)
        return answer
    }

    /// An object whose body was put whole.
    func object(
        _ key: String, _ received: BodyIntake.Received, _ dataKey: DataKey?, in bucket: Bucket,
        _ attributes: ObjectAttributes, _ call: Call
    ) -> StoredObject {
        StoredObject(
            bucket: bucket.incarnation, name: Array(key.utf8), size: received.size,
            entityTag: dataKey?.entityTag(received.md5) ?? received.md5, partCount: 0, modifiedAt: call.time,
            body: received.location, checksum: received.checksum, sequence: objectIDs.nextNumber(), attributes)
    }
}
