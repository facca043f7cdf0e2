import Checksums
import FoundationEssentials
import S3Model
import ServiceKit
import Storage

extension S3 {
    /// Makes the parts one object. None of their bytes is moved. Asked again, by a client that lost the answer, it
    /// answers the same.
    func completeMultipartUpload(
        _ input: CompleteMultipartUploadRequest, _ call: Call
    ) async throws -> CompleteMultipartUploadResponse {
        let condition = try WriteCondition(ifMatch: input.ifMatch, ifNoneMatch: input.ifNoneMatch)
        try condition.requireTag()
        let bucket = try await bucket(input.bucket, expectedOwner: input.expectedBucketOwner, call).bucket
        guard let listed = input.multipartUpload?.parts, !listed.isEmpty else {
            throw ServiceError.invalidRequest("You must specify at least one part")
        }
        let customer = try input.customerKey()
        let (manifestID, extrasID) = (objectIDs.next(), objectIDs.next())
        let (sequence, nonce) = (objectIDs.nextNumber(), randomness.bytes(VersionID.nonceBytes))
        let (object, current, orphans, isNew) = try await store.write { transaction in
            let current = try transaction.require(bucket)
            if let made = try transaction.completed(input.uploadId, input.key, in: current) {
                try Self.check(input, listed, against: made, customer)
                return (made.object, current, [BlobID](), false)
            }
            let upload = try transaction.requireUpload(input.uploadId, input.key, in: bucket)
            if let customer, customer.md5 != upload.attributes.encryption?.keyID { throw ServiceError.otherEncryption }
            let completion = UploadCompletion(upload: upload, stored: try transaction.parts(of: upload))
            try completion.checkMode(input.checksumType)
            let parts = try completion.choose(listed)
            let made = StoredObject(completing: upload, parts, manifestID, completion, sequence, at: call.time)
            try Self.check(input, made)
            let latest: StoredObject? = try transaction.find(made.key)
            try condition.check(latest, key: input.key)
            let new = NewObject(object: made, attributes: upload.attributes)
            var (object, orphans) = try transaction.install(
                new, over: latest, in: current, nonce: nonce, extrasID: extrasID)
            orphans += try transaction.complete(upload, completion.stored, keeping: parts)
            try transaction.replace(nil, with: ObjectManifest(bucket: bucket.incarnation, id: manifestID, parts: parts))
            try transaction.save(CompletedUpload(upload.id, became: object, manifest: manifestID))
            return (object, current, orphans, true)
        }
        await blobs.remove(orphans)
        if isNew { try await tell(of: "ObjectCreated:CompleteMultipartUpload", object, in: current, call) }
        return try await answer(object, in: current, call)
    }

    private func answer(
        _ object: StoredObject, in bucket: Bucket, _ call: Call
    ) async throws -> CompleteMultipartUploadResponse {
        var answer = CompleteMultipartUploadResponse(
            location: call.client.address(ofKey: object.nameText, in: bucket.name), bucket: bucket.name,
            key: object.nameText, eTag: object.quotedETag)
        if let checksum = object.checksum {
            answer.set(checksum, partCount: object.partCount)
            answer.checksumType = checksum.type
        }
        if bucket.versioning != .never { answer.versionId = object.versionID.text }
        answer.set(object.encryption)
        answer.expiration = try await expiration(of: object, in: bucket)
        return answer
    }

    /// Of an upload that is completed, only the request that completed it is answered again.
    private static func check(
        _ input: CompleteMultipartUploadRequest, _ listed: [CompletedPart],
        against made: (object: StoredObject, parts: [UploadPart]), _ customer: CustomerKey?
    ) throws {
        let isSame =
            listed.count == made.parts.count
            && zip(listed, made.parts).allSatisfy { part, kept in
                part.partNumber == kept.number && EntityTags.matches(part.eTag ?? "", kept.quotedETag)
            }
        guard isSame else { throw ServiceError.noSuchUpload(input.uploadId) }
        if let customer, customer.md5 != made.object.encryption?.keyID { throw ServiceError.otherEncryption }
        try check(input, made.object)
    }

    private static func check(_ input: CompleteMultipartUploadRequest, _ object: StoredObject) throws {
        if let size = input.mpuObjectSize, size != object.size {
            throw ServiceError.invalidRequest(
                "The provided 'x-amz-mp-object-size' header value \(size) does not match what was computed: "
                    + "\(object.size)")
        }
        guard let checksum = object.checksum, !input.checksumKinds.isEmpty else { return }
        guard input.checksumKinds == [checksum.kind], input.isTypeGiven(for: checksum),
            checksum.isMet(by: input.checksumText(checksum.kind), partCount: object.partCount)
        else {
            throw ServiceError.badDigest(
                "The \(checksum.kind.rawValue.lowercased()) you specified did not match the calculated checksum.")
        }
    }
}

extension CompleteMultipartUploadRequest {
    /// S3 takes a checksum for a composite one unless its type is named. CRC64NVME has no composite.
    fileprivate func isTypeGiven(for checksum: StoredChecksum) -> Bool {
        checksum.isComposite || checksum.kind == .crc64nvme || checksumType == .fullObject
    }
}

extension StoredChecksum {
    fileprivate func isMet(by text: String?, partCount: Int) -> Bool {
        let whole = Data(digest).base64EncodedString()
        return text == whole || isComposite && text == "\(whole)-\(partCount)"
    }
}

extension StoredObject {
    fileprivate init(
        completing upload: Upload, _ parts: [UploadPart], _ manifestID: ObjectID, _ completion: UploadCompletion,
        _ sequence: UInt64, at time: Date
    ) {
        self.init(
            bucket: upload.bucket, name: Array(upload.name.utf8), size: parts.reduce(0) { $0 + $1.size },
            entityTag: UploadCompletion.entityTag(parts), partCount: parts.count, modifiedAt: time,
            body: .parts(manifestID), checksum: completion.checksum(of: parts), sequence: sequence, upload.attributes)
    }
}

extension Transaction {
    /// Ends an upload. Parts that are not kept leave blobs behind, which are answered.
    func complete(_ upload: Upload, _ stored: [UploadPart], keeping kept: [UploadPart]) throws -> [BlobID] {
        let keptNumbers = Set(kept.map(\.number))
        var orphans: [BlobID] = []
        for part in stored {
            try delete(part.key.bytes)
            guard !keptNumbers.contains(part.number) else { continue }
            if let orphan = try removeBody(part.body, part.bucket) { orphans.append(orphan) }
        }
        try remove(upload)
        return orphans
    }
}
