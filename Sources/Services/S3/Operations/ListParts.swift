import Checksums
import S3Model
import ServiceKit
import Storage

extension S3 {
    func listParts(_ input: ListPartsRequest, _ call: Call) async throws -> ListPartsResponse {
        let bucket = try await bucket(input.bucket, expectedOwner: input.expectedBucketOwner, call).bucket
        let limit = min(input.maxParts ?? Self.largestPage, Self.largestPage)
        guard limit >= 0, let after = UInt64(exactly: input.partNumberMarker ?? 0) else {
            throw ServiceError.invalidArgument(
                "Argument max-parts must be an integer between 0 and 2147483647", name: "max-parts",
                value: String(input.maxParts ?? 0))
        }
        let (upload, page) = try await store.read { snapshot in
            let upload = try snapshot.requireUpload(input.uploadId, input.key, in: bucket)
            let prefix = UploadPart.prefix(upload.bucket, upload.id)
            let page: RecordPage<UploadPart> = try snapshot.list(
                prefix: prefix, from: prefix.number(after + 1).bytes, limit: limit)
            return (upload, page)
        }
        let isOpen = try await showsChecksums(of: upload, to: input, call)
        let owner = owner(bucket.ownerID)
        return ListPartsResponse(
            bucket: bucket.name, key: input.key, uploadId: upload.id, partNumberMarker: Int(after),
            nextPartNumberMarker: page.records.last?.number ?? 0, maxParts: limit, isTruncated: page.next != nil,
            parts: page.records.map { shown($0, withChecksum: isOpen) },
            initiator: Initiator(id: upload.initiator, displayName: upload.initiator),
            owner: owner, storageClass: StorageClass(rawValue: upload.attributes.storageClass),
            checksumAlgorithm: upload.shownChecksumKind.map { ChecksumAlgorithm(rawValue: $0.rawValue) },
            checksumType: upload.shownChecksumKind.map { _ in upload.wantsFullObjectChecksum ? .fullObject : .composite
            })
    }

    /// Checksums are of the text: of parts under a customer's key they are for who shows it.
    private func showsChecksums(of upload: Upload, to input: ListPartsRequest, _ call: Call) async throws -> Bool {
        let encryption = upload.attributes.encryption
        guard let customer = try input.customerKey() else { return encryption?.kind != .customer }
        _ = try await keyring.open(encryption, customer, call)
        return true
    }

    private func shown(_ part: UploadPart, withChecksum: Bool) -> Part {
        var shown = Part(
            partNumber: part.number, lastModified: part.modifiedAt, eTag: "\"\(part.md5.hexadecimal)\"",
            size: part.size)
        if withChecksum, let checksum = part.checksum { shown.set(checksum) }
        return shown
    }
}
