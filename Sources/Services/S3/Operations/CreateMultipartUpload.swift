import Checksums
import S3Model
import ServiceKit
import Storage

extension S3 {
    func createMultipartUpload(
        _ input: CreateMultipartUploadRequest, _ call: Call
    ) async throws -> CreateMultipartUploadResponse {
        let found = try await bucket(input.bucket, expectedOwner: input.expectedBucketOwner, call)
        let bucket = found.bucket
        var attributes = try attributes(of: input, in: found, call)
        let kind = try input.checksumAlgorithm.map(ChecksumKind.init(requested:))
        let isFull = try Self.isFullObject(kind, input.checksumType)
        attributes.encryption = try await keyring.newKey(asked: input, of: bucket, call)?.encryption
        let upload = Upload(
            bucket: bucket.incarnation, name: input.key,
            id: UploadID.make(input.key, objectIDs.nextNumber(), randomness),
            initiatedAt: call.time, initiator: call.caller.arn, checksumKind: kind ?? .crc64nvme,
            wantsFullObjectChecksum: kind == nil || isFull, isChecksumAssumed: kind == nil, attributes: attributes)
        try await store.write { transaction in
            _ = try transaction.require(bucket)
            try transaction.save(upload)
        }
        let abortion = try await abortion(of: upload, in: bucket)
        var answer = CreateMultipartUploadResponse(
            abortDate: abortion?.date, abortRuleId: abortion?.ruleID, bucket: bucket.name, key: input.key,
            uploadId: upload.id, checksumAlgorithm: input.checksumAlgorithm,
            checksumType: kind.map { _ in isFull ? .fullObject : .composite })
        answer.show(attributes.encryption)
        answer.ssekmsEncryptionContext = attributes.encryption?.context
        return answer
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
