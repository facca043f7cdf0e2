import Checksums
import S3Model
import ServiceKit
import Storage

extension S3 {
    /// Stores one part. A part sent again replaces the one before it.
    func uploadPart(_ input: UploadPartRequest, _ call: Call) async throws -> UploadPartResponse {
        try PartNumber.check(input.partNumber)
        let bucket = try await requireBucket(input.bucket, expectedOwner: nil)
        let upload = try await store.read { try $0.requireUpload(input.uploadId, input.key, in: bucket) }
        let expectation = try BodyExpectation(call.headers, assumed: upload.checksumKind)
        if let declared = upload.checksumKind, let kind = expectation.kind, kind != declared {
            throw ServiceError.invalidRequest(
                "Checksum Type mismatch occurred, expected checksum Type: \(declared.rawValue.lowercased()), "
                    + "actual checksum Type: \(kind.rawValue.lowercased())")
        }
        var intake = BodyIntake(call.body, into: blobs, expecting: expectation)
        let received = try await intake.receive()
        let part = UploadPart(
            bucket: bucket.incarnation, uploadID: upload.id, number: input.partNumber, size: received.size,
            md5: received.md5, modifiedAt: call.time, body: location(of: received), checksum: received.checksum)
        let orphans = try await commit(received) { inline in
            try await store.write { transaction in
                _ = try transaction.require(bucket)
                _ = try transaction.requireUpload(upload.id, upload.name, in: bucket)
                return try transaction.put(part, inline: inline)
            }
        }
        await blobs.remove(orphans)
        var answer = UploadPartResponse(eTag: "\"\(received.md5.hexadecimal)\"")
        if let checksum = received.checksum { answer.set(checksum) }
        return answer
    }
}

extension Transaction {
    /// Stores a part, and says which blob the one it replaces leaves behind.
    fileprivate func put(_ part: UploadPart, inline: [UInt8]?) throws -> [BlobID] {
        let previous: UploadPart? = try find(part.key)
        let orphan = try previous.flatMap { try removeBody($0.body, part.bucket) }
        switch part.body {
        case .inline(let id): try put(BodyRow.key(part.bucket, id).bytes, inline ?? [])
        case .blob(let id): try put(id.row.bytes, Key(bytes: []).number(part.bucket).bytes)
        case .empty, .parts: break
        }
        try replace(nil, with: part)
        return orphan.map { [$0] } ?? []
    }
}
