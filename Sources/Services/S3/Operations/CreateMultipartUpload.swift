import Checksums
import S3Model
import ServiceKit
import Storage

extension S3 {
    func createMultipartUpload(
        _ input: CreateMultipartUploadRequest, _ call: Call
    ) async throws -> CreateMultipartUploadResponse {
        let attributes = try ObjectAttributes(
            key: input.key, storageClass: input.storageClass?.rawValue, acl: input.acl, metadata: input.metadata,
            call.headers)
        let kind = try input.checksumAlgorithm.map(Self.checksumKind)
        let isFull = try Self.isFullObject(kind, input.checksumType)
        let bucket = try await requireBucket(input.bucket, expectedOwner: nil)
        let upload = Upload(
            bucket: bucket.incarnation, name: input.key, id: randomness.text(96, from: Alphabet.alphanumeric),
            initiatedAt: call.time, initiator: call.caller.arn, storageClass: attributes.storageClass,
            checksumKind: kind, wantsFullObjectChecksum: isFull, headers: attributes.headers,
            metadata: attributes.metadata)
        try await store.write { transaction in
            _ = try transaction.require(bucket)
            try transaction.save(upload)
        }
        return CreateMultipartUploadResponse(
            bucket: bucket.name, key: input.key, uploadId: upload.id, checksumAlgorithm: input.checksumAlgorithm,
            checksumType: kind.map { _ in isFull ? .fullObject : .composite })
    }

    private static func checksumKind(_ algorithm: ChecksumAlgorithm) throws -> ChecksumKind {
        guard let kind = ChecksumKind(rawValue: algorithm.rawValue) else {
            throw ServiceError.invalidRequest(
                "Checksum algorithm provided is unsupported. Please try again with any of the valid types: "
                    + "[CRC32, CRC32C, CRC64NVME, SHA1, SHA256]")
        }
        return kind
    }

    /// SHA checksums are composite; CRC64NVME is of the full object; the other CRCs can be either.
    private static func isFullObject(_ kind: ChecksumKind?, _ type: ChecksumType?) throws -> Bool {
        guard let kind else {
            guard type == nil else {
                throw ServiceError.invalidRequest(
                    "The x-amz-checksum-type header can only be used with the x-amz-checksum-algorithm header.")
            }
            return false
        }
        let isSHA = kind == .sha1 || kind == .sha256
        switch (kind, type) {
        case (.crc64nvme, nil): return true
        case (_, .fullObject?) where !isSHA: return true
        case (.crc64nvme, _), (_, .fullObject?):
            throw ServiceError.invalidRequest(
                "The \(type?.rawValue ?? "") checksum type cannot be used with the "
                    + "\(kind.rawValue.lowercased()) checksum algorithm.")
        default: return false
        }
    }
}
