import Checksums
import S3Model
import ServiceKit
import Storage

/// The upload that a part is for, with the key its bytes are sealed under.
struct PartTarget: Sendable {
    let bucket: Bucket
    let upload: Upload
    let key: DataKey?
}

extension S3 {
    /// - Parameter customer: the key that the request brings; it must be the one the upload was begun with.
    func partTarget(
        _ id: String, _ key: String, in bucket: Bucket, _ customer: CustomerKey?, _ call: Call
    ) async throws -> PartTarget {
        let upload = try await store.read { try $0.requireUpload(id, key, in: bucket) }
        let encryption = upload.attributes.encryption
        if encryption?.kind == .customer {
            guard let customer else {
                throw ServiceError.invalidRequest(
                    "The multipart upload initiate requested encryption. Subsequent part requests must include the "
                        + "appropriate encryption parameters.")
            }
            guard customer.md5 == encryption?.keyID else { throw ServiceError.otherEncryption }
        } else if customer != nil {
            throw ServiceError.invalidRequest(
                "The multipart upload initiate requested encryption. Subsequent part requests must include the "
                    + "appropriate encryption parameters.")
        }
        let dataKey = try await keyring.open(encryption, encryption?.kind == .customer ? customer : nil, call)
        return PartTarget(bucket: bucket, upload: upload, key: dataKey)
    }

    /// Stores a part whose body came in. One sent again replaces the one before it.
    func store(
        _ received: BodyIntake.Received, as number: Int, of target: PartTarget, _ call: Call
    ) async throws -> UploadPart {
        let bucket = target.bucket
        let upload = target.upload
        let part = UploadPart(
            bucket: bucket.incarnation, uploadID: upload.id, number: number, size: received.size,
            md5: target.key?.entityTag(received.md5) ?? received.md5, modifiedAt: call.time, body: received.location,
            checksum: received.checksum)
        let orphans = try await commit(received) { inline in
            try await store.write { transaction in
                _ = try transaction.require(bucket)
                _ = try transaction.requireUpload(upload.id, upload.name, in: bucket)
                return try transaction.put(part, inline: inline)
            }
        }
        await blobs.remove(orphans)
        return part
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

extension ServiceError {
    static let otherEncryption = ServiceError.invalidRequest(
        "The provided encryption parameters did not match the ones used originally.")
}
