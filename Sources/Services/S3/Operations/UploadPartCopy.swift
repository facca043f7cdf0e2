import Checksums
import FoundationEssentials
import S3Model
import ServiceKit
import Wire

extension S3 {
    @Sendable func permissionsToCopyPart(_ input: UploadPartCopyRequest, _ call: Call) async throws -> [Permission] {
        let source = try CopySource(input.copySource, expectedOwner: input.expectedSourceBucketOwner)
        let to = try await bucket(input.bucket, expectedOwner: input.expectedBucketOwner, call)
        return try await toRead(source, call) + [permission("s3:PutObject", on: input.key, in: to, call)]
            + keyPermissions(input, call)
    }

    /// Makes a part of an object, or of a range of it.
    func uploadPartCopy(_ input: UploadPartCopyRequest, _ call: Call) async throws -> UploadPartCopyResponse {
        try PartNumber.check(input.partNumber)
        let source = try CopySource(input.copySource, expectedOwner: input.expectedSourceBucketOwner)
        let bucket = try await bucket(input.bucket, expectedOwner: input.expectedBucketOwner, call).bucket
        let target = try await partTarget(input.uploadId, input.key, in: bucket, try input.customerKey(), call)
        let (found, sourceKey) = try await copied(input, source, call)
        let (read, body) = try await open(
            found, sourceKey,
            again: {
                try await locateAnew(source, call)
                try await decide(permissionsToCopyPart(input, call), call)
                return try await copied(input, source, call)
            }
        ) { try Self.copiedRange(input.copySourceRange, size: $0.object.size) }
        let kind = target.upload.checksumKind
        let received = try await receive(
            CopiedBody(body), expecting: try BodyExpectation(.init(), assumed: kind), key: target.key)
        let part = try await store(received, as: input.partNumber, of: target, call)
        var result = CopyPartResult(eTag: "\"\(part.md5.hexadecimal)\"", lastModified: part.modifiedAt)
        if let checksum = part.checksum, !target.upload.isChecksumAssumed { result.set(checksum) }
        var answer = UploadPartCopyResponse(copyPartResult: result)
        if !read.object.isNullVersion { answer.copySourceVersionId = read.object.versionID.text }
        answer.show(target.upload.attributes.encryption)
        return answer
    }

    /// The object that the part is of, with the key that opens it.
    private func copied(
        _ input: UploadPartCopyRequest, _ source: CopySource, _ call: Call
    ) async throws -> (FoundObject, DataKey?) {
        let conditions = ReadConditions(
            ifMatch: input.copySourceIfMatch, ifNoneMatch: input.copySourceIfNoneMatch,
            ifModifiedSince: input.copySourceIfModifiedSince, ifUnmodifiedSince: input.copySourceIfUnmodifiedSince)
        let found = try await copySource(source, conditions, call)
        let customer = try CustomerKey(
            algorithm: input.copySourceSSECustomerAlgorithm, key: input.copySourceSSECustomerKey,
            md5: input.copySourceSSECustomerKeyMD5)
        return (found, try await keyring.open(found.object.encryption, customer, call))
    }

    /// `bytes=first-last`, both of them, and within the source.
    private static func copiedRange(_ text: String?, size: Int) throws -> Range<Int> {
        guard let text else { return 0..<size }
        let parts = text.hasPrefix("bytes=") ? text.dropFirst("bytes=".count).split(separator: "-") : []
        guard parts.count == 2, let first = Int(parts[0]), let last = Int(parts[1]), first >= 0, first <= last else {
            throw ServiceError.invalidArgument(
                "The x-amz-copy-source-range value must be of the form bytes=first-last where first and last are the "
                    + "zero-based offsets of the first and last bytes to copy", name: "x-amz-copy-source-range",
                value: text)
        }
        guard last < size else {
            throw ServiceError.invalidArgument(
                "Range specified is not valid for source object of size: \(size)", name: "x-amz-copy-source-range",
                value: text)
        }
        return first..<(last + 1)
    }
}
