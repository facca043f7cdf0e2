import Checksums
import FoundationEssentials
import S3Model
import ServiceKit
import Storage

extension S3 {
    /// Makes the parts one object. None of their bytes is moved.
    func completeMultipartUpload(
        _ input: CompleteMultipartUploadRequest, _ call: Call
    ) async throws -> CompleteMultipartUploadResponse {
        let condition = try WriteCondition(ifMatch: input.ifMatch, ifNoneMatch: input.ifNoneMatch)
        let bucket = try await requireBucket(input.bucket, expectedOwner: nil)
        guard let listed = input.multipartUpload?.parts else { throw ServiceError.malformedXML }
        let manifestID = objectIDs.next()
        let (object, orphans) = try await store.write { transaction in
            _ = try transaction.require(bucket)
            let upload = try transaction.requireUpload(input.uploadId, input.key, in: bucket)
            let completion = UploadCompletion(upload: upload, stored: try transaction.parts(of: upload))
            let parts = try completion.choose(listed)
            let object = StoredObject(completing: upload, parts, manifestID, completion, at: call.time)
            try Self.check(input, object)
            let existing: StoredObject? = try transaction.find(object.key)
            try condition.check(existing, key: input.key)
            var orphans = try existing.map { try transaction.removeBody(of: $0) } ?? []
            orphans += try transaction.complete(upload, completion.stored, keeping: parts)
            try transaction.save(ObjectManifest(bucket: bucket.incarnation, id: manifestID, parts: parts))
            try transaction.replace(nil, with: object)
            return (object, orphans)
        }
        await blobs.remove(orphans)
        let scheme = call.client.isSecure ? "https" : "http"
        var answer = CompleteMultipartUploadResponse(
            location: "\(scheme)://\(call.client.host)/\(bucket.name)/\(input.key)", bucket: bucket.name,
            key: input.key, eTag: object.quotedETag)
        if let checksum = object.checksum {
            answer.set(checksum, partCount: object.partCount)
            answer.checksumType = checksum.type
        }
        return answer
    }

    private static func check(_ input: CompleteMultipartUploadRequest, _ object: StoredObject) throws {
        if let size = input.mpuObjectSize, size != object.size {
            throw ServiceError.invalidRequest(
                "The provided 'x-amz-mp-object-size' header value \(size) does not match what was computed: "
                    + "\(object.size)")
        }
        guard let checksum = object.checksum, let text = input.checksumText(checksum.kind) else { return }
        let digest = Data(checksum.digest).base64EncodedString()
        let whole = checksum.isComposite ? "\(digest)-\(object.partCount)" : digest
        guard text == whole || text == digest else {
            throw ServiceError.badDigest(
                "The \(checksum.kind.rawValue) you specified did not match the calculated checksum.")
        }
    }
}

extension StoredObject {
    fileprivate init(
        completing upload: Upload, _ parts: [UploadPart], _ manifestID: ObjectID, _ completion: UploadCompletion,
        at time: Date
    ) {
        self.init(
            bucket: upload.bucket, name: Array(upload.name.utf8), size: parts.reduce(0) { $0 + $1.size },
            entityTag: UploadCompletion.entityTag(parts), partCount: parts.count, modifiedAt: time,
            body: .parts(manifestID), storageClass: upload.storageClass, checksum: completion.checksum(of: parts),
            headers: upload.headers, metadata: upload.metadata)
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
